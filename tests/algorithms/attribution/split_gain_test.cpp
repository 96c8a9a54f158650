// What each attribution model says in `split_gain`, held against journeys in which one person acts
// as several.
#include <cmath>

#include "tests/support/attribution_laws.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

using testing::bought_later;
using testing::earned_by;
using testing::random_journeys;

const std::vector<NodeId> kIdentities[] = {{0, 100}, {0, 100, 101}, {0, 100, 101, 102, 103}};
constexpr std::size_t kJourneys = testing::kSlowBuild ? 1'000 : 10'000;
const double kRounding = 1e-12;

std::vector<double> shares(const std::string& model, const Journeys& journeys,
                           const OptionMap& options = {}) {
  return find_algorithm(model)->on_journeys(journeys, options);
}

/// Each touch of person 0 made by some of the identities, at least one, at the same moment.
Journeys split_at_random(const Journeys& journeys, const std::vector<NodeId>& identities) {
  Random random(identities.size(), 3);
  std::vector<std::vector<JourneyTouch>> all;
  for (const Acquisition& a : journeys.acquisitions) {
    auto& touches = all.emplace_back();
    for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k) {
      JourneyTouch touch = journeys.touches[k];
      if (touch.referrer != 0) {
        touches.push_back(touch);
        continue;
      }
      const std::uint64_t made_by = 1 + random.below((1U << identities.size()) - 1);
      for (std::size_t i = 0; i < identities.size(); ++i) {
        if ((made_by >> i & 1) == 0) continue;
        touch.referrer = identities[i];
        touches.push_back(touch);
      }
    }
  }
  return testing::journeys_of(all);
}

/// The identities, one person again.
Journeys merged(Journeys journeys) {
  for (JourneyTouch& touch : journeys.touches)
    if (touch.referrer >= 100) touch.referrer = 0;
  return journeys;
}

/// Share of k equal ones who stand for one with share x.
double share_of_clones(double x, double k) { return k * x / (1.0 + (k - 1.0) * x); }

/// The most that this can be above x.
double most_gained(double k) { return (std::sqrt(k) - 1.0) / (std::sqrt(k) + 1.0); }

TEST_CASE("split_gain: every attribution model states it") {
  for (const Algorithm& a : algorithms())
    if (a.on_journeys) CHECK_FALSE(a.doc.split_gain.empty());
}

TEST_CASE("split_gain: first and last, nobody gains or loses by any split") {
  for (const char* model : {"first", "last"})
    for (const auto& identities : kIdentities) {
      const Journeys honest = random_journeys(11, kJourneys);
      const Journeys split = split_at_random(honest, identities);
      CHECK(earned_by(split, shares(model, split), identities) ==
            earned_by(honest, shares(model, honest), {0}));
    }
}

TEST_CASE("split_gain: k in place of each touch take k x / (1 + (k - 1) x) in place of x") {
  for (const char* model : {"linear", "time_decay", "shapley", "markov"})
    for (const auto& identities : kIdentities) {
      const auto k = static_cast<double>(identities.size());
      const Journeys honest = random_journeys(12, kJourneys);
      const Journeys split = testing::split_identity(honest, identities);
      const auto before = earned_by(honest, shares(model, honest), {0});
      const auto after = earned_by(split, shares(model, split), identities);
      double most = 0.0, worst = 0.0;
      for (std::size_t i = 0; i < before.size(); ++i) {
        worst = std::max(worst, std::abs(after[i] - share_of_clones(before[i], k)));
        most = std::max(most, after[i] - before[i]);
      }
      CAPTURE(model, k);
      CHECK(worst <= kRounding);
      CHECK(most <= most_gained(k) + kRounding);
      CHECK(most > 0.8 * most_gained(k));  // such journeys there are
    }
}

TEST_CASE(
    "split_gain: with equal weights k of n + k - 1 under linear and shapley, for two at most "
    "a sixth more under shapley") {
  for (const char* model : {"linear", "shapley"})
    for (std::size_t n = 1; n <= 6; ++n)
      for (std::size_t k = 2; k <= 5; ++k) {
        std::vector<JourneyTouch> touches;
        std::vector<NodeId> identities;
        for (NodeId i = 0; i < k; ++i) identities.push_back(100 + i);
        for (const NodeId identity : identities) touches.push_back(testing::touch_of(identity, 1));
        for (NodeId other = 1; other < n; ++other) touches.push_back(testing::touch_of(other, 2));
        const Journeys journeys = testing::journeys_of({touches});
        const double share = earned_by(journeys, shares(model, journeys), identities).front();
        const double honest = 1.0 / static_cast<double>(n);
        CHECK(share == Approx(static_cast<double>(k) / static_cast<double>(n + k - 1)));
        if (k == 2) CHECK(share - honest <= 1.0 / 6.0 + kRounding);
      }
}

TEST_CASE("split_gain: linear, time decay and shapley, no other split gains more than that") {
  for (const char* model : {"linear", "time_decay", "shapley"})
    for (const auto& identities : kIdentities) {
      const Journeys honest = random_journeys(13, kJourneys);
      const Journeys split = split_at_random(honest, identities);
      const auto before = earned_by(honest, shares(model, honest), {0});
      const auto after = earned_by(split, shares(model, split), identities);
      const auto k = static_cast<double>(identities.size());
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < before.size(); ++i)
        wrong += after[i] > share_of_clones(before[i], k) + kRounding;
      CAPTURE(model, k);
      CHECK(wrong == 0);
    }
}

TEST_CASE("split_gain: credit distribution, in place or not, no split gains more than that") {
  for (const auto& identities : kIdentities) {
    const auto k = static_cast<double>(identities.size());
    const Journeys drawn = random_journeys(16, kJourneys);
    const Journeys honest = bought_later(drawn);
    const auto before = earned_by(honest, shares("credit_distribution", honest), {0});
    double most = 0.0;
    for (const Journeys& split : {bought_later(testing::split_identity(drawn, identities)),
                                  bought_later(split_at_random(drawn, identities))}) {
      const auto after = earned_by(split, shares("credit_distribution", split), identities);
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < before.size(); ++i) {
        wrong += after[i] > share_of_clones(before[i], k) + kRounding;
        most = std::max(most, after[i] - before[i]);
      }
      CHECK(wrong == 0);
    }
    CAPTURE(k, most);
    CHECK(most <= most_gained(k) + kRounding);
    CHECK(most > 0.4 * most_gained(k));  // infl and decay take the rest
  }
}

/// How often person 0 stands in the journey.
std::size_t touches_of_0(const Journeys& journeys, const Acquisition& a) {
  std::size_t count = 0;
  for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
    count += journeys.touches[k].referrer == 0;
  return count;
}

TEST_CASE("split_gain: position, less than the middle for one touch, 1 - first_share for many") {
  for (const double first : {0.4, 0.3, 0.0})
    for (const double last : {0.4, 0.1, 0.0})
      for (const auto& identities : kIdentities) {
        const OptionMap options = {{"first_share", {{std::to_string(first)}, ""}},
                                   {"last_share", {{std::to_string(last)}, ""}}};
        const Journeys honest = random_journeys(14, kJourneys, true);
        const Journeys split = split_at_random(honest, identities);
        const auto before = earned_by(honest, shares("position", honest, options), {0});
        const auto after = earned_by(split, shares("position", split, options), identities);
        std::size_t wrong = 0;
        double most_of_one = 0.0;
        for (std::size_t i = 0; i < before.size(); ++i) {
          const bool once = touches_of_0(honest, honest.acquisitions[i]) == 1;
          const double bound = once ? 1.0 - first - last : 1.0 - first;
          wrong += after[i] - before[i] > bound + kRounding;
          if (once) most_of_one = std::max(most_of_one, after[i] - before[i]);
        }
        CAPTURE(first, last, identities.size());
        CHECK(wrong == 0);
        CHECK(most_of_one > 0.2 * (1.0 - first - last));
      }
}

TEST_CASE("split_gain: position, of two referrers one who splits takes half of the middle more") {
  using testing::touch_of;
  const OptionMap options = {{"first_share", {{"0.3"}, ""}}, {"last_share", {{"0.2"}, ""}}};
  const Journeys split = testing::journeys_of(
      {{touch_of(100, 1), touch_of(101, 1), touch_of(102, 1), touch_of(1, 2)}});
  const double share = earned_by(split, shares("position", split, options), {100, 101, 102})[0];
  CHECK(share == Approx(0.3 + 0.5));  // for 0.3 + 0.25
}

TEST_CASE("split_gain: nothing once the identities are merged again, under any model") {
  for (const Algorithm& a : algorithms()) {
    if (!a.on_journeys) continue;
    CAPTURE(a.doc.name);
    for (const auto& identities : kIdentities) {
      const Journeys honest = random_journeys(15, kJourneys);
      const Journeys again = merged(split_at_random(honest, identities));
      CHECK(earned_by(again, a.on_journeys(again, {}), {0}) ==
            earned_by(honest, a.on_journeys(honest, {}), {0}));
    }
  }
}

}  // namespace
}  // namespace grapevine
