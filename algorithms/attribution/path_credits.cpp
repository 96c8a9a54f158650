#include "algorithms/attribution/path_credits.hpp"

#include <algorithm>

#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Fills the touches of one path. Where repeats count, each step is somebody else to the rules.
void fill_touches(const Paths& paths, std::size_t path, Repeats repeats,
                  std::vector<JourneyTouch>& touches) {
  const auto steps = paths.path(path);
  touches.clear();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Time time = paths.times.empty() ? kUndated : paths.times[paths.first_step[path] + i];
    const NodeId referrer = repeats == Repeats::Count ? static_cast<NodeId>(i) : steps[i];
    touches.push_back({.referrer = referrer, .weight = 1.0, .time = time});
  }
}

class Block {
 public:
  Block(const Paths& paths, std::span<const JourneyRule> rules, Repeats repeats)
      : paths_(paths), rules_(rules), repeats_(repeats), credits_(rules.size()) {
    for (PathCredits& credits : credits_) {
      credits.conversions.assign(paths.num_players(), 0.0);
      credits.value.assign(paths.num_players(), 0.0);
    }
  }

  void add(std::size_t path) {
    const double conversions = paths_.conversions[path], value = paths_.value[path];
    if (conversions == 0.0 && value == 0.0) return;
    const auto steps = paths_.path(path);
    if (steps.empty()) {
      for (PathCredits& credits : credits_) {
        credits.unattributed_conversions += conversions;
        credits.unattributed_value += value;
      }
      return;
    }
    fill_touches(paths_, path, repeats_, touches_);
    for (std::size_t r = 0; r < rules_.size(); ++r) {
      shares_.assign(steps.size(), 0.0);
      rules_[r](touches_, shares_);
      double total = 0.0;
      for (const double share : shares_) total += share;
      PathCredits& credits = credits_[r];
      for (std::size_t i = 0; i < steps.size(); ++i) {
        const double share = shares_[i] / total;
        credits.conversions[steps[i]] += share * conversions;
        credits.value[steps[i]] += share * value;
      }
    }
  }

  std::vector<PathCredits> take() { return std::move(credits_); }

 private:
  const Paths& paths_;
  std::span<const JourneyRule> rules_;
  Repeats repeats_;
  std::vector<JourneyTouch> touches_;
  std::vector<double> shares_;
  std::vector<PathCredits> credits_;
};

void add_to(PathCredits& sum, const PathCredits& more) {
  for_each_index(sum.conversions.size(), [&](std::size_t p) {
    sum.conversions[p] += more.conversions[p];
    sum.value[p] += more.value[p];
  });
  sum.unattributed_conversions += more.unattributed_conversions;
  sum.unattributed_value += more.unattributed_value;
}

}  // namespace

std::size_t credit_blocks(std::uint64_t steps, std::uint64_t players) {
  // As many as their sums pay for: those of a million players take more than the steps do.
  return std::clamp<std::uint64_t>(steps / (4 * players + 1), 2, 64);
}

std::vector<PathCredits> credit_paths(const Paths& paths, std::span<const JourneyRule> rules,
                                      Repeats repeats) {
  const std::size_t blocks = credit_blocks(paths.steps.size(), paths.num_players());
  const std::size_t per_block = paths.num_paths() / blocks + 1;
  std::vector<std::vector<PathCredits>> parts((paths.num_paths() + per_block - 1) / per_block);
  for_each_block(
      paths.num_paths(),
      [&](std::size_t begin, std::size_t end) {
        Block block(paths, rules, repeats);
        for (std::size_t path = begin; path < end; ++path) block.add(path);
        parts[begin / per_block] = block.take();
      },
      per_block);
  std::vector<PathCredits> sums = Block(paths, rules, repeats).take();
  for (const auto& part : parts)
    for (std::size_t r = 0; r < rules.size(); ++r) add_to(sums[r], part[r]);
  return sums;
}

}  // namespace grapevine
