#include "algorithms/attribution/touch_sieve.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::StudyBuilder;

Sieved sieved(const Network& network, const JourneyOptions& options = {}) {
  const Journeys journeys = build_journeys(network, {.lookback_days = 0.0});  // refuses no weight
  return sieve_recorded(network, options, journeys.acquisitions);
}

TEST_CASE("sieve_recorded: rings are kept, for who asks who closes them") {
  StudyBuilder study;
  study.purchase({"a", "2020-03-10", 1}).purchase({"b", "2020-03-10", 1});
  study.touch({.from = "a", .to = "b", .t = "2020-03-01"})
      .touch({.from = "b", .to = "a", .t = "2020-03-01"})
      .touch({.from = "b", .to = "b", .t = "2020-03-01"})
      .touch({.from = "b", .to = "c", .t = "2020-03-01"});
  const Sieved touches = sieved(study.build());
  CHECK(touches.kept.size() == 2);
  REQUIRE(touches.left_out.size() == 1);
  CHECK(touches.left_out[0].reason == Exclusion::SelfReferral);
  CHECK(touches.not_an_acquisition == 1);
}

TEST_CASE("sieve_recorded: of many bad weights the first is named, whatever the threads") {
  StudyBuilder study;
  study.purchase({"bob", "2020-03-10", 1});
  for (int i = 0; i < 20'000; ++i)
    study.touch({.from = "p" + std::to_string(i % 50),
                 .to = "bob",
                 .t = "2020-03-01",
                 .seq = i,
                 .strength = i < 9'000 ? 1.0 : 1e-305 * i});
  const Network network = study.build();
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    CHECK(sieved(network).bad_weight == 1e-305 * 9'000);
  }
  CHECK_FALSE(sieved(network, {.lookback_days = 1.0}).bad_weight);  // left out before it is asked
}

TEST_CASE("roles_without_weight: those met, once the study gives any role a weight") {
  StudyBuilder study;
  for (const char* role : {"friend", "poster", "friend", ""})
    study.touch({.from = "a", .to = "b", .role = role});
  const Network network = study.build();
  CHECK(roles_without_weight(network.touches, {}).empty());
  CHECK(roles_without_weight(network.touches, {.roles = {{"poster", 0.0}}}) ==
        std::vector<std::string>{"", "friend"});
}

}  // namespace
}  // namespace grapevine
