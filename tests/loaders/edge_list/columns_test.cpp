#include "loaders/edge_list/columns.hpp"

#include <catch2/catch.hpp>
#include <cmath>

namespace grapevine {
namespace {

constexpr std::size_t kNone = EdgeListLayout::kNoField;

EdgeListLayout layout_of(std::string_view line) {
  std::vector<TextField> fields;
  EdgeListLayout layout;
  CHECK_FALSE(cut_fields(line, fields));
  CHECK_FALSE(read_layout(fields, layout));
  return layout;
}

std::string problem_with(std::string_view line) {
  std::vector<TextField> fields;
  EdgeListLayout layout;
  CHECK_FALSE(cut_fields(line, fields));
  const auto problem = read_layout(fields, layout);
  return problem ? problem->what : "";
}

TEST_CASE("read_layout: a line that names both ends is a header, its other names are passed over") {
  const EdgeListLayout layout = layout_of("rank,To,FROM,t,sign,type,Weight");
  CHECK(layout.has_header);
  CHECK(layout.num_fields == 7);
  CHECK(layout.source == 2);
  CHECK(layout.target == 1);
  CHECK(layout.time == 3);
  CHECK(layout.sign == 4);
  CHECK(layout.type == 5);
  CHECK(layout.weight == 6);
}

TEST_CASE("read_layout: names of the caller's go before ours") {
  const auto layout_of = [](std::string_view line, const EdgeColumnNames& names) {
    std::vector<TextField> fields;
    EdgeListLayout layout;
    CHECK_FALSE(cut_fields(line, fields));
    const auto problem = read_layout(fields, layout, names);
    return problem ? problem->what
                   : std::to_string(layout.source) + std::to_string(layout.target) +
                         (layout.weight == kNone ? "" : std::to_string(layout.weight));
  };
  CHECK(layout_of("id,who,whom,weight", {{"source", "who"}, {"target", "whom"}}) == "123");
  CHECK(layout_of("1,2,from,to", {{"source", "1"}, {"target", "2"}}) == "01");
  CHECK(layout_of("src,dst,weight,calls", {{"weight", "calls"}}) == "013");
  CHECK(layout_of("src,dst", {{"source", "dst"}, {"target", "src"}}) == "10");
  CHECK(layout_of("who,dst", {{"source", "whom"}}) ==
        "there is no column 'whom' (named for source)");
  CHECK(layout_of("who,whom", {{"source", "who"}}) ==
        "the header does not name both ends of a tie");
  CHECK(layout_of("src,dst", {{"weight", "dst"}}) == "the header does not name both ends of a tie");
}

TEST_CASE("read_layout: any other line is a tie, and a third field is its weight") {
  CHECK(layout_of("1 2").weight == kNone);
  CHECK(layout_of("ann bob 3").weight == 2);
  CHECK_FALSE(layout_of("source bob").has_header);
  CHECK(problem_with("1") == "'1' has no target");
  CHECK(problem_with("1 2 3 4") == "4 columns without names, the fourth with '4'");
  CHECK(problem_with("src,dst,from") == "column 'from' says what an earlier one says");
}

TEST_CASE("read_weight, read_sign, read_time: values in range, and none that are not") {
  double weight = 1.0;
  CHECK_FALSE(read_weight({"-0", false}, weight));
  CHECK_FALSE(std::signbit(weight));
  CHECK_FALSE(read_weight({"1e300", false}, weight));
  for (const char* text : {"", "x", "-1", "nan", "inf", "1.1e300"})
    CHECK(read_weight({text, false}, weight));
  std::int8_t sign = 0;
  CHECK_FALSE(read_sign({"-1", false}, sign));
  CHECK(sign == -1);
  for (const char* text : {"", "0", "2", "1.0", "-"}) CHECK(read_sign({text, false}, sign));
  Time time{};
  CHECK_FALSE(read_time({"", false}, time));
  CHECK(time == kUndated);
  CHECK_FALSE(read_time({"86400", false}, time));
  CHECK(time_text(time) == "1970-01-02");
  CHECK(read_time({"2021-02-30", false}, time));
}

TEST_CASE("read_text: a blank inside needs quotes, nothing and broken UTF-8 are refused") {
  std::string_view value;
  CHECK_FALSE(read_text({"a b", true}, "source", value));
  CHECK(value == "a b");
  CHECK(read_text({"a b", false}, "source", value)->what == "source 'a b' has a blank inside");
  CHECK(read_text({"", true}, "target", value)->what == "target '' is empty");
  CHECK(read_text({"a\xFF", false}, "type", value)->what == "type 'a\\xff' is not UTF-8");
}

}  // namespace
}  // namespace grapevine
