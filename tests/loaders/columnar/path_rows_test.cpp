#include "loaders/columnar/path_rows.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace grapevine {
namespace {

using Fields = std::vector<std::string>;

/// The fields of a line, or "odd".
Fields cut(std::string line, char separator = ',') {
  std::vector<std::string_view> fields;
  if (!cut_csv_line(line, separator, fields)) return {"odd"};
  return {fields.begin(), fields.end()};
}

TEST_CASE("cut_csv_line: quotes as RFC 4180 has them, and only at the front of a field") {
  CHECK(cut("a,b\n") == Fields{"a", "b"});
  CHECK(cut("a,,\r\n") == Fields{"a", "", ""});
  CHECK(cut("\n").empty());
  CHECK(cut("\r\n").empty());
  CHECK(cut("\"a,b\",c\n") == Fields{"a,b", "c"});
  CHECK(cut("\"\"\n") == Fields{""});
  CHECK(cut("\"say \"\"so\"\"\",\"\"\"\"\r\n") == Fields{"say \"so\"", "\""});
  CHECK(cut("a\"b\",c\"\n") == Fields{"a\"b\"", "c\""});
  CHECK(cut("a\t\"b\tc\"\n", '\t') == Fields{"a", "b\tc"});
  CHECK(cut("\"open,c\n") == Fields{"odd"});
  CHECK(cut("\"open\"\"\r\n") == Fields{"odd"});
  CHECK(cut("\"a\" ,c\n") == Fields{"odd"});
}

TEST_CASE("is_plain_text: zero bytes, lone CRs and what is no UTF-8 are not") {
  const auto plain = [](const std::string& text) { return is_plain_text(text); };
  CHECK(plain("a\r\nb\r\n"));
  CHECK(plain("z\xC3\xBCrich\n"));
  CHECK_FALSE(plain("a\rb\n"));
  CHECK_FALSE(plain("a\r"));
  CHECK_FALSE(
      plain("z\xFC"
            "rich\n"));
  CHECK_FALSE(plain(std::string("a\0b\n", 4)));
}

/// Where the first odd line ends; 0: there is none.
std::size_t odd_end(std::string text) {
  NameNumbers names;
  PathRows rows;
  const PathLineFormat format{',',
                              {PathColumn::Path, PathColumn::Conversions, PathColumn::Value,
                               PathColumn::Times, PathColumn::Other}};
  const std::size_t size = text.size();
  text.append(8, '\0');
  const auto odd = read_path_rows(std::span(text).first(size), format, names, rows);
  return odd ? odd->end : 0;
}

TEST_CASE("read_path_rows: a line that is refused elsewhere ends the reading, quoted or not") {
  const std::string good = "a > b,1,2.5,2021-01-01 > 2021-01-02,x\n", empty = ",0,0,,\n";
  CHECK(odd_end(good + empty) == 0);
  for (const char* bad :
       {"a,1,1,2021-01-01\n", "a,1,1,2021-01-01,x,y\n", "a > ,1,1,2021-01-01 > 2021-01-02,x\n",
        " > a,1,1,2021-01-01 > 2021-01-02,x\n", "a,-1,0,2021-01-01,x\n", "a,one,0,2021-01-01,x\n",
        "a,1,nan,2021-01-01,x\n", "a,1,inf,2021-01-01,x\n", "a,1,1e301,2021-01-01,x\n",
        "a,0,1,2021-01-01,x\n", "a,1,1,soon,x\n", "a > b,1,1,2021-01-02 > 2021-01-01,x\n",
        "a > b,1,1,2021-01-02,x\n", "a,1,1,2021-01-02 > 2021-01-03,x\n", ",1,1,2021-01-02,x\n"}) {
    CAPTURE(bad);
    const std::string front = good + empty + bad;
    CHECK(odd_end(front + good) == front.size());
    const std::string quoted = "a,\"1\",1,2021-01-01,\"x\"\n" + front;
    CHECK(odd_end(quoted + good) == quoted.size());
  }
}

TEST_CASE("read_path_rows: names, numbers and times of rows, in order") {
  std::string text = " a>b\t>  a,2,3,2021-01-01 > 2021-01-01 > 2021-01-02,\r\n\r\n  ,,,,\n";
  const std::size_t size = text.size();
  text.append(8, '\0');
  NameNumbers names;
  PathRows rows;
  const PathLineFormat format{',',
                              {PathColumn::Path, PathColumn::Conversions, PathColumn::Nulls,
                               PathColumn::Times, PathColumn::Other}};
  REQUIRE_FALSE(read_path_rows(std::span(text).first(size), format, names, rows));
  CHECK(rows.steps == std::vector<std::uint32_t>{0, 1, 0});
  CHECK(rows.steps_of_row == std::vector<std::uint32_t>{3, 0});
  CHECK(rows.numbers[0] == std::vector<double>{2, 0});
  CHECK(rows.numbers[1].empty());
  CHECK(rows.numbers[2] == std::vector<double>{3, 0});
  CHECK(rows.times.size() == 3);
  rows.clear();
  CHECK((rows.steps.empty() && rows.steps_of_row.empty() && rows.times.empty()));
}

}  // namespace
}  // namespace grapevine
