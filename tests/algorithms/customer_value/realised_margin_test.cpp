#include "algorithms/customer_value/realised_margin.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <map>

#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::StudyBuilder;

auto rows_of(const RealisedMarginResult& result) {
  return std::tuple(result.context, result.person, result.margin.amounts, result.purchases);
}

TEST_CASE("realised_margin: a row per person and context, refunds taken off, by hand") {
  const Network network = StudyBuilder()
                              .person("aaa")  // bought nothing: no row
                              .purchase({"bob", "2020-01-01", 1000, "c"})
                              .purchase({"bob", "2020-01-02", -250, "c"})
                              .purchase({"bob", "2020-01-01", 5, "d"})
                              .purchase({"ann", "2020-01-05", -7, "c"})
                              .decimals(3)
                              .build();
  const auto result = realised_margin(network.purchases);
  CHECK(result.context == std::vector<ContextId>{0, 0, 1});
  CHECK(result.person == std::vector<NodeId>{1, 2, 2});
  CHECK(result.margin.amounts == std::vector<Money>{-7, 750, 5});
  CHECK(result.margin.decimals == 3);
  CHECK(result.purchases == std::vector<std::int64_t>{1, 2, 1});
}

TEST_CASE(
    "realised_margin: equals a plain sum on random networks, and the order of rows is nothing") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto study = testing::random_study({.seed = seed});
    const Network network = study.build();
    const auto result = realised_margin(network.purchases);
    std::map<std::pair<ContextId, NodeId>, std::pair<Money, std::int64_t>> plain;
    for (const Purchase& p : network.purchases.rows) {
      auto& [margin, count] = plain[{p.context, p.person}];
      margin += p.margin;
      ++count;
    }
    CAPTURE(seed);
    REQUIRE(result.person.size() == plain.size());
    std::size_t i = 0;
    for (const auto& [key, value] : plain) {
      CHECK(std::pair(result.context[i], result.person[i]) == key);
      CHECK(std::pair(result.margin.amounts[i], result.purchases[i]) == value);
      ++i;
    }
    CHECK((rows_of(realised_margin(study.shuffled(seed).build().purchases)) == rows_of(result)));
  }
}

TEST_CASE("realised_margin: 1 and 8 threads give equal rows, nothing gives nothing") {
  const Network network =
      testing::random_study({.seed = 3, .people = 5'000, .purchases = 80'000, .touches = 0})
          .build();
  RealisedMarginResult result[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    result[threads / 8] = realised_margin(network.purchases);
  }
  CHECK((rows_of(result[0]) == rows_of(result[1])));
  CHECK(realised_margin(Purchases{}).person.empty());
}

TEST_CASE("realised_margin: a sum that does not fit is refused") {
  const auto network = StudyBuilder()
                           .purchase({"a", 1, std::numeric_limits<Money>::max()})
                           .purchase({"a", 2, 1})
                           .build();
  CHECK(testing::error_of([&] { realised_margin(network.purchases); }).starts_with("BadInput"));
}

}  // namespace
}  // namespace grapevine
