#include "algorithms/customer_value/purchase_history.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <map>
#include <set>

#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::StudyBuilder;
using testing::When;

Time at(const char* text) { return parse_time(text, TimeUnit::Day).value(); }

auto row_of(const CustomerHistory& one) {
  return std::tuple(one.context, one.person, one.first_day, one.latest_day, one.repeats,
                    one.repeat_margin, one.num_days);
}

TEST_CASE("purchase history: purchases of a day are one, the first is no repeat, by hand") {
  const Network network = StudyBuilder()
                              .purchase({"ann", 10, 500})
                              .purchase({"ann", 10, 300})  // of the same, first day
                              .purchase({"ann", 24, 200})
                              .purchase({"ann", 24, 100})
                              .purchase({"ann", 38, 0})    // given away, but he came
                              .purchase({"ann", 60, 900})  // after the window
                              .purchase({"bob", 30, 700})
                              .purchase({"cid", 41, 700})  // joins after the window
                              .build();
  const auto histories = purchase_histories(network.purchases, {.last_day = 40});
  REQUIRE(histories.customers.size() == 2);
  CHECK(row_of(histories.customers[0]) ==
        std::tuple(0U, 0U, 10, 38, 2, Money{300}, std::uint64_t{4}));
  CHECK(row_of(histories.customers[1]) ==
        std::tuple(0U, 1U, 30, 30, 0, Money{0}, std::uint64_t{1}));
  CHECK(histories.days == std::vector<std::int64_t>{10, 24, 38, 60, 30});
  CHECK(histories.decimals == 2);
}

TEST_CASE("purchase history: refunds are taken off what came before, and are no purchases") {
  const Network network = StudyBuilder()
                              .purchase({"ann", 5, -50})  // of nothing
                              .purchase({"ann", 10, 500})
                              .purchase({"ann", 12, -100})  // of the first purchase
                              .purchase({"ann", 20, 400})
                              .purchase({"ann", 25, -150})  // of a repeat
                              .purchase({"ann", 20, -10})   // on the day itself
                              .purchase({"ann", 90, -60})   // after the window
                              .purchase({"bob", 12, -9})    // no customer at all
                              .build();
  const auto histories = purchase_histories(network.purchases, {.last_day = 40});
  REQUIRE(histories.customers.size() == 1);
  CHECK(row_of(histories.customers[0]) ==
        std::tuple(0U, 0U, 10, 20, 1, Money{240}, std::uint64_t{2}));
  CHECK(histories.refunds == 5);
  CHECK(histories.refunds_of_nothing == 2);
  CHECK(histories.days == std::vector<std::int64_t>{10, 20});
}

TEST_CASE("purchase history: days begin where the customers' clocks say") {
  const auto repeats = [](double zone_hours) {
    const Network network = StudyBuilder()
                                .purchase({"ann", When(at("2021-03-05T22:30:00Z")), 1})
                                .purchase({"ann", When(at("2021-03-06T01:00:00Z")), 1})
                                .build();
    const auto all = purchase_histories(network.purchases, {20'000, zone_hours});
    return std::pair(all.customers[0].repeats, all.days.size());
  };
  CHECK(repeats(0.0) == std::pair(std::int64_t{1}, std::size_t{2}));
  CHECK(repeats(2.0) == std::pair(std::int64_t{0}, std::size_t{1}));
  CHECK(repeats(1.5) == std::pair(std::int64_t{0}, std::size_t{1}));
  CHECK(repeats(-5.0) == std::pair(std::int64_t{0}, std::size_t{1}));
}

TEST_CASE("purchase history: equals a plain summary on random networks, in any order of rows") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto study = testing::random_study({.seed = seed, .people = 8, .purchases = 60});
    const Network network = study.build();
    constexpr std::int64_t kLast = 25;
    const auto all = purchase_histories(network.purchases, {.last_day = kLast});
    std::map<std::pair<ContextId, NodeId>, std::set<std::int64_t>> days;
    for (const Purchase& p : network.purchases.rows)
      if (p.margin >= 0) days[{p.context, p.person}].insert(day_number(p.time));
    std::erase_if(days, [](const auto& one) { return *one.second.begin() > kLast; });
    CAPTURE(seed);
    REQUIRE(all.customers.size() == days.size());
    std::size_t i = 0;
    for (const auto& [key, set] : days) {
      const CustomerHistory& one = all.customers[i++];
      CHECK(std::pair(one.context, one.person) == key);
      CHECK(one.first_day == *set.begin());
      const auto seen = std::distance(set.begin(), set.upper_bound(kLast));
      CHECK(one.repeats == seen - 1);
      CHECK(one.latest_day == *std::prev(set.upper_bound(kLast)));
      CHECK(one.num_days == set.size());
      // Margin of all that is observed after the first day's last purchase, refunds or not.
      Money again = 0;
      std::set<std::int64_t> before;
      for (const Purchase& p : network.purchases.rows) {
        if (std::pair(p.context, p.person) != key || day_number(p.time) > kLast) continue;
        const bool after_first = seen > 1 && day_number(p.time) >= *std::next(set.begin());
        if (after_first) again += p.margin;
      }
      CHECK(one.repeat_margin == again);
    }
    const auto other =
        purchase_histories(study.shuffled(seed).build().purchases, {.last_day = kLast});
    REQUIRE(other.customers.size() == all.customers.size());
    for (std::size_t k = 0; k < all.customers.size(); ++k)
      CHECK(row_of(other.customers[k]) == row_of(all.customers[k]));
    CHECK(other.days == all.days);
  }
}

TEST_CASE(
    "purchase history: 1, 2, 3 and 8 threads give equal rows, sums that do not fit are refused") {
  const Network network =
      testing::random_study({.seed = 3, .people = 5'000, .purchases = 80'000, .touches = 0})
          .build();
  const auto rows = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    std::vector<decltype(row_of({}))> all;
    for (const auto& one : purchase_histories(network.purchases, {.last_day = 30}).customers)
      all.push_back(row_of(one));
    return all;
  };
  const auto alone = rows(1);
  for (const std::size_t threads : {2U, 3U, 8U}) CHECK((rows(threads) == alone));
  const Money most = std::numeric_limits<Money>::max();
  const Network large =
      StudyBuilder().purchase({"a", 1, 1}).purchase({"a", 2, most}).purchase({"a", 3, 1}).build();
  CHECK(testing::error_of([&] {
          purchase_histories(large.purchases, {.last_day = 9});
        }).starts_with("BadInput"));
  CHECK(purchase_histories({}, {}).customers.empty());
}

}  // namespace
}  // namespace grapevine
