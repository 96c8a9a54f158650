#include "loaders/columnar/tie_table.hpp"

#include <arrow/api.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "loaders/edge_list/edge_list.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/arcs_text.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::arcs_text;
using testing::error_of;

struct Column {
  std::string name;
  std::shared_ptr<arrow::Array> values;
};

/// The values in order; std::nullopt is null.
template <class Builder, class Value>
std::shared_ptr<arrow::Array> array(const std::vector<std::optional<Value>>& values,
                                    Builder builder = Builder()) {
  for (const auto& value : values) check(value ? builder.Append(*value) : builder.AppendNull());
  return check(builder.Finish());
}

std::shared_ptr<arrow::Array> integers(const std::vector<std::optional<std::int64_t>>& values) {
  return array<arrow::Int64Builder>(values);
}
std::shared_ptr<arrow::Array> doubles(const std::vector<std::optional<double>>& values) {
  return array<arrow::DoubleBuilder>(values);
}
std::shared_ptr<arrow::Array> texts(const std::vector<std::optional<std::string>>& values) {
  return array<arrow::StringBuilder>(values);
}

SourceTable table_of(const std::vector<Column>& columns) {
  arrow::FieldVector fields;
  arrow::ArrayVector arrays;
  for (const Column& column : columns) {
    fields.push_back(arrow::field(column.name, column.values->type()));
    arrays.push_back(column.values);
  }
  return table_in_memory("ties", Table(arrow::Table::Make(arrow::schema(fields), arrays)));
}

std::string read(const std::vector<Column>& columns) {
  return arcs_text(graph_of_ties(table_of(columns)));
}

std::string refused(const std::vector<Column>& columns) {
  return error_of([&] { graph_of_ties(table_of(columns)); });
}

/// 1 -> 2 and 3 -> 1, with one more column.
std::vector<Column> ties_and(const std::string& name, std::shared_ptr<arrow::Array> values) {
  return {{"src", integers({1, 3})}, {"dst", integers({2, 1})}, {name, std::move(values)}};
}

TEST_CASE("graph_of_ties: columns by name, in any order and case, others passed over") {
  for (const auto& [source, target] :
       {std::pair("source", "target"), {"SRC", "Dst"}, {"from", "to"}})
    CHECK(
        read({{"x", texts({"p", "q"})}, {target, integers({2, 1})}, {source, integers({1, 3})}}) ==
        "1>2\n3>1\n");
}

TEST_CASE("graph_of_ties: ids are integers of any width, or text, alike") {
  const std::string expected = "1>2\n3>1\n";
  CHECK(read({{"src", array<arrow::Int8Builder, int8_t>({1, 3})},
              {"dst", array<arrow::UInt16Builder, uint16_t>({2, 1})}}) == expected);
  CHECK(read({{"src", array<arrow::UInt64Builder, uint64_t>({1, 3})},
              {"dst", array<arrow::Int32Builder, int32_t>({2, 1})}}) == expected);
  CHECK(read({{"src", texts({"1", "3"})}, {"dst", integers({2, 1})}}) == expected);
  CHECK(read({{"src", array<arrow::LargeStringBuilder, std::string>({"ann", "cid"})},
              {"dst", array<arrow::StringDictionaryBuilder, std::string>({"bob", "ann"})}}) ==
        "ann>bob\ncid>ann\n");
  const auto beyond = graph_of_ties(
      table_of({{"src", array<arrow::UInt64Builder, uint64_t>({18446744073709551615U, 7})},
                {"dst", array<arrow::UInt64Builder, uint64_t>({7, 7})}}));
  CHECK(arcs_text(beyond) == "18446744073709551615>7\n7>7\n");
  CHECK(beyond.ids()->is_text());
}

TEST_CASE("graph_of_ties: weight, sign, time and type, as a list of ties has them") {
  CHECK(read(ties_and("weight", doubles({0.5, 5e-324}))) == "1>2 w0.5\n3>1 w5e-324\n");
  CHECK(read(ties_and("weight", integers({4, 0}))) == "1>2 w4\n3>1 w0\n");
  CHECK(read(ties_and("sign", array<arrow::Int8Builder, int8_t>({-1, 1}))) == "1>2 s-1\n3>1 s1\n");
  CHECK(read(ties_and("t", integers({86400, std::nullopt}))) == "1>2 t1970-01-02\n3>1 t\n");
  CHECK(read(ties_and("time", array<arrow::Date32Builder, int32_t>({18691, 0}))) ==
        "1>2 t2021-03-05\n3>1 t1970-01-01\n");
  CHECK(read(ties_and("type", texts({"friend", "advice"}))) == "1>2 friend\n3>1 advice\n");
}

TEST_CASE("graph_of_ties: a null is refused at its row") {
  CHECK(refused({{"src", integers({1, std::nullopt})}, {"dst", integers({2, 1})}}) ==
        "BadInput ties: row 2, column 'src': is null; fill it in, or leave the row out");
  CHECK_THAT(refused({{"src", integers({1, 3})}, {"dst", texts({std::nullopt, "1"})}}),
             Catch::Contains("row 1, column 'dst': is null"));
  CHECK_THAT(refused({{"src", integers({1, 3})}, {"dst", texts({"1", ""})}}),
             Catch::Contains("row 2, column 'dst': is empty"));
  for (const char* name : {"weight", "sign", "type"})
    CHECK_THAT(refused(ties_and(name, integers({1, std::nullopt}))), Catch::Contains("is null"));
}

TEST_CASE("graph_of_ties: numbers are refused and not guessed") {
  const double inf = std::numeric_limits<double>::infinity();
  for (const double weight : {std::nan(""), inf, -inf, -1.0, -5e-324})
    CHECK_THAT(refused(ties_and("weight", doubles({1.0, weight}))),
               Catch::StartsWith("BadInput ties: row 2, column 'weight': weight '") &&
                   Catch::Contains("is not a finite number >= 0"));
  CHECK_THAT(refused(ties_and("weight", doubles({1e308, 1.0}))),
             Catch::Contains("row 1, column 'weight': weight '1e+308' is beyond 1e300"));
  CHECK_THAT(refused(ties_and("sign", integers({1, 0}))), Catch::Contains("is neither 1 nor -1"));
  CHECK_THAT(refused(ties_and("t", texts({"2021-03-05", "soon"}))),
             Catch::Contains("row 2, column 't': time 'soon' is neither a date"));
}

TEST_CASE("graph_of_ties: columns that are not there, or of a type that cannot be used") {
  CHECK(refused({{"a", integers({1})}, {"b", integers({2})}}) ==
        "BadInput ties: there are no columns source and target; its columns are a, b; rename two "
        "of them");
  CHECK_THAT(refused({{"src", integers({1})}}), Catch::Contains("there are no columns"));
  CHECK_THAT(refused({{"src", integers({1})}, {"dst", integers({2})}, {"from", integers({3})}}),
             Catch::Contains("'from' says what an earlier one says"));
  CHECK(refused({{"src", doubles({1})}, {"dst", integers({2})}}) ==
        "BadInput ties: column 'src' holds double; give ids that are integers or text");
  CHECK_THAT(refused(ties_and("weight", texts({"1", "2"}))),
             Catch::Contains("column 'weight' holds string; give numbers"));
}

TEST_CASE("read_tie_table: a Parquet file is the graph that its list of ties is") {
  const testing::TempFolder folder;
  const auto list = folder.write("t.csv", "source,target,weight\n10,9,0.5\n9,7,2\n10,9,0.25\n");
  write_table(table_of({{"source", integers({10, 9, 10})},
                        {"target", integers({9, 7, 9})},
                        {"weight", doubles({0.5, 2.0, 0.25})}})
                  .table(),
              folder.path() / "t.parquet");
  CHECK(arcs_text(read_tie_table(folder.path() / "t.parquet")) == arcs_text(read_edge_list(list)));
  CHECK(read_tie_table(folder.path() / "t.parquet", {.directed = false}).num_edges() == 6);
  CHECK(error_of([&] { read_tie_table(folder.path() / "u.parquet"); }).starts_with("NotFound "));
}

}  // namespace
}  // namespace grapevine
