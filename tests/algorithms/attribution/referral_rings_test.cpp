#include "algorithms/attribution/referral_rings.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/random.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

Network network_of(std::uint64_t people, std::uint64_t contexts) {
  return testing::random_study({.people = people, .contexts = contexts, .purchases = 0}).build();
}

TEST_CASE("rings_of: a pair, a ring of three with a shortcut, and who only hangs on") {
  const Network network = network_of(9, 2);
  const std::vector<Referral> referrals = {{0, 0, 1}, {0, 1, 0}, {0, 2, 3}, {0, 3, 4}, {0, 4, 2},
                                           {0, 3, 2}, {0, 1, 2}, {1, 3, 4}, {0, 5, 5}, {0, 0, 1}};
  const auto rings = rings_of(network, referrals);
  const std::uint32_t people[] = {2, 2, 3, 3, 3, 3, 0, 0, 0, 2};
  const bool mutual[] = {true, true, true, false, false, true, false, false, false, true};
  for (std::size_t i = 0; i < referrals.size(); ++i) {
    CAPTURE(i);
    CHECK(rings[i].people == people[i]);
    CHECK(rings[i].mutual == mutual[i]);
  }
  CHECK(rings_of(network, {}).empty());
}

TEST_CASE("rings_of: equal to who reaches whom, on random referrals") {
  const Network network = network_of(8, 2);
  std::size_t found = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    Random random(seed, 5);
    std::vector<Referral> referrals;
    for (std::uint64_t i = 0; i < 12; ++i)
      referrals.push_back({static_cast<ContextId>(random.below(2)),
                           static_cast<NodeId>(random.below(8)),
                           static_cast<NodeId>(random.below(8))});
    bool reach[2][8][8] = {}, direct[2][8][8] = {};
    for (const Referral& r : referrals)
      reach[r.context][r.referrer][r.newcomer] = direct[r.context][r.referrer][r.newcomer] = true;
    for (auto& r : reach)  // Warshall 1962
      for (int k = 0; k < 8; ++k)
        for (int i = 0; i < 8; ++i)
          for (int j = 0; j < 8; ++j) r[i][j] |= r[i][k] && r[k][j];
    const auto rings = rings_of(network, referrals);
    for (std::size_t i = 0; i < referrals.size(); ++i) {
      const auto [c, u, v] = referrals[i];
      std::uint32_t people = 0;
      if (u != v && reach[c][v][u])
        for (int w = 0; w < 8; ++w) people += reach[c][u][w] && reach[c][w][u];
      CHECK(rings[i].people == people);
      CHECK(rings[i].mutual == (people > 0 && direct[c][v][u]));
      found += people > 2;
    }
  }
  CHECK(found > 500);
}

}  // namespace
}  // namespace grapevine
