#include "engine/network/answers.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

namespace grapevine {
namespace {

constexpr std::uint16_t kNps = 0, kMood = 1;

Time day(int number) { return Time{std::chrono::days{number}}; }

Network network_of(std::vector<SurveyAnswer> answers) {
  Network network;
  network.people = std::make_shared<const IdIndex>(IdIndex::from_texts({"ann", "bob"}));
  network.contexts = IdIndex::from_texts({"rum", "tea"});
  network.survey_items = {"nps", "mood"};
  network.surveys = std::move(answers);
  return network;
}

TEST_CASE("latest_answers: one for each context and person, NaN where there is none") {
  const Network network = network_of({{0, 1, day(1), kNps, 9.0}, {1, 0, day(1), kMood, 2.0}});
  const auto nps = latest_answers(network, "nps");
  REQUIRE(nps.size() == 4);
  CHECK(nps[network.row(1, 0)] == 9.0);
  CHECK(std::ranges::count_if(nps, [](double value) { return std::isnan(value); }) == 3);
  CHECK(latest_answers(network, "mood")[network.row(0, 1)] == 2.0);
}

TEST_CASE("latest_answers: an item that nobody was asked has no answers") {
  for (const double value : latest_answers(network_of({}), "intends")) CHECK(std::isnan(value));
  CHECK(latest_answers(network_of({{0, 0, day(1), kNps, 9.0}}), "intends").size() == 4);
}

TEST_CASE("latest_answers: the context's own answer comes before a later general one") {
  const Network network = network_of({{0, kEveryContext, day(9), kNps, 3.0},
                                      {0, 1, day(1), kNps, 8.0},
                                      {0, kEveryContext, day(2), kNps, 4.0}});
  const auto nps = latest_answers(network, "nps");
  CHECK(nps[network.row(0, 0)] == 3.0);  // the later of the general ones
  CHECK(nps[network.row(1, 0)] == 8.0);
}

TEST_CASE(
    "latest_answers: the latest counts, undated ones come first, and of one date the larger") {
  std::vector<SurveyAnswer> answers = {{0, 0, day(3), kNps, 1.0},    {0, 0, day(2), kNps, 10.0},
                                       {0, 0, kUndated, kNps, 10.0}, {1, 0, day(5), kNps, 2.0},
                                       {1, 0, day(5), kNps, 7.0},    {1, 0, day(5), kNps, 6.0}};
  for (int turn = 0; turn < 6; ++turn) {
    std::ranges::rotate(answers, answers.begin() + 1);
    const auto nps = latest_answers(network_of(answers), "nps");
    CHECK(nps[0] == 1.0);
    CHECK(nps[1] == 7.0);
  }
}

}  // namespace
}  // namespace grapevine
