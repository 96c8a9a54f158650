#include "algorithms/evaluation/paired_bootstrap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

struct ClusterSum {
  double sum = 0.0;
  std::size_t cells = 0;
};

/// Sums of each cluster, by ascending number; clusters without cells are not there.
std::vector<ClusterSum> sums_by_cluster(std::span<const double> difference,
                                        std::span<const std::uint32_t> cluster) {
  std::vector<std::pair<std::uint32_t, double>> rows(difference.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!std::isfinite(difference[i]))
      throw Error(ErrorCode::BadInput, fmt::format("evaluation: cell {}", i + 1),
                  fmt::format("the difference is {}", difference[i]),
                  "leave out cells that one of the scores has no measure for");
    rows[i] = {cluster[i], difference[i]};
  }
  std::ranges::sort(rows);
  std::vector<ClusterSum> sums;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || rows[i].first != rows[i - 1].first) sums.emplace_back();
    sums.back().sum += rows[i].second;
    ++sums.back().cells;
  }
  return sums;
}

double mean_of_draw(const std::vector<ClusterSum>& clusters, Random random) {
  double sum = 0.0;
  std::size_t cells = 0;
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    const ClusterSum& drawn = clusters[random.below(clusters.size())];
    sum += drawn.sum;
    cells += drawn.cells;
  }
  return sum / static_cast<double>(cells);
}

/// Between the two nearest of sorted values, as numpy's quantile does by default.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

PairedDifference paired_bootstrap(std::span<const double> difference,
                                  std::span<const std::uint32_t> cluster,
                                  const BootstrapOptions& options) {
  validate(options);
  if (difference.empty() || difference.size() != cluster.size())
    throw Error(
        ErrorCode::BadInput, "evaluation",
        fmt::format("{} differences in {} clusters' cells", difference.size(), cluster.size()),
        "give at least one cell, and a cluster for each");
  const auto clusters = sums_by_cluster(difference, cluster);
  PairedDifference result{.cells = difference.size(), .clusters = clusters.size()};
  double sum = 0.0;
  for (const ClusterSum& one : clusters) sum += one.sum;
  result.mean = sum / static_cast<double>(difference.size());
  result.wins =
      static_cast<std::size_t>(std::ranges::count_if(difference, [](double d) { return d > 0.0; }));
  std::vector<double> means(static_cast<std::size_t>(options.draws));
  for_each_index(
      means.size(),
      [&](std::size_t draw) { means[draw] = mean_of_draw(clusters, Random(options.seed, draw)); },
      64);
  std::ranges::sort(means);
  result.low = quantile(means, (1.0 - options.level) / 2.0);
  result.high = quantile(means, (1.0 + options.level) / 2.0);
  return result;
}

Verdict verdict_of(const PairedDifference& difference, std::size_t least_clusters) {
  if (difference.clusters < least_clusters) return Verdict::CannotBeJudged;
  if (difference.low > 0.0) return Verdict::Better;
  if (difference.high < 0.0) return Verdict::Worse;
  return Verdict::NoDifference;
}

std::string_view verdict_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::Better:
      return "better";
    case Verdict::NoDifference:
      return "no difference";
    case Verdict::Worse:
      return "worse";
    case Verdict::CannotBeJudged:
      break;
  }
  return "cannot be judged";
}

}  // namespace grapevine
