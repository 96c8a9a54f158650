#include "loaders/columnar/table_sample.hpp"

#include <catch2/catch.hpp>

#include "loaders/writers/write_table.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

TableSample sample_of(const std::filesystem::path& path) {
  const TableFile file{path, path.filename().string()};
  return sample_table(std::span(&file, 1));
}

}  // namespace

TEST_CASE("sample_table: rows, cells and different ids of a small file are exact") {
  const TempFolder folder;
  const TableSample sample = sample_of(
      folder.write("t.csv", "person_id,note\r\n7,\"a, quoted note of words\"\r\n7,\r\n12,xy\r\n"));
  CHECK(sample.rows == 3);
  REQUIRE(sample.find("person_id") != nullptr);
  CHECK(sample.find("person_id")->different == Approx(2.0).epsilon(0.01));
  CHECK(sample.find("person_id")->mean_bytes == Approx(4.0 / 3.0));
  CHECK(sample.find("person_id")->beside_bytes == 0.0);
  CHECK(sample.find("note")->filled == Approx(2.0 / 3.0));
  CHECK(sample.find("note")->beside_bytes > 0.0);  // 23 characters do not fit in a std::string
  CHECK(sample.find("absent") == nullptr);
}

TEST_CASE("sample_table: a large file is told from some of its blocks, CSV as Parquet") {
  const TempFolder folder;
  constexpr std::int64_t kRows = 1'000'000, kPeople = 50'000;
  std::vector<std::int64_t> person;
  std::string csv = "person_id,t\n";
  for (std::int64_t i = 0; i < kRows; ++i) {
    person.push_back(100'000 + i * 7'919 % kPeople);
    csv += std::to_string(person.back()) + ",2020-01-01\n";
  }
  TableBuilder builder;
  builder.add({.name = "person_id"}, std::span<const std::int64_t>(person));
  write_table(builder.finish(), folder.path() / "t.parquet");
  for (const auto& path : {folder.write("t.csv", csv), folder.path() / "t.parquet"}) {
    const TableSample sample = sample_of(path);
    CHECK(static_cast<double>(sample.rows) == Approx(kRows).epsilon(0.01));
    CHECK(sample.find("person_id")->different == Approx(kPeople).epsilon(0.05));
    CHECK(sample.find("person_id")->mean_bytes == Approx(6.0));
  }
}

TEST_CASE("sample_table: a typed file of which every row is seen has no more ids than these") {
  const TempFolder folder;
  std::vector<std::int64_t> context;
  for (std::int64_t i = 0; i < 50'000; ++i) context.push_back(i % 3);
  TableBuilder builder;
  builder.add({.name = "context_id"}, std::span<const std::int64_t>(context));
  const Table table = builder.finish();
  for (const char* name : {"t.parquet", "t.arrow"}) {
    write_table(table, folder.path() / name);
    const TableSample sample = sample_of(folder.path() / name);
    CHECK(sample.rows == 50'000);
    CHECK(sample.find("context_id")->different == Approx(3.0).epsilon(0.01));
    CHECK(static_cast<double>(sample.arrow_bytes) == Approx(8.0 * 50'000).epsilon(0.1));
  }
}

TEST_CASE("sample_table: several files are one table") {
  const TempFolder folder;
  const TableFile files[] = {{folder.write("a.csv", "id\n1\n2\n"), "a.csv"},
                             {folder.write("b.csv", "id\n3\n"), "b.csv"}};
  const TableSample sample = sample_table(files);
  CHECK(sample.rows == 3);
  CHECK(sample.text_bytes == 12);
}
