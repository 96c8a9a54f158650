#pragma once
#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/blocks.hpp"
#include "tests/support/sanitizer.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine::testing {

/// `count` journeys of 0 to 6 touches by referrers 0 to 4, no two touches of one at one time.
inline Journeys random_journeys(std::uint64_t seed, std::size_t count, bool equal_weights = false) {
  Random random(seed, 2);
  std::vector<std::vector<JourneyTouch>> all(count);
  for (auto& touches : all) {
    const std::uint64_t number = random.below(7);
    for (std::uint64_t k = 0; k < number; ++k) {
      const int day = static_cast<int>(10 * k + random.below(10));
      const double weight = equal_weights ? 1.0 : 0.25 * static_cast<double>(1 + random.below(8));
      touches.push_back(touch_of(static_cast<NodeId>(random.below(5)), When(day), weight));
    }
  }
  return journeys_of(all);
}

/// The same journeys of people by other names, in another order.
inline Journeys renamed(Journeys journeys) {
  for (JourneyTouch& touch : journeys.touches) touch.referrer = 90 - 7 * touch.referrer;
  return journeys;
}

/// The same journeys whose people buy 0, 5, 10, ... 30 days after the last touch.
inline Journeys bought_later(Journeys journeys) {
  for (std::size_t i = 0; i < journeys.acquisitions.size(); ++i)
    journeys.acquisitions[i].time += std::chrono::days(i % 7 * 5);
  return journeys;
}

/// Shares lie in [0, 1] and sum to 1 over each journey, or to less where the model leaves something
/// to nobody, whatever the threads and people's names.
template <class Model>
void check_sharing_laws(const Model& model, bool whole = true) {
  const Journeys journeys = random_journeys(5, cases(20'000));
  std::vector<double> shares[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    shares[threads / 8] = model(journeys);
  }
  CHECK((shares[0] == shares[1]));
  CHECK((shares[0] == model(renamed(journeys))));
  REQUIRE(shares[0].size() == journeys.touches.size());
  double worst = 0.0, least = 1.0;
  for (const Acquisition& a : journeys.acquisitions) {
    double sum = a.num_touches == 0 ? 1.0 : 0.0;
    for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k) {
      sum += shares[0][k];
      least = std::min(least, shares[0][k]);
    }
    worst = std::max(worst, whole ? std::abs(sum - 1.0) : sum - 1.0);
  }
  CHECK(worst <= 1e-15);
  CHECK(least >= 0.0);
  CHECK(model(Journeys{}).empty());
  const auto alone = model(journeys_of({{}, {touch_of(3, 1)}, {}}));
  REQUIRE(alone.size() == 1);
  CHECK((whole ? alone[0] == 1.0 : alone[0] > 0.0));
}

/// Shares of 10,000 journeys equal those of the same touches in shuffled tables.
template <class Model>
void check_shuffling_law(const Model& model, bool undated = true) {
  std::size_t seen = 0;
  for (std::uint64_t seed = 0; seen < cases(10'000); ++seed) {
    const StudyBuilder study = random_study({.seed = seed, .undated = undated});
    const Journeys journeys = build_journeys(study.build(), {});
    seen += journeys.acquisitions.size();
    CAPTURE(seed);
    CHECK((model(journeys) == model(build_journeys(study.shuffled(seed).build(), {}))));
  }
}

/// Each touch of referrer 0 made into three at the same moment, by 0 and two further identities.
inline Journeys split_identity(const Journeys& journeys, const std::vector<NodeId>& identities) {
  std::vector<std::vector<JourneyTouch>> all;
  for (const Acquisition& a : journeys.acquisitions) {
    auto& touches = all.emplace_back();
    for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k) {
      const JourneyTouch& touch = journeys.touches[k];
      if (touch.referrer != 0)
        touches.push_back(touch);
      else
        for (const NodeId identity : identities)
          touches.push_back({identity, touch.weight, touch.time, touch.incentivised});
    }
  }
  return journeys_of(all);
}

/// What the identities earn together in each journey.
inline std::vector<double> earned_by(const Journeys& journeys, const std::vector<double>& shares,
                                     const std::vector<NodeId>& identities) {
  std::vector<double> earned;
  for (const Acquisition& a : journeys.acquisitions) {
    earned.push_back(0.0);
    for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
      if (std::ranges::find(identities, journeys.touches[k].referrer) != identities.end())
        earned.back() += shares[k];
  }
  return earned;
}

/// Most that a person gains in a journey by making three touches of each, as three people or one.
template <class Model>
double gain_by_split(const Model& model, const std::vector<NodeId>& identities) {
  const Journeys honest = random_journeys(6, 500, true);
  const Journeys split = split_identity(honest, identities);
  const auto before = earned_by(honest, model(honest), identities);
  const auto after = earned_by(split, model(split), identities);
  double gain = 0.0;
  for (std::size_t i = 0; i < before.size(); ++i) gain = std::max(gain, after[i] - before[i]);
  return gain;
}

}  // namespace grapevine::testing
