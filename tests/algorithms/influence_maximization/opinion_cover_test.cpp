#include "algorithms/influence_maximization/opinion_cover.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

OpinionSets sets_of(const std::vector<std::vector<Speaker>>& lists) {
  OpinionSets sets;
  for (const auto& list : lists) {
    sets.speakers.insert(sets.speakers.end(), list.begin(), list.end());
    sets.offsets.push_back(sets.speakers.size());
  }
  return sets;
}

std::int64_t net_of(const OpinionSets& sets, const std::vector<NodeId>& group) {
  std::int64_t net = 0;
  for (std::size_t s = 0; s < sets.count(); ++s)
    for (const Speaker& speaker : sets.list(s))
      if (std::ranges::find(group, speaker.person) != group.end()) {
        net += speaker.opinion;
        break;
      }
  return net;
}

TEST_CASE("greedy_opinions: who wins most comes first, and who does harm is not chosen, by hand") {
  // 0 wins three and loses one; 1 would win back what 0 loses; 2 only harms.
  const OpinionSets sets =
      sets_of({{{0, 1}}, {{0, 1}}, {{0, 1}}, {{1, 1}, {0, -1}}, {{2, -1}, {0, 1}}, {{2, -1}}});
  const OpinionCover cover = greedy_opinions(sets, 4, {.most = 4});
  CHECK(cover.chosen == std::vector<NodeId>{0, 1});
  CHECK(cover.net == 5);
}

TEST_CASE("greedy_opinions: each step is the best there is, against a plain greedy") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Random random(seed, 0);
    constexpr NodeId kPeople = 12;
    std::vector<std::vector<Speaker>> lists(60);
    for (auto& list : lists)
      for (NodeId v = 0; v < kPeople; ++v)
        if (random.below(4) == 0)
          list.insert(list.begin() + static_cast<std::ptrdiff_t>(random.below(list.size() + 1)),
                      {v, static_cast<std::int8_t>(random.below(3) == 0 ? -1 : 1)});
    const OpinionSets sets = sets_of(lists);
    std::vector<NodeId> plain;
    for (;;) {
      std::int64_t best_net = net_of(sets, plain);
      NodeId best = kNoNode;
      for (NodeId v = 0; v < kPeople; ++v) {
        auto with = plain;
        with.push_back(v);
        if (const std::int64_t net = net_of(sets, with); net > best_net) {
          best_net = net;
          best = v;
        }
      }
      if (best == kNoNode) break;
      plain.push_back(best);
    }
    const OpinionCover cover = greedy_opinions(sets, kPeople, {.most = kPeople});
    CAPTURE(seed, plain, cover.chosen);
    CHECK(cover.chosen == plain);
    CHECK(cover.net == net_of(sets, plain));
  }
}

TEST_CASE("greedy_opinions: a budget, costs and exclusions") {
  const OpinionSets sets = sets_of({{{0, 1}}, {{0, 1}}, {{0, 1}}, {{1, 1}}, {{1, 1}}, {{2, 1}}});
  const std::vector<double> costs = {9.0, 2.0, 1.0};
  CHECK(greedy_opinions(sets, 3, {.most = 3, .budget = 3.0, .costs = costs}).chosen ==
        std::vector<NodeId>{1, 2});
  // By what each adds for its cost 1 would come first, and leave too little for who is worth more.
  CHECK(greedy_opinions(sets, 3, {.most = 3, .budget = 9.0, .costs = costs}).chosen ==
        std::vector<NodeId>{1, 2});
  const std::vector<double> dear = {9.0, 8.0, 8.0};
  CHECK(greedy_opinions(sets, 3, {.most = 3, .budget = 9.0, .costs = dear}).chosen ==
        std::vector<NodeId>{0});
  CHECK(greedy_opinions(sets, 3, {.most = 1, .excluded = {true, false, false}}).chosen ==
        std::vector<NodeId>{1});
  CHECK(greedy_opinions({}, 3, {.most = 3}).chosen.empty());
}

}  // namespace
}  // namespace grapevine
