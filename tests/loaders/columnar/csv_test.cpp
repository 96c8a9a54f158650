#include "loaders/columnar/csv.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/data.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/program.hpp"

namespace grapevine {
namespace {

using testing::error_of;

const std::string kMark = "\xEF\xBB\xBF";

/// All of a table: "a|b/1|2/3|4/".
std::string dump(const Table& table) {
  std::string text;
  std::vector<std::vector<std::string>> columns;
  for (const std::string& name : table.column_names()) {
    text += (columns.empty() ? "" : "|") + name;
    columns.push_back(table.texts(name));
  }
  text += "/";
  for (std::size_t row = 0; row < static_cast<std::size_t>(table.num_rows()); ++row) {
    for (std::size_t c = 0; c < columns.size(); ++c) text += (c > 0 ? "|" : "") + columns[c][row];
    text += "/";
  }
  return text;
}

std::string read(const std::string& text, char separator = ',') {
  return dump(parse_csv(text, separator, "t.csv"));
}

/// What is refused, behind "BadInput t.csv".
std::string refused(const std::string& text, char separator = ',') {
  const std::string message = error_of([&] { parse_csv(text, separator, "t.csv"); });
  CHECK(message.find('\n') == std::string::npos);
  return message.starts_with("BadInput t.csv") ? message.substr(14) : "unexpected: " + message;
}

TEST_CASE("parse_csv: line ends, a byte order mark and blank lines leave no trace") {
  for (const std::string& text :
       {std::string("a,b\n1,2\n3,4\n"), std::string("a,b\r\n1,2\r\n3,4\r\n"),
        std::string("a,b\n1,2\n3,4"), std::string("a,b\r1,2\r3,4"), kMark + "a,b\n1,2\n3,4\n",
        std::string("\n\r\na,b\n\n1,2\r\n\r\n\n3,4\n\n"), kMark + "\n\"a\",\"b\"\n1,\"2\"\n\n3,4"})
    CHECK(read(text) == "a|b/1|2/3|4/");
}

TEST_CASE("parse_csv: quotes hold separators, line ends and doubled quotes") {
  CHECK(read("a,b\n\"x,y\",\"1\n2\"\n") == "a|b/x,y|1\n2/");
  CHECK(read("a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n") == "a|b/say \"hi\"|\"/");
  CHECK(read("\"a \"\"1\"\"\",\"b,c\"\n1,2\n") == "a \"1\"|b,c/1|2/");
  CHECK(read("\"a\nb\",c\n1,2\n") == "a\nb|c/1|2/");
  CHECK(read("a,b\n5\" pipe,it's 6\"\n") == "a|b/5\" pipe|it's 6\"/");  // not at a field's front
  CHECK(read("a,b\n\"\",\n") == "a|b/|/");
  CHECK(read("a\n\"\"\nx\n") == "a//x/");
  CHECK(read("a\tb\n\"x\ty\"\t1,2\n", '\t') == "a|b/x\ty|1,2/");
}

TEST_CASE("parse_csv: cells are text as they stand") {
  CHECK(read("a,b\n NA ,007\n") == "a|b/ NA |007/");
  CHECK(read("a,b\nnull,9223372036854775808\n") == "a|b/null|9223372036854775808/");
  CHECK(read("a,,b\n1.50,true,2021-03-05\n") == "a||b/1.50|true|2021-03-05/");
  CHECK(read("n\xC3\xA4me\nZo\xC3\xAB\n") == "n\xC3\xA4me/Zo\xC3\xAB/");
}

TEST_CASE("parse_csv: a header alone is a table without rows, nothing at all is refused") {
  CHECK(read("a,b\n") == "a|b/");
  CHECK(read("a,b") == "a|b/");
  CHECK(read(kMark + "a,b\r\n\r\n") == "a|b/");
  const std::string empty = ": the file is empty; give a header line that names the columns";
  CHECK(refused("") == empty);
  CHECK(refused("\r\n\n") == empty);
  CHECK(refused(kMark) == empty);
}

TEST_CASE("parse_csv: a row of another length is refused with the line on which it begins") {
  const std::string more = ": 3 fields, but the header has 2; give every row the same number";
  const std::string less = ": 1 field, but the header has 2; give every row the same number";
  CHECK(refused("a,b\n1,2,3\n") == ":2" + more);
  CHECK(refused("a,b\n1,2\n\n\r\n3\n") == ":5" + less);
  CHECK(refused("a,b\n\"x\n\ny\",2\n1,2,3\n") == ":5" + more);
  CHECK(refused("\n\n\"a\nb\",c\r\n1,2\r\n\r\n\"x\r\ny\"\r\n") == ":7" + less);
  CHECK(refused("a,b\n5\" pipe,2\n\n1,2,3\n") == ":4" + more);
  CHECK(refused("a,b\n1,2\n \n") == ":3" + less);
  CHECK(refused("a,b\r1,2\r\r3\r") == ":4" + less);
  CHECK(refused("a\tb\n\",\t2\"\t3\n1\n", '\t') == ":3" + less);
  std::string text = "a,b\n";
  for (int i = 0; i < 300'000; ++i)
    text += "\"a long enough\ntext, to need more\",than one block\n";
  CHECK(refused(text + "1\n") == ":600002" + less);
}

TEST_CASE("parse_csv: quotes that do not fit are refused, lest they swallow the rest") {
  const std::string open =
      ": a quote is opened here and never closed; close it; write quotes inside a quoted field "
      "twice";
  const std::string early =
      ": a field goes on behind its closing quote; write quotes inside a quoted field twice";
  CHECK(refused("a,b\n1,\"x\n2,3\n") == ":2" + open);
  CHECK(refused("a,b\n\"1\n\",\"x\n2,3\n") == ":3" + open);
  CHECK(refused("a,\"b\n1,2\n") == ":1" + open);
  CHECK(refused("a,b\n1,2\n\"x\"y,2\n") == ":3" + early);
  CHECK(refused("a,b\n\"x\ny\" ,2\n") == ":3" + early);
}

TEST_CASE("parse_csv: two columns of one name are refused, whatever line the header is on") {
  CHECK(refused("a,b,a\n1,2,3\n") == ":1: two columns are called 'a'; rename one");
  CHECK(refused("\n\na,\"a\"\n") == ":3: two columns are called 'a'; rename one");
  CHECK(refused("a,,\n1,2,3\n") == ":1: two columns are called ''; rename one");
}

TEST_CASE("parse_csv: bytes that are no text are refused with their line") {
  CHECK(refused("a,b\n1,2\n\xff,4\n") == ":3: it is not UTF-8; save the file as UTF-8");
  CHECK(refused("a,b\n\n\"x\ny\",\xC3(\n") == ":4: it is not UTF-8; save the file as UTF-8");
  CHECK(refused("a,\xE9\n1,2\n") == ":1: it is not UTF-8; save the file as UTF-8");
  CHECK(refused(std::string("a,b\n1,\0\n", 8)) == ":2: it holds a zero byte; give a text file");
}

TEST_CASE("parse_csv: a row may be longer than a megabyte, but not endless") {
  const std::string text(3 << 20, 'x');
  const Table table = parse_csv("a,b\n1,2\n" + text + ",3\n", ',', "t.csv");
  CHECK((table.texts("a") == std::vector<std::string>{"1", text}));
  CHECK(refused("a,b\n1,2\n" + std::string(40 << 20, 'x') + ",3\n") ==
        ":3: the row is longer than 16 MiB; shorten it");
}

// Of csv-spectrum's goldens at hand this one belongs to the CSV beside it, once the line ends that
// its name promises are put back.
TEST_CASE("parse_csv: the cells of a CSV of csv-spectrum are those of its JSON") {
  if (!testing::have_shared_data("hostile/csv-golden/newlines_crlf.json")) return;
  const auto golden = nlohmann::json::parse(
      testing::text_of(testing::shared_data("hostile/csv-golden/newlines_crlf.json")));
  std::string csv;
  for (const char c : testing::text_of(testing::shared_data("hostile/csv/newlines_crlf.csv")))
    csv += c == '\n' ? "\r\n" : std::string(1, c);
  const Table table = parse_csv(csv, ',', "t.csv");
  REQUIRE(static_cast<std::size_t>(table.num_rows()) == golden.size());
  for (const char* column : {"a", "b", "c"})
    for (std::size_t row = 0; row < golden.size(); ++row)
      CHECK(table.texts(column)[row] == golden[row][column].get<std::string>());
}

TEST_CASE("record_lines: the line on which each record after the header begins") {
  using Lines = std::vector<std::int64_t>;
  CHECK(record_lines("", ',').empty());
  CHECK(record_lines("a\n", ',').empty());
  CHECK(record_lines("a\n1\n2", ',') == Lines{2, 3});
  CHECK(record_lines("a\r\n\r\n\"x\r\ny\"\r\n\"\"\r\n", ',') == Lines{3, 5});
  CHECK(record_lines("\n\"a\n\"\n1\n", ',') == Lines{4});
  CHECK(record_lines("a\tb\n\"1\n\"\t2\n3\t4\n", '\t') == Lines{2, 4});
  CHECK(record_lines("a\n1\t\"2\n3\"\n", ',') == Lines{2, 3});  // a quote inside a field
}

TEST_CASE("parse_csv: more than 10,000 columns are refused before each of them takes memory") {
  std::string header = "c0";
  for (int i = 1; i < 10'000; ++i) header += ",c" + std::to_string(i);
  CHECK(parse_csv(header + "\n", ',', "t.csv").column_names().size() == 10'000);
  CHECK(error_of([&] {
          parse_csv(header + ",more\n", ',', "t.csv");
        }).starts_with("BadInput t.csv:1: the header has more than 10,000 columns; "));
}

}  // namespace
}  // namespace grapevine
