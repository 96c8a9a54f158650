#include "loaders/columnar/column_cells.hpp"

#include <arrow/api.h>

#include <catch2/catch.hpp>

#include "tests/support/arrow_tables.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::array;
using testing::array_of;
using testing::error_of;
using testing::table_of;
using testing::TempFolder;
using Texts = std::vector<std::string>;

SourceTable typed(const std::shared_ptr<arrow::Array>& values) {
  return table_in_memory("t", table_of({{"x", values}}));
}

SourceTable csv(const std::string& text) {
  const TempFolder folder;
  return read_source_table(folder.write("t.csv", text), "t.csv");
}

ColumnCells read(const SourceTable& source, const TableFormat& format = {}) {
  return read_column(source, {"t", "x"}, format);
}

ColumnCells ids(const SourceTable& source) { return read_column(source, {"src", "x", true}, {}); }

std::string refused(const SourceTable& source, bool holds_ids) {
  return error_of([&] { read_column(source, {"src", "x", holds_ids}, {}); });
}

TEST_CASE("read_column: declared codes are missing, whatever the type of the column") {
  TableFormat format;
  format.missing = {"NA", "-99"};
  const ColumnCells text = read(csv("x,y\nNA,1\n -99 ,1\n-99.0,1\n-990,1\nna,1\n,1\n"), format);
  CHECK(text.texts == Texts{"", "", "", "-990", "na", ""});
  CHECK(text.written.size() == 3);
  CHECK(text.written.at(1) == " -99 ");
  CHECK(read(typed(array(arrow::Int64Builder(), -99, 99)), format).texts == Texts{"", "99", ""});
  CHECK(read(typed(array(arrow::DoubleBuilder(), -99.0, -99.5)), format).texts ==
        Texts{"", "-99.5", ""});
}

TEST_CASE("read_column: codes of one column hold in that column alone, by our name for it") {
  TableFormat format;
  format.missing_in["t"] = {"9"};
  format.missing_in["x"] = {"8"};
  CHECK(read(csv("x\n9\n8\n"), format).texts == Texts{"", "8"});
}

TEST_CASE("read_column: censored cells are known, and have no value") {
  TableFormat format;
  format.censored["t"] = {"18"};
  const ColumnCells cells = read(csv("x\n17\n18\n180\n"), format);
  CHECK(cells.texts == Texts{"17", "", "180"});
  CHECK(cells.censored.size() == 1);
  CHECK(cells.censored.contains(1));
  CHECK(cells.written.at(1) == "18");
}

TEST_CASE("read_column: ids that pandas made floating-point numbers are whole again") {
  CHECK(ids(typed(array(arrow::DoubleBuilder(), 3.0, -0.0, 9007199254740991.0))).texts ==
        Texts{"3", "0", "9007199254740991", ""});
  CHECK(ids(typed(array(arrow::FloatBuilder(), 3.0f))).texts == Texts{"3", ""});
  const ColumnCells text = ids(csv("x,y\n3.0,1\n,1\n40.0,1\n"));
  CHECK(text.texts == Texts{"3", "", "40"});
  CHECK(text.note == "every id is a whole number with a point, such as 3.0; read as 3");
  for (const char* other : {"007.0", "a.0", "4", "4.5", "-0.0", "4."})
    CHECK(ids(csv("x\n3.0\n" + std::string(other) + "\n")).texts == Texts{"3.0", other});
}

TEST_CASE("read_column: of several files each tells for itself how ids are written") {
  const TempFolder folder;
  const TableFile files[] = {{folder.write("a.csv", "x,y\n3.0,1\n,1\n"), "a.csv"},
                             {folder.write("b.csv", "x,y\n4,1\n"), "b.csv"}};
  CHECK(ids(read_source_table(files)).texts == Texts{"3", "", "4"});
}

TEST_CASE("read_column: ids that floating-point numbers cannot tell apart are refused") {
  CHECK(
      refused(typed(array(arrow::DoubleBuilder(), 1.0, 9007199254740992.0)), true) ==
      "BadInput t: row 2, column 'x': the id '9007199254740992' is a floating-point number beyond "
      "2^53, which may have been another id; store ids as integers or text");
  CHECK(refused(csv("x\n9007199254740993.0\n"), true).find("beyond 2^53") != std::string::npos);
  CHECK(refused(typed(array(arrow::DoubleBuilder(), 1.5)), true) ==
        "BadInput t: row 1, column 'x': '1.5' is no id, but a number that is not whole; store ids "
        "as integers or text, and none as null");
  CHECK(refused(typed(array(arrow::DoubleBuilder(), std::nan(""))), true)
            .starts_with("BadInput t: row 1, column 'x': 'nan' is no id"));
}

TEST_CASE("read_column: ids of 64 bits are exact") {
  CHECK(ids(typed(array(arrow::UInt64Builder(), 18446744073709551615u, 9007199254740993u))).texts ==
        Texts{"18446744073709551615", "9007199254740993", ""});
  CHECK(ids(csv("x\n9223372036854775807\n2147483648\n")).texts ==
        Texts{"9223372036854775807", "2147483648"});
}

TEST_CASE("read_column: cells that no CSV could hold are refused where they are used") {
  auto pool = arrow::default_memory_pool();
  arrow::ListBuilder lists(pool, std::make_shared<arrow::Int64Builder>(pool));
  check(lists.AppendNull());
  const auto list = check(lists.Finish());
  CHECK(refused(typed(list), false) ==
        "BadInput t: column 'x': its cells are of the type list<item: int64>, which is no single "
        "value; give numbers, text, dates or times");
  const SourceTable beside = table_in_memory(
      "t", table_of({{"x", check(arrow::MakeArrayOfNull(arrow::int64(), 1))}, {"unused", list}}));
  CHECK(read(beside).texts == Texts{""});
  CHECK(refused(typed(array(arrow::BinaryBuilder(), "\xff")), false) ==
        "BadInput t: row 1, column 'x': it holds bytes that are not UTF-8; give text");
}

}  // namespace
}  // namespace grapevine
