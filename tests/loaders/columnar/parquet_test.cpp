#include "loaders/columnar/parquet.hpp"

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <parquet/arrow/writer.h>

#include <catch2/catch.hpp>
#include <iterator>

#include "engine/base/memory_budget.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/arrow_tables.hpp"
#include "tests/support/data.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::array;
using testing::error_of;
using testing::table_of;
using testing::TempFolder;

template <class... Values>
std::shared_ptr<arrow::Array> timestamps(arrow::TimeUnit::type unit, const std::string& zone,
                                         const Values&... values) {
  return array(arrow::TimestampBuilder(arrow::timestamp(unit, zone), arrow::default_memory_pool()),
               values...);
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

TEST_CASE("read_parquet: several row groups, with a dictionary or without, are one table") {
  const TempFolder folder;
  std::vector<std::string> expected;
  arrow::StringBuilder builder;
  for (int i = 0; i < 1000; ++i) {
    expected.push_back(i % 7 == 0 ? "" : "kind " + std::to_string(i % 5));
    check(expected.back().empty() ? builder.AppendNull() : builder.Append(expected.back()));
  }
  const Table table = table_of({{"a", check(builder.Finish())}});
  for (const bool dictionary : {true, false}) {
    parquet::WriterProperties::Builder properties;
    properties.compression(arrow::Compression::ZSTD)->max_row_group_length(64);
    if (!dictionary) properties.disable_dictionary();
    const auto path = folder.path() / "t.parquet";
    const auto file = check(arrow::io::FileOutputStream::Open(path.string()));
    check(parquet::arrow::WriteTable(*table.arrow(), arrow::default_memory_pool(), file, 64,
                                     properties.build()));
    check(file->Close());
    CHECK((read_parquet(path, "t.parquet").texts("a") == expected));
  }
}

TEST_CASE("read_parquet: the valid files of parquet-testing are read or refused in one line") {
  if (!testing::have_shared_data("hostile/parquet-valid")) return;
  std::size_t read = 0, all = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(testing::shared_data("hostile/parquet-valid"))) {
    ++all;
    const std::string message = error_of([&] {
      const Table table = read_parquet(entry.path(), "t.parquet");
      for (const std::string& column : table.column_names()) table.texts(column);
      ++read;
    });
    INFO(entry.path() << ": " << message);
    CHECK(message.find('\n') == std::string::npos);
  }
  CHECK(all > 30);
  CHECK(read + 3 >= all);  // two are of kinds that no reader need know, one is malformed
}

TEST_CASE("read_parquet: known cells of parquet-testing") {
  if (!testing::have_shared_data("hostile/parquet-valid")) return;
  const auto read = [](const char* name) {
    return read_parquet(testing::shared_data("hostile/parquet-valid") / name, name);
  };
  const Table plain = read("alltypes_plain.parquet");
  CHECK(plain.texts("string_col") == Texts{"0", "1", "0", "1", "0", "1", "0", "1"});
  CHECK(plain.texts("timestamp_col")[1] == "2009-03-01T00:01:00Z");
  CHECK(plain.texts("float_col")[1] == "1.1");
  CHECK(plain.texts("double_col")[1] == "10.1");
  for (const char* name : {"int32_decimal.parquet", "fixed_length_decimal.parquet"}) {
    const auto values = read(name).texts("value");
    REQUIRE(values.size() == 24);
    CHECK(values.front() == "1.00");
    CHECK(values.back() == "24.00");
  }
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

TEST_CASE("read_parquet: a small file of many bytes is refused before they are decoded",
          "[resident]") {  // tells its own memory, in a process of its own
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
