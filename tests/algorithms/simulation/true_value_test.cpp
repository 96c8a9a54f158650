#include "algorithms/simulation/true_value.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/markets.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

Money sum_of(const std::vector<Money>& amounts) {
  return std::accumulate(amounts.begin(), amounts.end(), Money{0});
}

/// What everybody but `x` is worth to the shop in a whole simulation of its own.
Money margin_of_others(const Market& market, const ShopOptions& options, NodeId x,
                       bool x_is_there) {
  const Spread whole = spread(market, options, x_is_there ? kNoNode : x);
  const Books books(options, market.context);
  Money margin = 0;
  for (NodeId v = 0; v < market.num_people(); ++v)
    if (v != x && whole.joined[v] != kNever)
      margin += books.margin_of(v, whole.joined[v], whole.joined[v] < market.organic[v]);
  return margin;
}

}  // namespace

TEST_CASE("simulation value: counterfactuals are what simulating again without the person gives") {
  std::size_t lost = 0, won = 0;
  for (std::uint64_t seed = 0; seed < 3; ++seed)
    for (const double negative : {0.08, 0.4}) {
      const ShopOptions options{.people = 200,
                                .negative = negative,
                                .organic_per_year = 0.3,
                                .influential = 0.5,
                                .influence = 0.5,
                                .deterrence = 0.9,
                                .ring_share = 0.05,
                                .seed = seed};
      const Town town = build_town(options);
      for (ContextId context = 0; context < 2; ++context) {
        const Market market = build_market(town, context);
        const TrueValue value = true_value(market, spread(market, options), options);
        for (NodeId x = 0; x < market.num_people(); ++x) {
          CAPTURE(seed, negative, context, x);
          const Money expected = margin_of_others(market, options, x, true) -
                                 margin_of_others(market, options, x, false);
          REQUIRE(value.counterfactual[x] == expected);
          lost += expected > 0;
          won += expected < 0;
        }
      }
    }
  CHECK(lost > 100);
  CHECK(won > 20);  // detractors
}

TEST_CASE(
    "simulation value: shares of CRV sum to the margins of type 1 and the savings of type 2") {
  const ShopOptions options{.people = 2000,
                            .organic_per_year = 0.4,
                            .influential = 0.4,
                            .influence = 0.4,
                            .consideration_days = 150.0,
                            .acquisition_saving = 7.01};
  const Town town = build_town(options);
  const Market market = build_market(town, 0);
  const Spread result = spread(market, options);
  const TrueValue value = true_value(market, result, options);
  Money type1 = 0, type2 = 0;
  std::size_t shared = 0;
  for (NodeId v = 0; v < market.num_people(); ++v) {
    const JoinedBy by = joined_by(market, result.joined[v], v);
    CHECK((by == JoinedBy::Nobody) == result.causes_of(v).empty());
    if (by == JoinedBy::Type1) type1 += value.margin[v];
    if (by == JoinedBy::Type2) type2 += 701;
    shared += result.causes_of(v).size() > 1;
  }
  // With an incentive CRV falls by what the rewarded causes cost.
  ShopOptions paying = options;
  paying.incentive = 3.0;
  const TrueValue paid = true_value(market, result, paying);
  const Rewards rewards(options, 0);
  double rewarded = 0.0;
  for (NodeId v = 0; v < market.num_people(); ++v) {
    const auto causes = result.causes_of(v);
    if (joined_by(market, result.joined[v], v) != JoinedBy::Type1) continue;
    for (const NodeId cause : causes)
      if (rewards.made_for_one(cause, v)) rewarded += 300.0 / static_cast<double>(causes.size());
  }
  CHECK(rewarded > 1000.0);
  CHECK(static_cast<double>(type1 - sum_of(paid.crv_type1)) == Approx(rewarded).margin(20.0));
  CHECK(sum_of(paid.crv_type2) == type2);
  CHECK(shared > 20);
  CHECK(type2 > 0);
  CHECK(sum_of(value.crv_type1) == type1);
  CHECK(sum_of(value.crv_type2) == type2);
}

TEST_CASE(
    "simulation value: on a path each is worth the next by CRV, and all the rest by removal") {
  const ShopOptions options{.consideration_days = 0.0, .ring_share = 0.0};
  const Market market =
      make_market({10.0, kNever, kNever, 200.0}, {{0, 1, 2.0}, {1, 2, 2.0}, {2, 3, 2.0}}, 730.0);
  const Spread result = spread(market, options);
  const TrueValue value = true_value(market, result, options);
  const Books books(options, 0);
  const Money one = books.margin_of(1, 12.0, true), two = books.margin_of(2, 14.0, true);
  const Money three = books.margin_of(3, 16.0, true), later = books.margin_of(3, 200.0, false);
  CHECK(value.margin == std::vector<Money>{books.margin_of(0, 10.0, false), one, two, three});
  CHECK(value.crv_type1 == std::vector<Money>{one, two, 0, 0});
  CHECK(value.crv_type2 == std::vector<Money>{0, 0, 0, 0});
  CHECK(joined_by(market, result.joined[2], 2) == JoinedBy::Type1);
  CHECK(joined_by(market, result.joined[3], 3) == JoinedBy::Type2);
  CHECK(value.counterfactual ==
        std::vector<Money>{one + two + three - later, two + three - later, three - later, 0});
}

TEST_CASE("simulation value: without influence or warnings nobody is worth more than they buy") {
  const ShopOptions options{.people = 2000, .negative = 0.0, .influence = 0.0};
  const Market market = build_market(build_town(options), 0);
  const TrueValue value = true_value(market, spread(market, options), options);
  CHECK(sum_of(value.margin) > 0);
  for (const auto* amounts : {&value.crv_type1, &value.crv_type2, &value.counterfactual})
    CHECK(std::ranges::count(*amounts, 0) == 2000);
}

TEST_CASE(
    "simulation value: the same at any number of threads, and none removed unless asked for") {
  ShopOptions options{.people = 5000};
  const Market market = build_market(build_town(options), 0);
  const Spread result = spread(market, options);
  const auto valued = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    return true_value(market, result, options);
  };
  const TrueValue one = valued(1), eight = valued(8);
  CHECK(one.margin == eight.margin);
  CHECK(one.crv_type1 == eight.crv_type1);
  CHECK(one.counterfactual == eight.counterfactual);
  options.counterfactuals = false;
  CHECK(valued(2).counterfactual.empty());
}

TEST_CASE("simulation value: a town in which everybody hangs on everybody is refused") {
  CHECK(error_of([] { check_counterfactuals_end({.people = 50'000, .influence = 1.0}); }) ==
        "InvalidOption influence: each buyer would bring 1.104 others on average, so nearly "
        "everybody hangs on everybody and removing each person takes time in proportion to people "
        "squared; plant less, or give --counterfactuals false");
  CHECK(error_of([] { check_counterfactuals_end({.people = 50'000}); }).empty());
  CHECK(error_of([] { check_counterfactuals_end({.people = 5'000, .influence = 1.0}); }).empty());
  CHECK(error_of([] {
          check_counterfactuals_end({.people = 50'000, .influence = 1.0, .counterfactuals = false});
        }).empty());
}
