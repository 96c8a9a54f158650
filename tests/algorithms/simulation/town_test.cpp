#include "algorithms/simulation/town.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

std::vector<std::pair<NodeId, NodeId>> ties_of(const ShopOptions& options, std::size_t threads) {
  const ThreadLimit limit(threads);
  const Town town = build_town(options);
  std::vector<std::pair<NodeId, NodeId>> ties;
  for (NodeId u = 0; u < town.ties.num_nodes(); ++u)
    for (const NodeId v : town.ties.out_neighbors(u)) ties.emplace_back(u, v);
  return ties;
}

/// Correlation of log tastes of neighbours in one community, or of people of different ones.
double taste_correlation(double homophily, bool one_community) {
  const ShopOptions options{.people = 200'000, .community_size = 2, .homophily = homophily};
  const auto z = [&](NodeId person) {
    const double s = options.taste_spread;
    return std::log(taste_of(options, 1, person)) / s + 0.5 * s;
  };
  double sum = 0.0;
  const NodeId pairs = 50'000;
  for (NodeId i = 0; i < pairs; ++i) {
    const NodeId first = 2 * i + (one_community ? 0 : 1);
    sum += z(first) * z(first + 1);
  }
  return sum / pairs;
}

}  // namespace

TEST_CASE("simulation town: nobody has a tie to themselves or twice, and counts are as asked") {
  const ShopOptions options{.people = 20'000, .ties_per_person = 6.0, .outside = 0.25};
  const auto ties = ties_of(options, 0);
  std::size_t outside = 0;
  for (const auto& [u, v] : ties) {
    CHECK(u != v);
    if (community_of(options, u) != community_of(options, v)) ++outside;
  }
  CHECK(std::ranges::adjacent_find(ties) == ties.end());
  // Some of those asked for in a community of 50 are the same person twice, or the person itself.
  CHECK(static_cast<double>(ties.size()) > 0.85 * 6.0 * 20'000);
  CHECK(static_cast<double>(ties.size()) < 6.0 * 20'000);
  CHECK(static_cast<double>(outside) / static_cast<double>(ties.size()) ==
        Approx(0.25).margin(0.04));
  CHECK(static_cast<double>(expected_ties(options)) ==
        Approx(static_cast<double>(ties.size())).epsilon(0.001));
}

TEST_CASE("simulation town: the same ties at any number of threads, others for another seed") {
  ShopOptions options{.people = 12'345};
  const auto ties = ties_of(options, 1);
  CHECK(ties == ties_of(options, 2));
  CHECK(ties == ties_of(options, 8));
  options.seed = 1;
  CHECK(ties != ties_of(options, 2));
}

TEST_CASE("simulation town: ties are estimated from the first people") {
  const ShopOptions options{.people = 100'000, .community_size = 10};
  CHECK(static_cast<double>(expected_ties(options)) ==
        Approx(static_cast<double>(ties_of(options, 0).size())).epsilon(0.03));
}

TEST_CASE("simulation town: a town of one has no ties") {
  CHECK(ties_of({.people = 1}, 1).empty());
  CHECK(ties_of({.people = 300, .ties_per_person = 0.0}, 1).empty());
}

TEST_CASE("simulation town: log tastes correlate in a community by the planted homophily") {
  for (const double h : {0.0, 0.3, 0.8}) {
    CAPTURE(h);
    CHECK(taste_correlation(h, true) == Approx(h).margin(0.03));
    CHECK(taste_correlation(h, false) == Approx(0.0).margin(0.03));
  }
}

TEST_CASE("simulation town: tastes have mean 1, and each context its own") {
  const ShopOptions options;
  double sum = 0.0;
  for (NodeId v = 0; v < 100'000; ++v) sum += taste_of(options, 0, v);
  CHECK(sum / 100'000 == Approx(1.0).margin(0.03));
  CHECK(taste_of(options, 0, 3) != taste_of(options, 1, 3));
}

TEST_CASE("simulation town: contexts take turns in what referral does to spending") {
  const ShopOptions options{.referred_spending = 1.25};
  CHECK(traits_of(options, 0).referred_spending == 1.25);
  CHECK(traits_of(options, 1).referred_spending == 0.8);
  CHECK(traits_of(options, 2).referred_spending == 1.25);
  double sum = 0.0;
  for (ContextId c = 0; c < 10'000; ++c) sum += traits_of(options, c).organic_per_day;
  CHECK(sum / 10'000 * 365.25 == Approx(options.organic_per_year).epsilon(0.03));
}

TEST_CASE("simulation town: rings are whole, and each place is found from its person") {
  for (const int people : {300, 301, 997}) {
    const ShopOptions options{.people = people, .ring_share = 0.1, .ring_size = 7};
    std::map<std::uint32_t, std::set<NodeId>> rings;
    for (NodeId v = 0; v < static_cast<NodeId>(people); ++v) {
      const auto place = ring_place(options, v);
      if (!place) continue;
      CHECK(ring_person(options, place->ring, place->place) == v);
      CHECK(place->context < 6);
      rings[place->ring].insert(v);
    }
    CHECK(rings.size() == num_rings(options));
    CHECK(num_rings(options) == static_cast<std::uint32_t>(people) / 70);
    for (const auto& [ring, members] : rings) CHECK(members.size() == 7);
  }
  CHECK_FALSE(ring_place({.people = 300, .ring_share = 0.0}, 0));
  CHECK(num_rings({.people = 10, .ring_share = 1.0, .ring_size = 5}) == 2);
}

TEST_CASE("simulation town: an option out of range is refused by name") {
  CHECK_THAT(error_of([] { build_town({.people = 0}); }),
             Catch::Contains("InvalidOption people: 0 is out of range; allowed: [1, "));
  CHECK_THAT(error_of([] { build_town({.homophily = 1.5}); }), Catch::Contains("homophily"));
}
