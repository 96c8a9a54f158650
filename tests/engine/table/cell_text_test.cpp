#include "engine/table/cell_text.hpp"

#include <arrow/api.h>
#include <arrow/util/float16.h>

#include <catch2/catch.hpp>
#include <limits>

#include "tests/support/arrow_tables.hpp"

namespace grapevine {
namespace {

using testing::array;
using testing::array_of;
using Texts = std::vector<std::string>;

Texts texts(const std::shared_ptr<arrow::Array>& values) {
  Texts all;
  for (std::int64_t i = 0; i < values->length(); ++i) all.push_back(cell_text(*values, i));
  return all;
}

TEST_CASE("cell_text: whole numbers of every width to their bounds") {
  CHECK(texts(array(arrow::Int8Builder(), std::int8_t{-128}, std::int8_t{127})) ==
        Texts{"-128", "127", ""});
  CHECK(texts(array(arrow::UInt8Builder(), std::uint8_t{255})) == Texts{"255", ""});
  CHECK(texts(array(arrow::Int16Builder(), std::int16_t{-32768})) == Texts{"-32768", ""});
  CHECK(texts(array(arrow::UInt16Builder(), std::uint16_t{65535})) == Texts{"65535", ""});
  CHECK(texts(array(arrow::UInt32Builder(), 4294967295u)) == Texts{"4294967295", ""});
  CHECK(texts(array(arrow::Int64Builder(), std::numeric_limits<std::int64_t>::min())) ==
        Texts{"-9223372036854775808", ""});
  CHECK(texts(array(arrow::UInt64Builder(), std::numeric_limits<std::uint64_t>::max())) ==
        Texts{"18446744073709551615", ""});
}

TEST_CASE("cell_text: floating-point numbers are the shortest text that reads back") {
  CHECK(texts(array(arrow::FloatBuilder(), 0.1f, 16777216.0f)) == Texts{"0.1", "16777216", ""});
  CHECK(texts(array(arrow::DoubleBuilder(), 0.1, 9007199254740991.0)) ==
        Texts{"0.1", "9007199254740991", ""});
  CHECK(texts(array(arrow::HalfFloatBuilder(), arrow::util::Float16(1.5f).bits())) ==
        Texts{"1.5", ""});
}

TEST_CASE("cell_text: decimals of every width are exact") {
  const arrow::Decimal256 wide("12345678901234567890123456789012345678901234567890.12");
  CHECK(texts(array_of<arrow::Decimal256Builder>(arrow::decimal256(60, 2), wide)) ==
        Texts{"12345678901234567890123456789012345678901234567890.12", ""});
  CHECK(texts(array_of<arrow::Decimal128Builder>(arrow::decimal128(38, 0),
                                                 arrow::Decimal128("18446744073709551616"))) ==
        Texts{"18446744073709551616", ""});
  CHECK(texts(array_of<arrow::Decimal64Builder>(arrow::decimal64(10, 3), arrow::Decimal64(-1))) ==
        Texts{"-0.001", ""});
  CHECK(texts(array_of<arrow::Decimal32Builder>(arrow::decimal32(9, 2), arrow::Decimal32(1177))) ==
        Texts{"11.77", ""});
}

TEST_CASE("cell_text: text of every layout") {
  CHECK(texts(array(arrow::StringViewBuilder(), "x", "longer than twelve bytes")) ==
        Texts{"x", "longer than twelve bytes", ""});
  CHECK(texts(array(arrow::LargeStringBuilder(), "y")) == Texts{"y", ""});
  CHECK(texts(array(arrow::BinaryBuilder(), "z")) == Texts{"z", ""});
  CHECK(texts(array(arrow::BinaryViewBuilder(), "z")) == Texts{"z", ""});
  CHECK(texts(array_of<arrow::FixedSizeBinaryBuilder>(arrow::fixed_size_binary(2), "ab")) ==
        Texts{"ab", ""});
}

TEST_CASE("cell_text: coded cells are their values, and a null in the code is a null") {
  const auto values = array(arrow::Int64Builder(), std::int64_t{7});  // and a null
  const auto codes = array(arrow::Int32Builder(), 0, 1, 0);           // and a null
  const auto coded = check(arrow::DictionaryArray::FromArrays(codes, values));
  CHECK(texts(coded) == Texts{"7", "", "7", ""});
  const auto slice = coded->Slice(2, 1);
  CHECK(texts(slice) == Texts{"7"});
  arrow::Int32Builder ends;
  check(ends.AppendValues({2, 5}));
  const auto runs = check(arrow::RunEndEncodedArray::Make(5, check(ends.Finish()), values));
  CHECK(texts(runs) == Texts{"7", "7", "", "", ""});
  CHECK(texts(runs->Slice(1, 2)) == Texts{"7", ""});
}

TEST_CASE("cell_text: dates, and moments that our times cannot hold") {
  CHECK(texts(array(arrow::Date32Builder(), 18691, -719162)) ==
        Texts{"2021-03-05", "0001-01-01", ""});
  CHECK(texts(array(arrow::Date64Builder(), 86'400'000 * std::int64_t{18691}, std::int64_t{-1})) ==
        Texts{"2021-03-05", "1969-12-31", ""});
  const auto far = array_of<arrow::TimestampBuilder>(arrow::timestamp(arrow::TimeUnit::SECOND),
                                                     std::int64_t{10'000'000'000'000});
  for (const std::string& text :
       {texts(far)[0], texts(array(arrow::Date32Builder(), 2147483647))[0]})
    for (const auto unit : {TimeUnit::Microsecond, TimeUnit::Second, TimeUnit::Day, TimeUnit::Year})
      CHECK_FALSE(parse_time(text, unit).has_value());
}

TEST_CASE("is_plain_type: single values are, lists and the like are not") {
  for (const auto& type :
       {arrow::null(), arrow::boolean(), arrow::float16(), arrow::uint64(), arrow::utf8_view(),
        arrow::date64(), arrow::decimal256(60, 2), arrow::timestamp(arrow::TimeUnit::NANO, "UTC"),
        arrow::dictionary(arrow::int8(), arrow::large_utf8()),
        arrow::run_end_encoded(arrow::int32(), arrow::float64())})
    CHECK(is_plain_type(*type));
  for (const auto& type :
       {arrow::list(arrow::int64()), arrow::struct_({arrow::field("a", arrow::int64())}),
        arrow::map(arrow::utf8(), arrow::utf8()), arrow::duration(arrow::TimeUnit::SECOND),
        arrow::time64(arrow::TimeUnit::NANO), arrow::fixed_size_list(arrow::float32(), 3),
        arrow::dictionary(arrow::int8(), arrow::list(arrow::int8())), arrow::month_interval()})
    CHECK_FALSE(is_plain_type(*type));
}

TEST_CASE("is_text_type and is_floating_type look behind codes") {
  CHECK(is_text_type(*arrow::dictionary(arrow::int8(), arrow::utf8())));
  CHECK_FALSE(is_text_type(*arrow::dictionary(arrow::int8(), arrow::int64())));
  CHECK(is_floating_type(*arrow::dictionary(arrow::int8(), arrow::float64())));
  CHECK_FALSE(is_floating_type(*arrow::decimal128(10, 2)));
}

}  // namespace
}  // namespace grapevine
