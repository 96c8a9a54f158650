#include "algorithms/simulation/records.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

using namespace grapevine;

namespace {

/// One context of a town with much influence, and what is recorded of it.
struct Recorded {
  explicit Recorded(const ShopOptions& options)
      : town(build_town(options)),
        market(build_market(town, 0)),
        result(spread(market, options)),
        records(town, market, result) {}

  bool came(NodeId v) const { return result.joined[v] != kNever; }
  bool in_ring(NodeId v) const {
    const auto place = ring_place(town.options, v);
    return place && place->context == 0;
  }
  std::vector<SimulatedTouch> touches(NodeId v) const {
    std::vector<SimulatedTouch> touches;
    records.touches_on(v, touches);
    return touches;
  }
  std::map<std::string, int> answers(NodeId v) const {
    std::vector<SimulatedAnswer> answers;
    records.answers_of(v, answers);
    std::map<std::string, int> by_item;
    for (const SimulatedAnswer& answer : answers) {
      CHECK((answer.day >= result.joined[v] && answer.day < market.end));
      by_item[std::string(answer.item)] = answer.value;
    }
    return by_item;
  }

  Town town;
  Market market;
  Spread result;
  Records records;
};

ShopOptions lively() {
  return {.people = 4000,
          .organic_per_year = 0.4,
          .influential = 0.4,
          .influence = 0.4,
          .ring_share = 0.05};
}

}  // namespace

TEST_CASE("simulation records: when all is recorded, touches are the causes") {
  ShopOptions options = lively();
  options.recording = 1.0;
  options.false_naming = 0.0;
  const Recorded shop(options);
  std::size_t incentivised = 0, all = 0;
  for (NodeId v = 0; v < shop.market.num_people(); ++v) {
    if (!shop.came(v) || shop.in_ring(v)) continue;
    const auto touches = shop.touches(v);
    const auto causes = shop.result.causes_of(v);
    REQUIRE(touches.size() == causes.size());
    for (std::size_t i = 0; i < touches.size(); ++i) {
      CHECK(touches[i].from == causes[i]);
      CHECK(touches[i].day == shop.result.cause_days_of(v)[i]);
      CHECK(touches[i].truth == TouchTruth::Caused);
      incentivised += touches[i].incentivised;
      ++all;
    }
  }
  CHECK(static_cast<double>(incentivised) / static_cast<double>(all) == Approx(0.2).margin(0.05));
}

TEST_CASE(
    "simulation records: nobody's word reaches who is held out, and the rest go on as before") {
  ShopOptions options = lively();
  const Recorded all(options);
  options.holdout = 0.25;
  const Recorded shop(options);
  int kept = 0;
  for (NodeId v = 0; v < shop.market.num_people(); ++v) {
    if (!held_out(options, v)) continue;
    ++kept;
    CHECK(shop.touches(v).empty());
    CHECK(shop.market.attempts_on(v).empty());
    CHECK(shop.result.joined[v] == shop.market.organic[v]);
  }
  CHECK(kept == Approx(1000).margin(4 * std::sqrt(4000 * 0.25 * 0.75)));
  CHECK(shop.market.organic == all.market.organic);
  CHECK_FALSE(held_out(lively(), 0));
}

TEST_CASE("simulation records: a cause is recorded by its chance, one for a reward for sure") {
  ShopOptions options = lively();
  options.recording = 0.25;
  options.incentivised = 0.2;
  options.false_naming = 0.0;
  const Recorded shop(options);
  double recorded = 0.0;
  for (NodeId v = 0; v < shop.market.num_people(); ++v)
    if (shop.came(v) && !shop.in_ring(v)) recorded += static_cast<double>(shop.touches(v).size());
  CHECK(recorded / static_cast<double>(shop.result.causes.size()) ==
        Approx(0.2 + 0.8 * 0.25).margin(0.04));
}

TEST_CASE("simulation records: who is named has a tie, bought before and caused nothing") {
  ShopOptions options = lively();
  options.recording = 0.0;
  options.incentivised = 0.0;
  options.false_naming = 1.0;
  const Recorded shop(options);
  std::size_t named = 0, nobody = 0;
  for (NodeId v = 0; v < shop.market.num_people(); ++v) {
    if (!shop.came(v) || shop.in_ring(v)) continue;
    const auto causes = shop.result.causes_of(v);
    const auto is_possible = [&](NodeId u) {
      return shop.result.joined[u] < shop.result.joined[v] &&
             std::ranges::find(causes, u) == causes.end();
    };
    const auto touches = shop.touches(v);
    const auto friends = shop.town.ties.in_neighbors(v);
    if (touches.empty()) {
      CHECK(std::ranges::none_of(friends, is_possible));
      ++nobody;
      continue;
    }
    REQUIRE(touches.size() == 1);
    CHECK(touches[0].truth == TouchTruth::Named);
    CHECK(std::ranges::find(friends, touches[0].from) != friends.end());
    CHECK(is_possible(touches[0].from));
    CHECK(touches[0].day >= shop.result.joined[touches[0].from]);
    CHECK(touches[0].day <= shop.result.joined[v]);
    ++named;
  }
  CHECK(named > 500);
  CHECK(nobody > 50);
}

TEST_CASE("simulation records: a ring's touches come from its own people, for a reward") {
  const Recorded shop(lively());
  std::map<std::uint32_t, std::vector<std::pair<NodeId, NodeId>>> rings;
  std::map<std::uint32_t, RingShape> shapes;
  std::set<std::uint32_t> cut_short;
  for (NodeId v = 0; v < shop.market.num_people(); ++v) {
    if (!shop.in_ring(v)) continue;
    const auto place = *ring_place(shop.town.options, v);
    shapes[place.ring] = place.shape;
    if (!shop.came(v)) cut_short.insert(place.ring);
    if (!shop.came(v)) continue;
    for (const SimulatedTouch& touch : shop.touches(v)) {
      CHECK(touch.truth == TouchTruth::Ring);
      CHECK(touch.incentivised);
      CHECK(touch.day <= shop.result.joined[v]);
      const auto from = *ring_place(shop.town.options, touch.from);
      CHECK(from.ring == place.ring);
      const std::uint32_t next = (from.place + 1) % 5;
      CHECK((place.shape == RingShape::Star ? from.place == 0 : next == place.place));
      rings[place.ring].emplace_back(touch.from, v);
    }
  }
  std::set<RingShape> seen;
  for (const auto& [ring, touches] : rings) {
    if (cut_short.contains(ring)) continue;
    std::set<NodeId> from;
    for (const auto& touch : touches) from.insert(touch.first);
    const bool circle = shapes[ring] == RingShape::Circle;
    CHECK(touches.size() == (circle ? 5U : 4U));
    CHECK(from.size() == (circle ? 5U : 1U));
    seen.insert(shapes[ring]);
  }
  CHECK(seen.size() == 2);
}

TEST_CASE("simulation records: answers tell the truth when nobody over-claims") {
  ShopOptions options = lively();
  options.response = 1.0;
  options.over_claiming = 0.0;
  const Recorded shop(options);
  std::map<int, int> anyway;
  for (NodeId v = 0; v < shop.market.num_people(); ++v) {
    if (!shop.came(v)) continue;
    auto answers = shop.answers(v);
    REQUIRE(answers.size() == 4);
    const int brought = shop.result.brought[v] > 0 ? 1 : 0;
    CHECK(answers["intends"] == brought);
    CHECK(answers["did_recommend"] == brought);
    const bool type1 =
        shop.result.joined[v] < shop.market.organic[v] && shop.market.organic[v] == kNever;
    CHECK(answers["would_have_joined_anyway"] == (type1 ? 0 : 1));
    CHECK((answers["nps"] >= 0 && answers["nps"] <= 10));
    ++anyway[answers["would_have_joined_anyway"]];
  }
  CHECK(anyway[0] > 50);
  CHECK(anyway[1] > 50);
}

TEST_CASE("simulation records: over-claiming turns answers of no into yes, and nothing else") {
  ShopOptions honest = lively(), boastful = lively();
  honest.over_claiming = 0.0;
  honest.response = boastful.response = 1.0;
  boastful.over_claiming = 0.4;
  const Recorded truth(honest), claims(boastful);
  CHECK(truth.result.joined == claims.result.joined);
  std::map<std::string, double> noes, lies;
  for (NodeId v = 0; v < truth.market.num_people(); ++v) {
    if (!truth.came(v)) continue;
    const auto same = [](const SimulatedTouch& a, const SimulatedTouch& b) {
      return a.from == b.from && a.day == b.day && a.incentivised == b.incentivised;
    };
    CHECK(std::ranges::equal(truth.touches(v), claims.touches(v), same));
    const auto said = claims.answers(v);
    for (const auto& [item, value] : truth.answers(v)) {
      if (item == "nps" || value == 1) {
        CHECK(said.at(item) == value);
      } else {
        ++noes[item];
        lies[item] += said.at(item);
      }
    }
  }
  CHECK(noes.size() == 3);
  for (const auto& [item, count] : noes) CHECK(lies[item] / count == Approx(0.4).margin(0.08));
}

TEST_CASE("simulation records: the planted share answers") {
  ShopOptions options = lively();
  options.response = 0.3;
  const Recorded shop(options);
  double asked = 0.0, answered = 0.0;
  for (NodeId v = 0; v < shop.market.num_people(); ++v) {
    if (!shop.came(v)) continue;
    ++asked;
    answered += shop.answers(v).empty() ? 0.0 : 1.0;
  }
  CHECK(answered / asked == Approx(0.3).margin(0.04));
}
