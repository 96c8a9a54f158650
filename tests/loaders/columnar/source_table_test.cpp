#include "loaders/columnar/source_table.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <iostream>

#include "loaders/writers/write_table.hpp"
#include "tests/support/arrow_tables.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::compressed;
using testing::error_of;
using testing::TempFolder;
using Texts = std::vector<std::string>;

TEST_CASE("SourceTable: with some rows only, each is still in its file") {
  const TempFolder folder;
  const TableFile files[] = {{folder.write("a.csv", "x,y\n1,a\n2,b\n3,c\n"), "a.csv"},
                             {folder.write("b.csv", "y,x\nd,4\ne,5\n"), "b.csv"}};
  const SourceTable some = read_source_table(files).with_rows({false, true, true, false, true});
  CHECK(some.table().texts("x") == Texts{"2", "3", "5"});
  CHECK(some.table().texts("y") == Texts{"b", "c", "e"});
  CHECK(some.file(1) == "a.csv");
  CHECK(some.file(2) == "b.csv");
  CHECK(some.is_text(2, "x"));
  CHECK(some.place(2, "x") == "b.csv: row 1, column 'x'");
  const SourceTable none = read_source_table(files).with_rows(std::vector<bool>(5));
  CHECK(none.num_rows() == 0);
  CHECK(none.table().has("x"));
}

TEST_CASE("read_source_table: the ending tells separator, compression and format") {
  const TempFolder folder;
  const std::string csv = "a,b\nx,1\ny,2\n", tsv = "a\tb\nx\t1\ny\t2\n";
  TableBuilder builder;
  builder.add({.name = "a"}, std::vector<std::string>{"x", "y"});
  builder.add({.name = "b"}, std::vector<std::int64_t>{1, 2});
  write_table(builder.finish(), folder.path() / "t.parquet");
  for (const auto& path :
       {folder.write("t.csv", csv), folder.write("t.CSV", csv), folder.write("t.tsv", tsv),
        folder.write("t.csv.gz", compressed(csv, arrow::Compression::GZIP)),
        folder.write("t.tsv.zst", compressed(tsv, arrow::Compression::ZSTD)),
        folder.path() / "t.parquet"}) {
    const SourceTable source = read_source_table(path, "shown");
    CHECK(source.file(0) == "shown");
    CHECK(source.num_rows() == 2);
    CHECK(source.table().texts("a") == Texts{"x", "y"});
    CHECK(source.table().texts("b") == Texts{"1", "2"});
  }
}

TEST_CASE("read_source_table: a declared separator is taken, whatever the ending and header say") {
  const TempFolder folder;
  TableFormat format;
  format.separator = '|';
  const auto source = read_source_table(folder.write("t.txt", "a|b,c;d,e\n1|2\n"), "t.txt", format);
  CHECK(source.table().column_names() == Texts{"a", "b,c;d,e"});
  CHECK(source.notes().empty());
  CHECK(source.place(0, "a") == "t.txt:2: column 'a'");
}

TEST_CASE("read_source_table: Arrow IPC by each of its endings") {
  const TempFolder folder;
  TableBuilder builder;
  builder.add({.name = "a"}, std::vector<std::int64_t>{7});
  write_table(builder.finish(), folder.path() / "t.arrow");
  for (const char* name : {"u.feather", "u.ipc", "u.ARROWS"}) {
    std::filesystem::copy(folder.path() / "t.arrow", folder.path() / name);
    const SourceTable source = read_source_table(folder.path() / name, name);
    CHECK(source.table().texts("a") == Texts{"7"});
    CHECK_FALSE(source.is_text(0, "a"));
  }
}

TEST_CASE("SourceTable: places are lines of text, and row numbers of other files") {
  const TempFolder folder;
  using Lines = std::vector<std::int64_t>;
  const auto text = read_source_table(folder.write("t.csv", "a,b\n\"x\ny\",1\n\nz,2\n"), "t.csv");
  CHECK(text.lines() == Lines{2, 5});
  CHECK(text.place(1, "b") == "t.csv:5: column 'b'");
  const auto tabs =
      read_source_table(folder.write("t.tsv", "a\tb\n\"x\ny\"\t1\n,\"\t2\n"), "t.tsv");
  CHECK(tabs.place(1, "b") == "t.tsv:4: column 'b'");
  write_table(text.table(), folder.path() / "t.parquet");
  const auto parquet = read_source_table(folder.path() / "t.parquet", "t.parquet");
  CHECK(parquet.lines() == Lines{1, 2});
  CHECK(parquet.place(1, "b") == "t.parquet: row 2, column 'b'");
}

TEST_CASE("SourceTable: rows of several files know their file, and their line there") {
  const TempFolder folder;
  TableBuilder builder;
  builder.add({.name = "a"}, std::vector<std::int64_t>{3, 4});
  builder.add({.name = "b"}, std::vector<std::string>{"v", "u"});
  write_table(builder.finish(), folder.path() / "b.parquet");
  const TableFile files[] = {{folder.write("a.csv", "a,b\n\"1\n\",x\n\n2,y\n"), "a.csv"},
                             {folder.path() / "b.parquet", "b.parquet"},
                             {folder.write("none.csv", "b,a\n"), "none.csv"},
                             {folder.write("c.tsv", "b\ta\nw\t5\n"), "c.tsv"}};
  const SourceTable source = read_source_table(files);
  CHECK(source.table().column_names() == Texts{"a", "b"});
  CHECK(source.table().texts("a") == Texts{"1\n", "2", "3", "4", "5"});
  CHECK(source.table().texts("b") == Texts{"x", "y", "v", "u", "w"});
  CHECK(source.lines() == std::vector<std::int64_t>{2, 5, 1, 2, 2});
  CHECK(source.file(1) == "a.csv");
  CHECK(source.file(2) == "b.parquet");
  CHECK(source.file(4) == "c.tsv");
  CHECK(source.place(1, "b") == "a.csv:5: column 'b'");
  CHECK(source.place(3, "b") == "b.parquet: row 2, column 'b'");
  CHECK(source.place(4, "b") == "c.tsv:2: column 'b'");
  CHECK(source.files() == "a.csv to c.tsv (4 files)");
}

TEST_CASE("SourceTable: a file that lacks a column of another one is named") {
  const TempFolder folder;
  const TableFile a{folder.write("a.csv", "x,y\n1,2\n"), "a.csv"};
  const TableFile b{folder.write("b.csv", "x\n3\n"), "b.csv"};
  const std::string expected =
      "BadInput b.csv: there is no column 'y', which a.csv has; give all files of a table the same "
      "columns";
  CHECK(error_of([&] { read_source_table(std::vector{a, b}); }) == expected);
  CHECK(error_of([&] { read_source_table(std::vector{b, a}); }) == expected);
}

TEST_CASE("table_in_memory: rows have numbers in a table that no file holds") {
  TableBuilder builder;
  builder.add({.name = "a"}, std::vector<std::int64_t>{3, 4});
  const SourceTable source = table_in_memory("ties (table in memory)", builder.finish());
  CHECK(source.num_rows() == 2);
  CHECK(source.place(1, "a") == "ties (table in memory): row 2, column 'a'");
  CHECK(source.files() == "ties (table in memory)");
}

TEST_CASE("table_in_memory: two columns of one name are refused") {
  const auto column = testing::array(arrow::Int64Builder(), 1);
  CHECK(error_of([&] {
          table_in_memory("t", testing::table_of({{"a", column}, {"a", column}}));
        }) == "BadInput t: two columns are called 'a'; rename one");
}

TEST_CASE("read_source_table: what cannot be read is an Error of one line") {
  const TempFolder folder;
  const auto refused = [](const std::filesystem::path& path) {
    const std::string message = error_of([&] { read_source_table(path, "shown"); });
    CHECK(message.find('\n') == std::string::npos);
    return message;
  };
  CHECK(refused(folder.path() / "none.csv").starts_with("NotFound "));
  CHECK(refused(folder.path() / "none.parquet") ==
        "NotFound shown: there is no such file; correct its name");
  CHECK(refused(folder.write("t.xlsx", "x")) ==
        "BadInput shown: no known ending for a table; give .csv, .tsv, .arrow, .feather (each also "
        ".gz, .zst) or .parquet, or declare a separator");
  for (const char* name : {"folder.csv", "folder.parquet"}) {
    std::filesystem::create_directory(folder.path() / name);
    CHECK(refused(folder.path() / name).starts_with("BadInput "));
  }
  for (const char* name : {"ring.csv", "ring.parquet"}) {
    std::filesystem::create_symlink(name, folder.path() / name);
    CHECK(refused(folder.path() / name).starts_with("BadInput "));
  }
  CHECK(refused(folder.write("t.csv.gz", "plain text")).starts_with("BadInput "));
  CHECK(refused(folder.write("empty.csv", "")).starts_with("BadInput shown: the file is empty; "));
  CHECK(refused(folder.write("empty.parquet", "")).starts_with("BadInput shown: no readable"));
}

TEST_CASE("read_source_table: a file without permission to read") {
  if (geteuid() == 0) {
    std::cout << "SKIPPED: root may read every file\n";
    return;
  }
  const TempFolder folder;
  for (const char* name : {"t.csv", "t.parquet"}) {
    const auto path = folder.write(name, "a\n1\n");
    REQUIRE(chmod(path.c_str(), 0) == 0);
    CHECK(error_of([&] { read_source_table(path, "shown"); }).starts_with("BadInput "));
  }
}

}  // namespace
}  // namespace grapevine
