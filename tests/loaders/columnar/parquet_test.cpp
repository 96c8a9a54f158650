#include "loaders/columnar/parquet.hpp"

#include <arrow/api.h>

#include <catch2/catch.hpp>
#include <iterator>

#include "engine/base/memory_budget.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::TempFolder;

struct Column {
  std::string name;
  std::shared_ptr<arrow::Array> values;
};

/// Each value, and a null behind them.
template <class Builder, class... Values>
std::shared_ptr<arrow::Array> array(Builder builder, const Values&... values) {
  (check(builder.Append(values)), ...);
  check(builder.AppendNull());
  return check(builder.Finish());
}

template <class... Values>
std::shared_ptr<arrow::Array> timestamps(arrow::TimeUnit::type unit, const std::string& zone,
                                         const Values&... values) {
  return array(arrow::TimestampBuilder(arrow::timestamp(unit, zone), arrow::default_memory_pool()),
               values...);
}

Table table_of(const std::vector<Column>& columns) {
  arrow::FieldVector fields;
  arrow::ArrayVector arrays;
  for (const Column& column : columns) {
    fields.push_back(arrow::field(column.name, column.values->type()));
    arrays.push_back(column.values);
  }
  return Table(arrow::Table::Make(arrow::schema(fields), arrays));
}

std::vector<std::string> written_and_read(const std::shared_ptr<arrow::Array>& values) {
  const TempFolder folder;
  write_table(table_of({{"a", values}}), folder.path() / "t.parquet");
  return read_parquet(folder.path() / "t.parquet", "t.parquet").texts("a");
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

using Texts = std::vector<std::string>;

TEST_CASE("read_parquet: cells of every type have the texts that a CSV of the table has") {
  CHECK(written_and_read(array(arrow::Int64Builder(), 7, -9223372036854775807)) ==
        Texts{"7", "-9223372036854775807", ""});
  CHECK(written_and_read(array(arrow::Int32Builder(), 7, -3)) == Texts{"7", "-3", ""});
  CHECK(written_and_read(array(arrow::UInt64Builder(), 18446744073709551615u)) ==
        Texts{"18446744073709551615", ""});
  CHECK(written_and_read(array(arrow::DoubleBuilder(), 0.1, 3.0, -1e300)) ==
        Texts{"0.1", "3", "-1e+300", ""});
  CHECK(written_and_read(array(arrow::FloatBuilder(), 0.5f, 0.1f)) == Texts{"0.5", "0.1", ""});
  CHECK(written_and_read(array(arrow::BooleanBuilder(), true, false)) ==
        Texts{"true", "false", ""});
  CHECK(written_and_read(array(arrow::StringBuilder(), "Zo\xC3\xAB", "007", "")) ==
        Texts{"Zo\xC3\xAB", "007", "", ""});
  CHECK(written_and_read(array(arrow::LargeStringBuilder(), "x", "a,\"b\"\n")) ==
        Texts{"x", "a,\"b\"\n", ""});
  CHECK(written_and_read(array(arrow::StringDictionaryBuilder(), "up", "down", "up")) ==
        Texts{"up", "down", "up", ""});
  CHECK(written_and_read(array(arrow::Date32Builder(), 18691, -1)) ==
        Texts{"2021-03-05", "1969-12-31", ""});
  const auto cents = arrow::decimal128(12, 2);
  CHECK(written_and_read(array(arrow::Decimal128Builder(cents), arrow::Decimal128(1177),
                               arrow::Decimal128(-5), arrow::Decimal128(100))) ==
        Texts{"11.77", "-0.05", "1.00", ""});
}

TEST_CASE("read_parquet: timestamps of every unit are UTC, with and without a zone") {
  constexpr std::int64_t kSecond = 1'614'939'630;  // 2021-03-05T10:20:30Z
  const Texts expected = {"2021-03-05T10:20:30Z", "1969-12-31T23:59:59Z", ""};
  for (const std::string zone : {"", "UTC", "Europe/Berlin", "+02:00"}) {
    CHECK(written_and_read(timestamps(arrow::TimeUnit::SECOND, zone, kSecond, -1)) == expected);
    CHECK(written_and_read(timestamps(arrow::TimeUnit::MILLI, zone, kSecond * 1000, -1000)) ==
          expected);
    CHECK(written_and_read(timestamps(arrow::TimeUnit::MICRO, zone, kSecond * 1'000'000,
                                      -1'000'000)) == expected);
    CHECK(written_and_read(timestamps(arrow::TimeUnit::NANO, zone, kSecond * 1'000'000'000,
                                      -1'000'000'000)) == expected);
  }
  CHECK(written_and_read(timestamps(arrow::TimeUnit::NANO, "", kSecond * 1'000'000'000 + 1999)) ==
        Texts{"2021-03-05T10:20:30.000001Z", ""});
  CHECK(written_and_read(timestamps(arrow::TimeUnit::MILLI, "", 86'400'000)) ==
        Texts{"1970-01-02", ""});
}

TEST_CASE("read_parquet: a table without rows keeps its columns") {
  const TempFolder folder;
  write_table(table_of({{"a", check(arrow::MakeEmptyArray(arrow::int64()))}}),
              folder.path() / "t.parquet");
  const Table table = read_parquet(folder.path() / "t.parquet", "t.parquet");
  CHECK(table.num_rows() == 0);
  CHECK(table.column_names() == Texts{"a"});
}

TEST_CASE("read_parquet: a file cut off anywhere is refused in one line, never half read") {
  const TempFolder folder;
  write_table(table_of({{"id", array(arrow::Int64Builder(), 1, 2)},
                        {"who", array(arrow::StringBuilder(), "ann", "bob")}}),
              folder.path() / "whole.parquet");
  const std::string whole = bytes_of(folder.path() / "whole.parquet");
  REQUIRE(whole.size() > 200);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto path = folder.write("cut.parquet", std::string_view(whole).substr(0, size));
    const std::string message = error_of([&] { read_parquet(path, "cut.parquet"); });
    if (!message.starts_with("BadInput cut.parquet: no readable Parquet file (") ||
        message.find('\n') != std::string::npos)
      FAIL_CHECK("of " << size << " bytes: " << message);
  }
}

TEST_CASE("read_parquet: a small file of many bytes is refused before they are decoded") {
  const TempFolder folder;
  const auto path = folder.path() / "t.parquet";
  const std::vector<std::string> cells(4'000'000, std::string(64, 'x'));
  TableBuilder builder;
  builder.add({.name = "a"}, cells);
  write_table(builder.finish(), path);
  CHECK(std::filesystem::file_size(path) < 1 << 20);
  const std::uint64_t held = resident_memory();
  const auto error = [&] { return error_of([&] { read_parquet(path, "t.parquet"); }); };
  CHECK(error().starts_with("BadInput t.parquet: "));
  CHECK(error().ends_with("; " + std::string(kDecodedToDo)));
  const ScopedMemoryLimit limit(held + (100 << 20));
  CHECK(error().starts_with("BadInput t.parquet: "));
  CHECK(error().find("--memory") != std::string::npos);
  CHECK(resident_memory() < held + (100 << 20));
}

TEST_CASE("read_parquet: what is no Parquet file, or names a column twice, is refused") {
  const TempFolder folder;
  const auto refused = [](const std::filesystem::path& path) {
    return error_of([&] { read_parquet(path, "t.parquet"); });
  };
  CHECK(refused(folder.write("text.parquet", "person_id,t\n1,2\n"))
            .starts_with("BadInput t.parquet"));
  CHECK(refused(folder.path()).starts_with("BadInput t.parquet: "));
  const auto values = array(arrow::Int64Builder(), 1);
  write_table(table_of({{"a", values}, {"b", values}, {"a", values}}), folder.path() / "t.parquet");
  CHECK(refused(folder.path() / "t.parquet") ==
        "BadInput t.parquet: two columns are called 'a'; rename one");
}

}  // namespace
}  // namespace grapevine
