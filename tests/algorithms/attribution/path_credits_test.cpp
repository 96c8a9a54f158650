#include "algorithms/attribution/path_credits.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "algorithms/registry.hpp"
#include "engine/parallel/blocks.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

Paths make_paths(const std::vector<std::vector<NodeId>>& steps, NodeId players) {
  Paths paths;
  std::vector<std::int64_t> ids(players);
  std::iota(ids.begin(), ids.end(), 0);
  paths.players = std::make_shared<const IdIndex>(IdIndex::from_integers(ids));
  for (const auto& path : steps) {
    paths.steps.insert(paths.steps.end(), path.begin(), path.end());
    paths.first_step.push_back(paths.steps.size());
    paths.conversions.push_back(1.0);
    paths.value.push_back(10.0);
    paths.nulls.push_back(0.0);
  }
  return paths;
}

Paths random_paths(std::uint64_t seed, std::size_t count, NodeId players) {
  Random random(seed, 1);
  std::vector<std::vector<NodeId>> steps(count);
  for (auto& path : steps)
    for (std::uint64_t k = random.below(8); k > 0; --k)
      path.push_back(static_cast<NodeId>(random.below(players)));
  Paths paths = make_paths(steps, players);
  for (std::size_t i = 0; i < count; ++i) {
    paths.conversions[i] = static_cast<double>(random.below(4));
    paths.value[i] = paths.conversions[i] * random.uniform() * 100.0;
  }
  return paths;
}

std::vector<JourneyRule> rules(const std::vector<std::string>& names) {
  std::vector<JourneyRule> all;
  for (const std::string& name : names) all.push_back(find_algorithm(name)->on_journey({}));
  return all;
}

const std::vector<std::string> kUndatedModels = {"first", "last", "linear", "position"};

}  // namespace

TEST_CASE("path credits: by hand") {
  const Paths paths = make_paths({{0, 1, 0, 2}, {}, {2}}, 4);
  const auto credits = credit_paths(paths, rules({"first", "last", "linear", "position"}));
  using Numbers = std::vector<double>;
  CHECK(credits[0].conversions == Numbers{1.0, 0.0, 1.0, 0.0});
  CHECK(credits[1].conversions == Numbers{0.0, 0.0, 2.0, 0.0});
  CHECK(credits[2].conversions == Numbers{0.5, 0.25, 1.25, 0.0});
  CHECK(credits[2].value == Numbers{5.0, 2.5, 12.5, 0.0});
  CHECK(credits[3].conversions[0] == Approx(0.5).margin(1e-15));
  for (const PathCredits& credit : credits) {
    CHECK(credit.unattributed_conversions == 1.0);
    CHECK(credit.unattributed_value == 10.0);
  }
  const auto once = credit_paths(paths, rules({"linear"}), Repeats::Once);
  CHECK(once[0].conversions[0] == Approx(1.0 / 3.0));
}

TEST_CASE("path credits: value without a conversion, which readers refuse, is not lost") {
  Paths paths = make_paths({{0, 1}, {}}, 2);
  paths.conversions = {0.0, 0.0};
  const auto credits = credit_paths(paths, rules({"linear"}));
  CHECK(credits[0].conversions == std::vector<double>{0.0, 0.0});
  CHECK(credits[0].value == std::vector<double>{5.0, 5.0});
  CHECK(credits[0].unattributed_value == 10.0);
}

TEST_CASE("path credits: nobody gains or loses by being counted with others") {
  const Paths paths = random_paths(4, 3'000, 9);
  const auto together = credit_paths(paths, rules(kUndatedModels));
  for (std::size_t r = 0; r < kUndatedModels.size(); ++r) {
    const auto alone = credit_paths(paths, rules({kUndatedModels[r]}));
    CHECK(alone[0].conversions == together[r].conversions);
    CHECK(alone[0].value == together[r].value);
  }
}

TEST_CASE("path credits: shares and what is nobody's sum to the whole, and none is negative") {
  std::size_t paths_seen = 0;
  for (std::uint64_t seed = 0; paths_seen < testing::cases(20'000); ++seed) {
    const Paths paths = random_paths(seed, 50, 6);
    paths_seen += paths.num_paths();
    const double conversions =
        std::accumulate(paths.conversions.begin(), paths.conversions.end(), 0.0);
    const double value = std::accumulate(paths.value.begin(), paths.value.end(), 0.0);
    for (const Repeats repeats : {Repeats::Count, Repeats::Once})
      for (const PathCredits& c : credit_paths(paths, rules(kUndatedModels), repeats)) {
        const double sum =
            std::accumulate(c.conversions.begin(), c.conversions.end(), c.unattributed_conversions);
        const double sum_value =
            std::accumulate(c.value.begin(), c.value.end(), c.unattributed_value);
        if (std::abs(sum - conversions) > 1e-12 * conversions ||
            std::abs(sum_value - value) > 1e-12 * value ||
            *std::ranges::min_element(c.conversions) < 0.0)
          FAIL("seed " << seed << ": " << sum << " of " << conversions);
      }
  }
  CHECK(paths_seen >= testing::cases(20'000));
}

namespace {

/// The paths of these rows alone, in the order given; steps come a day apart.
Paths rows_of(const Paths& all, const std::vector<std::size_t>& rows) {
  Paths paths;
  paths.players = all.players;
  for (const std::size_t i : rows) {
    for (const NodeId player : all.path(i)) {
      paths.times.push_back(Time(std::chrono::days(paths.times.size())));
      paths.steps.push_back(player);
    }
    paths.first_step.push_back(paths.steps.size());
    paths.conversions.push_back(all.conversions[i]);
    paths.value.push_back(all.value[i]);
    paths.nulls.push_back(all.nulls[i]);
  }
  return paths;
}

bool close(const std::vector<double>& a, const std::vector<double>& b, double factor = 1.0) {
  for (std::size_t p = 0; p < a.size(); ++p)
    if (std::abs(a[p] - factor * b[p]) > 1e-12 * (1.0 + std::abs(a[p]))) return false;
  return a.size() == b.size();
}

std::vector<double> sum_of(std::vector<double> a, const std::vector<double>& b) {
  for (std::size_t p = 0; p < a.size(); ++p) a[p] += b[p];
  return a;
}

}  // namespace

TEST_CASE("path credits: additive, blind to names and to the order of rows, and twice is double") {
  auto names = kUndatedModels;
  names.emplace_back("time_decay");
  const auto models = rules(names);
  std::size_t wrong = 0;
  for (std::uint64_t seed = 0; seed < testing::cases(10'000); ++seed) {
    const Paths drawn = random_paths(seed, 9, 5);  // player 5 is met by nobody
    std::vector<std::size_t> all(9), reversed, doubled;
    std::iota(all.begin(), all.end(), std::size_t{0});
    reversed.assign(all.rbegin(), all.rend());
    for (const std::size_t i : all) doubled.insert(doubled.end(), 2, i);
    const auto of = [&](const std::vector<std::size_t>& rows, const Repeats repeats) {
      return credit_paths(rows_of(drawn, rows), models, repeats);
    };
    for (const Repeats repeats : {Repeats::Count, Repeats::Once}) {
      Paths weighed = rows_of(drawn, all), renamed = weighed;
      for (double& count : weighed.conversions) count *= 2.0;
      for (double& value : weighed.value) value *= 2.0;
      for (NodeId& step : renamed.steps) step = 4 - step;
      const auto whole = of(all, repeats), front = of({0, 1, 2, 3}, repeats),
                 back = of({4, 5, 6, 7, 8}, repeats), turned = of(reversed, repeats),
                 twice = of(doubled, repeats), heavy = credit_paths(weighed, models, repeats),
                 other = credit_paths(renamed, models, repeats);
      for (std::size_t r = 0; r < models.size(); ++r) {
        const std::vector<double> mirrored(other[r].value.rbegin(), other[r].value.rend());
        wrong += !(close(sum_of(front[r].value, back[r].value), whole[r].value) &&
                   close(turned[r].value, whole[r].value) && mirrored == whole[r].value &&
                   close(twice[r].value, whole[r].value, 2.0) &&
                   close(heavy[r].conversions, twice[r].conversions) &&
                   close(heavy[r].value, twice[r].value) &&
                   std::abs(twice[r].unattributed_value - heavy[r].unattributed_value) < 1e-9);
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("path credits: the number of threads changes no bit") {
  const Paths paths = random_paths(1, 100'000, 30);
  std::vector<PathCredits> credits[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    credits[threads / 8] = credit_paths(paths, rules(kUndatedModels));
  }
  for (std::size_t r = 0; r < kUndatedModels.size(); ++r)
    CHECK((credits[0][r].conversions == credits[1][r].conversions &&
           credits[0][r].value == credits[1][r].value));
}

TEST_CASE("path credits: decay needs times, and follows them") {
  Paths paths = make_paths({{0, 1}}, 2);
  CHECK_THAT(testing::error_of([&] { credit_paths(paths, rules({"time_decay"})); }),
             Catch::Contains("a touch has no time"));
  paths.times = {Time(std::chrono::days(0)), Time(std::chrono::days(7))};
  const auto credits = credit_paths(paths, rules({"time_decay"}));
  CHECK(credits[0].conversions[0] == Approx(1.0 / 3.0));
  CHECK(credits[0].conversions[1] == Approx(2.0 / 3.0));
}

TEST_CASE("path credits: a path of a hundred thousand steps, and no path at all") {
  std::vector<NodeId> steps(100'000);
  std::iota(steps.begin(), steps.end(), NodeId{0});
  const Paths paths = make_paths({steps}, 100'000);
  const auto credits = credit_paths(paths, rules({"linear", "position"}));
  CHECK(credits[0].conversions[5] == Approx(1e-5));
  CHECK(credits[1].conversions[0] == Approx(0.4));
  CHECK(credit_paths(make_paths({}, 3), rules({"linear"}))[0].conversions ==
        std::vector<double>(3, 0.0));
}

}  // namespace grapevine
