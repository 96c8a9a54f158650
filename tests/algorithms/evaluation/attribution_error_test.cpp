#include "algorithms/evaluation/attribution_error.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "engine/parallel/blocks.hpp"
#include "tests/support/sanitizer.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::journeys_of;
using testing::kSlowBuild;
using testing::touch_of;

TrueCauses causes_of(const std::vector<std::vector<NodeId>>& all) {
  TrueCauses truth;
  for (const auto& causes : all) {
    truth.causes.insert(truth.causes.end(), causes.begin(), causes.end());
    truth.first.push_back(truth.causes.size());
    truth.known.push_back(1);
  }
  return truth;
}

/// Journeys of random referrers 0..5, with shares and causes; some touches earn nothing.
struct Drawn {
  Journeys journeys;
  Attribution attribution{"drawn", {}};
  TrueCauses truth;
  std::vector<double> value;
};

Drawn drawn(std::uint64_t seed) {
  Random random(seed, 0);
  std::vector<std::vector<JourneyTouch>> all(1 + random.below(8));
  std::vector<std::vector<NodeId>> causes(all.size());
  Drawn d;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<double> weights;
    for (std::uint64_t k = random.below(5); k > 0; --k) {
      all[i].push_back(touch_of(static_cast<NodeId>(random.below(6))));
      weights.push_back(static_cast<double>(random.below(4)));
    }
    double sum = 0.0;
    for (const double w : weights) sum += w;
    const double kept = random.below(3) == 0 ? 0.75 : 1.0;  // of what a model may leave to nobody
    for (const double w : weights)
      d.attribution.share.push_back(
          kept * (sum > 0.0 ? w / sum : 1.0 / static_cast<double>(weights.size())));
    for (NodeId person = 0; person < 6; ++person)
      if (random.below(4) == 0) causes[i].push_back(person);
    d.value.push_back(static_cast<double>(random.below(100)) - 20.0);
  }
  d.journeys = journeys_of(all);
  d.truth = causes_of(causes);
  for (auto& known : d.truth.known) known = random.below(5) > 0;
  return d;
}

/// The same numbers by maps over people, the plain way.
AttributionError plainly(const Drawn& d) {
  AttributionError error;
  double all = 0.0;
  std::map<NodeId, std::pair<double, double>> people;
  for (std::size_t i = 0; i < d.value.size(); ++i) {
    if (!d.truth.known[i]) continue;
    std::map<NodeId, double> share, caused;
    const Acquisition& a = d.journeys.acquisitions[i];
    for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
      if (d.attribution.share[k] > 0.0)
        share[d.journeys.touches[k].referrer] += d.attribution.share[k];
    for (const NodeId cause : d.truth.of(i))
      caused[cause] = 1.0 / static_cast<double>(d.truth.of(i).size());
    double rest = 1.0;
    for (const auto& [person, part] : share) rest -= part;
    if (rest > 1e-9) share[kNoNode] = rest;
    if (caused.empty()) caused[kNoNode] = 1.0;
    double distance = 0.0;
    for (NodeId person : {0U, 1U, 2U, 3U, 4U, 5U, kNoNode}) {
      distance += std::abs(share[person] - caused[person]) / 2.0;
      if (person == kNoNode || (share[person] == 0.0 && caused[person] == 0.0)) continue;
      people[person].first += share[person] * d.value[i];
      people[person].second += caused[person] * d.value[i];
    }
    ++error.acquisitions;
    error.organic += d.truth.of(i).empty();
    error.total_variation += distance;
    error.misattributed += distance * std::abs(d.value[i]);
    all += std::abs(d.value[i]);
  }
  if (error.acquisitions > 0) error.total_variation /= static_cast<double>(error.acquisitions);
  if (all > 0.0) error.misattributed /= all;
  for (const auto& [person, values] : people)
    error.mean_absolute_error +=
        std::abs(values.first - values.second) / static_cast<double>(people.size());
  error.people = static_cast<std::int64_t>(people.size());
  return error;
}

TEST_CASE("attribution_error: by hand") {
  // 7 alone caused the first, 7 and 8 the second, nobody the third.
  const Journeys journeys = journeys_of({{touch_of(7), touch_of(9)}, {touch_of(8)}, {touch_of(9)}});
  const auto error =
      attribution_error(journeys, {"m", {0.75, 0.25, 1.0, 1.0}}, causes_of({{7}, {7, 8}, {}}),
                        std::vector{100.0, 40.0, 60.0});
  CHECK(error.model == "m");
  CHECK(error.acquisitions == 3);
  CHECK(error.organic == 1);
  CHECK(error.total_variation == Approx((0.25 + 0.5 + 1.0) / 3.0));
  CHECK(error.misattributed == Approx((0.25 * 100 + 0.5 * 40 + 60) / 200.0));
  CHECK(error.organic_credited == 1.0);
  // Credited 7: 75, 8: 40, 9: 85; caused 120, 20, 0.
  CHECK(error.people == 3);
  CHECK(error.mean_absolute_error == Approx((45.0 + 20.0 + 85.0) / 3.0));
  CHECK(error.spearman == Approx(-0.5));
}

TEST_CASE("attribution_error: a model equal to the truth has none, one that credits nobody all") {
  const Journeys journeys =
      journeys_of({{touch_of(1), touch_of(2), touch_of(3)}, {touch_of(1)}, {}, {touch_of(4)}});
  const double third = 1.0 / 3.0;
  const auto truth = causes_of({{1, 2, 3}, {1}, {}, {4}});
  const std::vector<double> value = {9.0, 5.0, 7.0, 2.0};
  const auto exact =
      attribution_error(journeys, {"", {third, third, third, 1.0, 1.0}}, truth, value);
  CHECK(exact.total_variation == 0.0);
  CHECK(exact.misattributed == 0.0);
  CHECK(exact.organic_credited == 0.0);
  CHECK(exact.mean_absolute_error == 0.0);
  CHECK(exact.spearman == Approx(1.0));
  const auto nobody = attribution_error(journeys, {"", std::vector<double>(5)}, truth, value);
  CHECK(nobody.total_variation == 0.75);
  CHECK(nobody.misattributed == Approx(16.0 / 23.0));
  CHECK(std::isnan(nobody.spearman));
}

TEST_CASE("attribution_error: of what nothing is known there is no error") {
  const Journeys journeys = journeys_of({{touch_of(1)}, {touch_of(2)}});
  TrueCauses truth = causes_of({{2}, {2}});
  truth.known = {0, 1};
  const auto error = attribution_error(journeys, {"", {1.0, 1.0}}, truth, std::vector{5.0, 5.0});
  CHECK(error.acquisitions == 1);
  CHECK(error.misattributed == 0.0);
  truth.known = {0, 0};
  const auto none = attribution_error(journeys, {"", {1.0, 1.0}}, truth, std::vector{5.0, 5.0});
  CHECK(none.acquisitions == 0);
  CHECK(none.total_variation == 0.0);
  CHECK(none.people == 0);
}

TEST_CASE("attribution_error: 10,000 random cases as a plain program has them, all in bounds") {
  for (std::uint64_t seed = 0; seed < (kSlowBuild ? 1'000U : 10'000U); ++seed) {
    const Drawn d = drawn(seed);
    const auto error = attribution_error(d.journeys, d.attribution, d.truth, d.value);
    const auto plain = plainly(d);
    CAPTURE(seed);
    CHECK(error.acquisitions == plain.acquisitions);
    CHECK(error.organic == plain.organic);
    CHECK(error.people == plain.people);
    CHECK(error.total_variation == Approx(plain.total_variation).margin(1e-12));
    CHECK(error.misattributed == Approx(plain.misattributed).margin(1e-12));
    CHECK(error.mean_absolute_error == Approx(plain.mean_absolute_error).margin(1e-9));
    CHECK(error.total_variation >= 0.0);
    CHECK(error.total_variation <= 1.0);
    CHECK(error.misattributed <= 1.0 + 1e-12);
  }
}

TEST_CASE("attribution_error: the same bits at any number of threads") {
  std::vector<std::vector<JourneyTouch>> all;
  std::vector<std::vector<NodeId>> causes;
  std::vector<double> shares, value;
  Random random(9, 0);
  for (int i = 0; i < 5'000; ++i) {
    all.push_back({touch_of(static_cast<NodeId>(random.below(900))),
                   touch_of(static_cast<NodeId>(random.below(900)))});
    const double share = random.uniform();
    shares.insert(shares.end(), {share, 1.0 - share});
    causes.push_back({static_cast<NodeId>(random.below(900))});
    value.push_back(random.uniform() * 100.0);
  }
  const auto run = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    return attribution_error(journeys_of(all), {"", shares}, causes_of(causes), value);
  };
  const auto one = run(1), eight = run(8);
  CHECK(one.misattributed == eight.misattributed);
  CHECK(one.total_variation == eight.total_variation);
  CHECK(one.mean_absolute_error == eight.mean_absolute_error);
  CHECK(one.spearman == eight.spearman);
}

}  // namespace
}  // namespace grapevine
