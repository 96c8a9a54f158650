#include "algorithms/evaluation/paired_bootstrap.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/parallel/blocks.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using Values = std::vector<double>;
using Clusters = std::vector<std::uint32_t>;

/// Roughly normal: twelve uniforms.
double noise(Random& random) {
  double sum = -6.0;
  for (int i = 0; i < 12; ++i) sum += random.uniform();
  return sum;
}

TEST_CASE("paired_bootstrap: of two cells the means drawn are known: 1/4, 1/2, 1/4") {
  const PairedDifference d =
      paired_bootstrap(Values{0.0, 1.0}, Clusters{0, 1}, {.draws = 10'000, .level = 0.5});
  CHECK(d.mean == 0.5);
  CHECK(d.wins == 1);
  // A quarter of the draws are 0 and a quarter 1: inside these quartiles only 0, 0.5 and 1 occur.
  CHECK((d.low == 0.0 || d.low == 0.5));
  CHECK((d.high == 1.0 || d.high == 0.5));
  const auto wide = paired_bootstrap(Values{0.0, 1.0}, Clusters{0, 1}, {.draws = 10'000});
  CHECK(wide.low == 0.0);
  CHECK(wide.high == 1.0);
}

TEST_CASE("paired_bootstrap: a 95 % interval covers the true mean about that often") {
  int covered = 0;
  constexpr int kStudies = 400;
  for (std::uint64_t study = 0; study < kStudies; ++study) {
    Random random(study, 5);
    Values difference(40);
    for (double& d : difference) d = 0.3 + noise(random);
    Clusters cells(40);
    std::iota(cells.begin(), cells.end(), 0U);
    const auto found = paired_bootstrap(difference, cells, {.draws = 500, .seed = study});
    covered += found.low <= 0.3 && 0.3 <= found.high;
  }
  // 0.95 less the percentile interval's known shortfall at n = 40; four standard errors wide.
  CHECK(covered >= 0.89 * kStudies);
  CHECK(covered <= 0.985 * kStudies);
}

TEST_CASE("paired_bootstrap: cells that stand or fall together make the interval wider") {
  Values difference;
  Clusters together, apart;
  Random random(9, 0);
  for (std::uint32_t c = 0; c < 10; ++c) {
    const double shared = noise(random);
    for (std::uint32_t i = 0; i < 8; ++i) {
      difference.push_back(shared);
      together.push_back(c);
      apart.push_back(8 * c + i);
    }
  }
  const auto wide = paired_bootstrap(difference, together),
             narrow = paired_bootstrap(difference, apart);
  CHECK(wide.mean == Approx(narrow.mean));
  CHECK(wide.clusters == 10);
  CHECK(narrow.clusters == 80);
  // Eight equal cells are worth one: sqrt(8) times the width.
  CHECK((wide.high - wide.low) / (narrow.high - narrow.low) ==
        Approx(std::sqrt(8.0)).epsilon(0.15));
}

TEST_CASE("paired_bootstrap: threads change no bit, the order of cells none either, a seed does") {
  Values difference;
  Clusters cluster;
  Random random(1, 1);
  for (std::uint32_t i = 0; i < 300; ++i) {
    difference.push_back(noise(random) / 3.0);
    cluster.push_back(i % 17);
  }
  const auto run = [&](std::size_t threads, std::uint64_t seed) {
    const ThreadLimit limit(threads);
    return paired_bootstrap(difference, cluster, {.seed = seed});
  };
  const auto a = run(1, 3), b = run(8, 3), c = run(8, 4);
  CHECK((a.low == b.low && a.high == b.high));
  CHECK(a.low != c.low);
  std::reverse(difference.begin(), difference.end());
  std::reverse(cluster.begin(), cluster.end());
  const auto turned = run(2, 3);
  CHECK((a.low == turned.low && a.high == turned.high && a.mean == turned.mean));
}

TEST_CASE("paired_bootstrap: a verdict needs the whole interval on one side, and three clusters") {
  const auto of = [](double low, double high, std::size_t clusters) {
    return verdict_of({.mean = (low + high) / 2, .low = low, .high = high, .clusters = clusters});
  };
  CHECK(of(0.01, 0.2, 5) == Verdict::Better);
  CHECK(of(-0.2, -0.01, 5) == Verdict::Worse);
  CHECK(of(0.0, 0.2, 5) == Verdict::NoDifference);
  CHECK(of(-0.2, 0.0, 5) == Verdict::NoDifference);
  CHECK(of(0.1, 0.2, 2) == Verdict::CannotBeJudged);
  CHECK(verdict_text(Verdict::Better) == "better");
  CHECK(verdict_text(Verdict::NoDifference) == "no difference");
  CHECK(verdict_text(Verdict::Worse) == "worse");
  CHECK(verdict_text(Verdict::CannotBeJudged) == "cannot be judged");
}

TEST_CASE("paired_bootstrap: no cells, a cell that is NaN and options out of range are refused") {
  const auto error = [](Values d, Clusters c, BootstrapOptions o = {}) {
    return testing::error_of([&] { paired_bootstrap(d, c, o); });
  };
  CHECK(error({}, {}).starts_with("BadInput evaluation: 0 differences"));
  CHECK(error({1}, {0, 1}).starts_with("BadInput evaluation: 1 differences in 2"));
  CHECK(error({1, std::nan("")}, {0, 1}).starts_with("BadInput evaluation: cell 2: "));
  CHECK(error({1}, {0}, {.draws = 5}).starts_with("InvalidOption draws: "));
  CHECK(error({1}, {0}, {.level = 1.0}).starts_with("InvalidOption level: "));
}

}  // namespace
}  // namespace grapevine
