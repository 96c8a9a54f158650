#include "algorithms/simulation/market.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "engine/parallel/blocks.hpp"

using namespace grapevine;

namespace {

/// The cumulative rate by small steps.
double summed_rate(double day, double per_day, double season) {
  constexpr int kSteps = 200'000;
  double sum = 0.0;
  for (int i = 0; i < kSteps; ++i) {
    const double t = day * (i + 0.5) / kSteps;
    sum += 1.0 + season * std::cos(2.0 * std::numbers::pi * (t - 355.0) / 365.25);
  }
  return per_day * sum * day / kSteps;
}

bool operator==(const Attempt& a, const Attempt& b) {
  return a.from == b.from && a.warns == b.warns && a.delay == b.delay && a.threshold == b.threshold;
}

}  // namespace

TEST_CASE("simulation market: an organic day is where the summed rate reaches the level") {
  for (const double season : {0.0, 0.4, 1.0})
    for (const double level : {1e-6, 0.02, 0.3, 0.71}) {
      CAPTURE(season, level);
      const double day = seasonal_day(level, 1e-3, season, 730.0);
      REQUIRE(day < 730.0);
      CHECK(summed_rate(day, 1e-3, season) == Approx(level).epsilon(1e-6));
    }
  CHECK(seasonal_day(0.5, 1e-3, 0.0, 730.0) == Approx(500.0).epsilon(1e-9));
  CHECK(seasonal_day(1.0, 1e-3, 0.4, 730.0) == kNever);
  CHECK(seasonal_day(1.0, 0.0, 0.4, 730.0) == kNever);
  CHECK(seasonal_day(0.0, 1e-3, 0.4, 730.0) == Approx(0.0).margin(1e-8));
}

TEST_CASE("simulation market: more people come in the season") {
  const Town town = build_town(
      {.people = 20'000, .days = 365, .organic_per_year = 0.5, .season = 0.8, .ring_share = 0.0});
  const Market market = build_market(town, 0);
  const auto between = [&](double from, double to) {
    return std::ranges::count_if(market.organic, [&](double d) { return d >= from && d < to; });
  };
  CHECK(between(310, 365) > 3 * between(140, 195));
}

TEST_CASE("simulation market: without tastes, who comes unasked is 1 - exp(-rate)") {
  const Town town = build_town({.people = 100'000,
                                .days = 365,
                                .taste_spread = 0.0,
                                .organic_per_year = 0.5,
                                .season = 0.0,
                                .ring_share = 0.0});
  const Market market = build_market(town, 0);
  const double rate = traits_of(town.options, 0).organic_per_day * 365.0;
  const auto came = std::ranges::count_if(market.organic, [](double d) { return d != kNever; });
  CHECK(static_cast<double>(came) / 1e5 == Approx(1.0 - std::exp(-rate)).margin(0.008));
}

TEST_CASE("simulation market: attempts are few as planted, and w has its mean") {
  const Town town = build_town({.people = 20'000, .ring_share = 0.0});
  const ShopOptions& o = town.options;
  const TieInfluence influence(o, 2);
  double warns = 0, carries = 0, w_sum = 0;
  for (NodeId u = 0; u < town.ties.num_nodes(); ++u)
    for (const NodeId v : town.ties.out_neighbors(u)) {
      const double w = influence.w(u, v);
      CHECK((w >= 0.0 && w <= 1.0));
      if (influence.warns(u, v)) CHECK(w == 0.0);
      warns += influence.warns(u, v);
      carries += w > 0.0;
      w_sum += w;
    }
  const auto ties = static_cast<double>(town.ties.num_edges());
  CHECK(warns / ties == Approx(0.08).margin(0.005));
  CHECK(carries / ties == Approx(0.92 * 0.15).margin(0.005));
  CHECK(w_sum / carries == Approx(0.3).margin(0.01));
  const Market market = build_market(town, 2);
  CHECK(static_cast<double>(market.in.size()) / ties ==
        Approx(0.08 + 0.92 * 0.15 * 0.3).margin(0.005));
}

TEST_CASE("simulation market: rows of targets are those of attempts turned round") {
  const Town town = build_town({.people = 3000, .influential = 0.5});
  const Market market = build_market(town, 1);
  std::vector<std::pair<NodeId, NodeId>> in, out;
  for (NodeId v = 0; v < market.num_people(); ++v) {
    for (const Attempt& a : market.attempts_on(v)) in.emplace_back(a.from, v);
    for (const NodeId target : market.targets_of(v)) out.emplace_back(v, target);
  }
  std::ranges::sort(in);
  CHECK(in == out);
  CHECK_FALSE(in.empty());
}

TEST_CASE("simulation market: nothing is planted, nothing is there") {
  CHECK(build_market(build_town({.people = 2000, .negative = 0.0, .influential = 0.0}), 0)
            .in.empty());
  CHECK(
      build_market(build_town({.people = 2000, .negative = 0.0, .influence = 0.0}), 0).in.empty());
}

TEST_CASE("simulation market: in a ring's context nothing comes from its people or to them") {
  const Town town = build_town(
      {.people = 2000, .contexts = 2, .influential = 1.0, .influence = 1.0, .ring_share = 0.2});
  for (ContextId context = 0; context < 2; ++context) {
    const Market market = build_market(town, context);
    int rings = 0;
    for (NodeId v = 0; v < market.num_people(); ++v) {
      const auto place = ring_place(town.options, v);
      if (!place || place->context != context) continue;
      ++rings;
      CHECK(market.attempts_on(v).empty());
      CHECK(market.targets_of(v).empty());
      CHECK((market.organic[v] == place->joined || place->joined >= market.end));
    }
    CHECK(rings > 0);
  }
}

TEST_CASE("simulation market: the same at any number of threads") {
  const Town town = build_town({.people = 9000});
  const auto built = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    return build_market(town, 3);
  };
  const Market one = built(1);
  for (const std::size_t threads : {2U, 8U}) {
    const Market other = built(threads);
    CHECK(one.organic == other.organic);
    CHECK(one.out == other.out);
    CHECK(
        std::ranges::equal(one.in, other.in, [](const auto& a, const auto& b) { return a == b; }));
  }
}
