#include "study/simulated_rows.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

using namespace grapevine;

namespace {

/// A small town's context with everything in it.
struct Whole {
  explicit Whole(const ShopOptions& options)
      : town(build_town(options)),
        market(build_market(town, 1)),
        result(spread(market, options)),
        value(true_value(market, result, options)) {}

  SimulatedContext context() const { return {town, market, result, value}; }
  SimulatedRows rows(NodeId begin, NodeId end) const {
    SimulatedRows rows;
    add_town_rows(town, begin, end, rows);
    add_people_rows(context(), begin, end, rows);
    return rows;
  }

  Town town;
  Market market;
  Spread result;
  TrueValue value;
};

const ShopOptions kOptions{
    .people = 300, .organic_per_year = 0.4, .influential = 0.4, .ring_share = 0.05};

std::vector<std::vector<std::string>> cells(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    rows.emplace_back();
    std::size_t begin = 0, comma;
    while ((comma = line.find(',', begin)) != line.npos) {
      rows.back().push_back(line.substr(begin, comma - begin));
      begin = comma + 1;
    }
    rows.back().push_back(line.substr(begin));
  }
  return rows;
}

}  // namespace

TEST_CASE("simulated rows: each has a cell for each column of its file's header") {
  const Whole whole(kOptions);
  SimulatedRows rows = whole.rows(0, 300);
  add_context_rows(kOptions, 1, rows);
  for (std::size_t i = 0; i < kNumSimulatedFiles; ++i) {
    CAPTURE(kSimulatedFiles[i].path);
    const std::size_t columns = cells(std::string(kSimulatedFiles[i].header)).front().size();
    const auto found = cells(rows.text[i]);
    CHECK(found.size() == rows.rows[i]);
    CHECK_FALSE(found.empty());
    CHECK(std::ranges::all_of(found, [&](const auto& row) { return row.size() == columns; }));
  }
}

TEST_CASE("simulated rows: blocks of people are the whole, cut") {
  const Whole whole(kOptions);
  const SimulatedRows all = whole.rows(0, 300), first = whole.rows(0, 100),
                      rest = whole.rows(100, 300);
  for (std::size_t i = 0; i < kNumSimulatedFiles; ++i) {
    CHECK(all.text[i] == first.text[i] + rest.text[i]);
    CHECK(all.rows[i] == first.rows[i] + rest.rows[i]);
  }
  CHECK(all.type1 == first.type1 + rest.type1);
  CHECK(all.type2 == first.type2 + rest.type2);
}

TEST_CASE(
    "simulated rows: an acquisition tells causes, type and what the person came to be worth") {
  const Whole whole(kOptions);
  SimulatedRows rows = whole.rows(0, 300);
  std::size_t with_causes = 0;
  for (const auto& row : cells(rows.of(SimulatedFile::TrueAcquisitions))) {
    const NodeId person = static_cast<NodeId>(std::stoul(row[0])) - 1;
    CHECK(row[1] == "c2");
    CHECK(row[2] == simulated_time(whole.result.joined[person]));
    CHECK(row[3] == (whole.market.organic[person] == kNever
                         ? ""
                         : simulated_time(whole.market.organic[person])));
    CHECK((row[4] == "0") == row[5].empty());
    CHECK((row[4] == "1") == row[3].empty());
    CHECK(row[6] == money_text(whole.value.margin[person], 2));
    std::string causes;
    for (const NodeId cause : whole.result.causes_of(person))
      causes += (causes.empty() ? "" : ";") + std::to_string(cause + 1);
    CHECK(row[5] == causes);
    with_causes += !causes.empty();
  }
  CHECK(with_causes == rows.type1 + rows.type2);
  CHECK(with_causes > 5);
}

TEST_CASE("simulated rows: every purchase has an id of its own") {
  const Whole whole(kOptions);
  SimulatedRows rows = whole.rows(0, 300);
  std::vector<std::string> ids;
  for (const auto& row : cells(rows.of(SimulatedFile::Purchases))) ids.push_back(row[0]);
  std::ranges::sort(ids);
  CHECK(std::ranges::adjacent_find(ids) == ids.end());
}

TEST_CASE("simulated rows: days become seconds of the calendar, rounded down") {
  CHECK(simulated_time(0.0) == "2023-01-01");
  CHECK(simulated_time(0.5) == "2023-01-01T12:00:00Z");
  CHECK(simulated_time(31.0 + 1.99 / 86400.0) == "2023-02-01T00:00:01Z");
  CHECK(simulated_time(729.999999) == "2024-12-30T23:59:59Z");
}
