#include "algorithms/influence_maximization/signed_seeds.hpp"

#include <algorithm>
#include <cmath>

#include "algorithms/influence_maximization/one_step.hpp"
#include "algorithms/influence_maximization/opinion_cover.hpp"

namespace grapevine {
namespace {

enum Stream : std::uint64_t { kChoosing = 16, kJudging, kAdding };

/// Lists to choose from, if their speakers are no more than so many.
constexpr std::uint64_t kPilot = 1 << 8, kMostLists = 1 << 18, kMostSpeakers = 1 << 22;
/// Lists that judge at first, at least and at most, and speakers beyond which nothing more is
/// asked.
constexpr std::uint64_t kFirstJudging = 1 << 6, kLeastJudging = 1 << 15, kMostJudging = 1 << 21,
                        kJudgingWork = 1 << 26;
/// Targets that the best must win before it is judged.
constexpr double kFirstWon = 5'000.0;

OpinionSets lists_to_choose_from(const OpinionSampler& sampler, const SeedOptions& options) {
  const auto most = std::min(kMostLists, static_cast<std::uint64_t>(options.most_samples));
  OpinionSets sets;
  sampler.add(sets, std::min(kPilot, most), kChoosing);
  const std::uint64_t mean = 1 + sets.speakers.size() / sets.count();
  const std::uint64_t wanted = std::min(most, kMostSpeakers / mean);
  // Whole blocks are added: no more than fit.
  const std::uint64_t blocks = wanted / OpinionSampler::kListsPerBlock;
  if (const std::uint64_t lists = blocks * OpinionSampler::kListsPerBlock; lists > sets.count())
    sampler.add(sets, lists - sets.count(), kChoosing);
  return sets;
}

constexpr int opinion_of(std::size_t outcome) { return static_cast<int>(outcome) - 1; }

/// Mean over lists of what `number(first, second)` says of both groups' outcomes.
template <class Number>
RunMean mean_of(const OpinionCounts& counts, const Number& number) {
  RunSums sums;
  for (std::size_t i = 0; i < OpinionCounts::kOutcomes; ++i)
    for (std::size_t j = 0; j < OpinionCounts::kOutcomes; ++j) {
      const double one = number(opinion_of(i), opinion_of(j)),
                   times = static_cast<double>(counts.times[i][j]);
      sums.add(RunSums{one * times, one * one * times});
    }
  return sums.mean(0.0, counts.sets);
}

RunMean scaled(RunMean mean, double by) { return {mean.mean * by, mean.standard_error * by}; }

OpinionCounts judged(const OpinionSampler& sampler, const std::vector<NodeId>& ours,
                     const std::vector<NodeId>& top, const SeedOptions& options) {
  const auto most = std::min(kMostJudging, static_cast<std::uint64_t>(options.most_samples));
  OpinionCounts counts;
  for (std::uint64_t lists = kFirstJudging;; lists = 2 * counts.sets) {
    sampler.look(counts, ours, top, std::min(lists, most) - counts.sets, kJudging);
    const RunMean better = mean_of(counts, [](int a, int b) { return a - b; });
    const double won =
        mean_of(counts, [](int a, int) { return a; }).mean * static_cast<double>(counts.sets);
    const bool is_clear = std::abs(better.mean) >= 3.0 * better.standard_error;  // both the same: 0
    const bool enough = is_clear && won >= kFirstWon && counts.sets >= kLeastJudging;
    if (enough || counts.sets >= most || counts.looked_at >= kJudgingWork) return counts;
  }
}

}  // namespace

SeedChoice choose_signed_seeds(const TieChances& chances, const SeedInputs& inputs,
                               const SeedLimits& limits, const SeedOptions& options) {
  const OpinionSampler sampler(chances, inputs.detractors, inputs.values, options.seed,
                               inputs.own_word);
  const OpinionSets sets = lists_to_choose_from(sampler, options);
  const auto ours = greedy_opinions(sets, chances.graph().num_nodes(), limits).chosen;
  const auto top = choose_by_degree(chances.graph(), limits);
  const OpinionCounts counts = judged(sampler, ours, top, options);
  const RunMean better = mean_of(counts, [](int a, int b) { return a - b; });
  const bool ours_win = better.mean > 2.0 * better.standard_error;
  const double total = sampler.total_value();
  const auto value = [&](const auto& number) {
    return scaled(mean_of(counts, [&](int a, int b) { return number(ours_win ? a : b); }), total);
  };
  return {.seeds = ours_win ? ours : top,
          .engine = ours_win ? "opinions" : "top_degree",
          .spread = value([](int o) { return o; }),
          .top_degree = scaled(mean_of(counts, [](int, int b) { return b; }), total),
          .against = value([](int o) { return o < 0 ? 1 : 0; }),
          .is_certified = false,
          .total_value = total,
          .samples = sets.count(),
          .evaluated = counts.sets};
}

std::vector<RunMean> signed_values_added(const TieChances& chances, const SeedInputs& inputs,
                                         const SeedOptions& options, const SeedChoice& choice) {
  const OpinionSampler sampler(chances, inputs.detractors, inputs.values, options.seed,
                               inputs.own_word);
  if (choice.evaluated == 0) return std::vector<RunMean>(choice.seeds.size());
  std::vector<RunMean> added;
  for (const OpinionSampler::Given& given :
       sampler.given_by(choice.seeds, choice.evaluated, kAdding)) {
    const RunSums sums{static_cast<double>(given.net), static_cast<double>(given.times)};
    added.push_back(scaled(sums.mean(0.0, choice.evaluated), sampler.total_value()));
  }
  return added;
}

std::uint64_t signed_seeds_bytes(std::uint64_t people, std::size_t threads) {
  // The lists, and once more while they are joined; or what is known of their speakers.
  constexpr std::uint64_t kLists = kMostSpeakers * sizeof(Speaker);
  return kLists + std::max(kLists, opinion_cover_bytes(people, kMostSpeakers)) +
         threads * OpinionSampler::scratch_bytes(people);
}

}  // namespace grapevine
