#include "loaders/columnar/table_files.hpp"

#include <catch2/catch.hpp>

#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::TempFolder;

/// The names of what is found, each with a blank behind it.
std::string found(const std::filesystem::path& folder, const std::string& name) {
  std::string names;
  for (const TableFile& file : find_table_files(folder, name)) names += file.shown + " ";
  return names;
}

TEST_CASE("find_table_files: files that match a pattern in the order of their bytes") {
  const TempFolder folder;
  std::filesystem::create_directory(folder.path() / "in");
  for (const char* name : {"in/p10.csv", "in/p2.csv", "in/P1.csv", "in/q.csv", ".p3.csv"})
    folder.write(name, "");
  CHECK(found(folder.path(), "in/*.csv") == "in/P1.csv in/p10.csv in/p2.csv in/q.csv ");
  CHECK(found(folder.path(), "*/p?.csv") == "in/p2.csv ");
  CHECK(found(folder.path(), "in/[Pq]*") == "in/P1.csv in/q.csv ");
  CHECK(found(folder.path(), "*.tsv").empty());
  CHECK(find_table_files(folder.path(), "in/q*").at(0).path == folder.path() / "in/q.csv");
}

TEST_CASE("find_table_files: a name that is a file's is no pattern, nor is one without signs") {
  const TempFolder folder;
  folder.write("a[1].csv", "");
  folder.write("a1.csv", "");
  CHECK(found(folder.path(), "a[1].csv") == "a[1].csv ");
  CHECK(found(folder.path(), "a[12].csv") == "a1.csv ");
  CHECK(found(folder.path(), "none.csv") == "none.csv ");
}

TEST_CASE("find_table_files: signs in the folder's own name stand for themselves") {
  const TempFolder folder;
  const auto odd = folder.path() / "a[b]*\\";
  std::filesystem::create_directory(odd);
  folder.write("a[b]*\\/x.csv", "");
  CHECK(found(odd, "*.csv") == "x.csv ");
  CHECK(find_table_files(odd, "*.csv").at(0).path == odd / "x.csv");
}

TEST_CASE("find_table_files: a pattern from the root, and one without a folder") {
  const TempFolder folder;
  folder.write("x.csv", "");
  const std::string pattern = (folder.path() / "*.csv").string();
  const auto files = find_table_files("elsewhere", pattern);
  REQUIRE(files.size() == 1);
  CHECK(files[0].path == folder.path() / "x.csv");
  CHECK(files[0].shown == (folder.path() / "x.csv").string());
  CHECK(find_table_files("", pattern).size() == 1);
}

}  // namespace
}  // namespace grapevine
