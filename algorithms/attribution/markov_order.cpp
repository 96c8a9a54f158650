#include "algorithms/attribution/markov_order.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "algorithms/attribution/pair_numbers.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

using Folds = std::vector<double>;

/// Counts of what came next after the histories of paths, by fold. A history is a node of a tree,
/// whose parent lacks the earliest player; node 0 has none. A step is a pair (history, next). Steps
/// are numbered as they are met, so paths come in an order that does not depend on their rows.
class HeldOut {
 public:
  HeldOut(NodeId players, std::size_t folds) : players_(players), folds_(folds) {}

  void add_path(std::span<const NodeId> path, const Folds& conversions, const Folds& nulls) {
    Folds all(folds_);
    for (std::size_t f = 0; f < folds_; ++f) all[f] = conversions[f] + nulls[f];
    for (std::size_t i = 0; i < path.size(); ++i) add(path.first(i), path[i], all);
    add(path, players_, conversions);
    add(path, players_ + 1, nulls);
  }

  MarkovOrderChoice choice() {
    learn();
    MarkovOrderChoice result;
    double steps = 0.0;
    // Logarithms are taken in parallel and added up in order.
    constexpr std::size_t kAtOnce = 1 << 15;
    std::vector<LogChances> logs(kAtOnce * folds_);
    for (std::size_t from = 0; from < length_.size(); from += kAtOnce) {
      const std::size_t count = std::min(kAtOnce, length_.size() - from);
      for_each_index(count, [&](std::size_t i) { log_chances(from + i, &logs[i * folds_]); });
      for (std::size_t i = 0; i < count * folds_; ++i) {
        const double held = held_[from * folds_ + i];
        steps += held;
        for (std::size_t k = 0; held > 0.0 && k < kMaxMarkovOrder; ++k)
          result.log_likelihood[k] += held * logs[i][k];
      }
    }
    for (double& sum : result.log_likelihood) sum /= std::max(steps, 1.0);
    const auto& all = result.log_likelihood;
    result.best = 1 + static_cast<int>(std::ranges::max_element(all) - all.begin());
    return result;
  }

 private:
  static constexpr std::size_t kLengths = kMaxMarkovOrder + 1;  ///< Of a history: 0 to 4.
  using LogChances = std::array<double, kMaxMarkovOrder>;

  void add(std::span<const NodeId> before, NodeId next, const Folds& held) {
    std::uint32_t history = 0, length = 0;
    for (; length < kMaxMarkovOrder && length < before.size(); ++length)
      history = 1 + histories_.number_of({history, before[before.size() - 1 - length]});
    if (length < kMaxMarkovOrder) history = 1 + histories_.number_of({history, kNoNode});
    const std::size_t at = steps_.number_of({history, next}) * folds_;
    if (at == held_.size()) held_.resize(at + folds_);
    for (std::size_t f = 0; f < folds_; ++f) held_[at + f] += held[f];
  }

  std::uint32_t shorter(std::uint32_t history) const { return histories_[history - 1].first; }

  /// Players of the history of a step; the beginning of a path counts as one.
  std::uint32_t length_of(std::uint32_t step) const {
    std::uint32_t length = 0;
    for (std::uint32_t h = steps_[step].first; h != 0; h = shorter(h)) ++length;
    return length;
  }

  /// Counts of shorter histories are sums of longer ones.
  void learn() {
    length_.resize(steps_.size());
    for_each_index(length_.size(),
                   [&](std::size_t s) { length_[s] = length_of(static_cast<std::uint32_t>(s)); });
    chain_.resize(length_.size());
    for (std::uint32_t i = 0; i < length_.size(); ++i) {
      const double* held = &held_[i * folds_];
      const double all = std::accumulate(held, held + folds_, 0.0);
      auto [history, next] = steps_[i];
      for (std::size_t k = length_[i];; --k) {
        const std::uint32_t step = steps_.number_of({history, next});
        chain_[i][k] = step;
        if (count_.size() < (step + 1) * folds_) count_.resize((step + 1) * folds_);
        for (std::size_t f = 0; f < folds_; ++f) count_[step * folds_ + f] += all - held[f];
        if (k == 0) break;
        history = shorter(history);
      }
    }
    all_.resize((histories_.size() + 1) * folds_);
    kinds_.resize(all_.size());
    for (std::uint32_t s = 0; s < steps_.size(); ++s)
      for (std::size_t f = 0; f < folds_; ++f) {
        const double count = count_[s * folds_ + f];
        all_[steps_[s].first * folds_ + f] += count;
        kinds_[steps_[s].first * folds_ + f] += count > 0.0 ? 1.0 : 0.0;
      }
  }

  /// Of one step in each fold, by order. A step that the fold does not hold has none.
  void log_chances(std::size_t i, LogChances* logs) const {
    for (std::size_t f = 0; f < folds_; ++f) {
      if (held_[i * folds_ + f] == 0.0) continue;
      double chance = 1.0 / (players_ + 2.0);
      for (std::size_t k = 0; k < kLengths; ++k) {
        if (k <= length_[i]) {
          const std::uint32_t step = chain_[i][k];
          const std::size_t before = steps_[step].first * folds_ + f;
          if (all_[before] > 0.0)
            chance = (count_[step * folds_ + f] + kinds_[before] * chance) /
                     (all_[before] + kinds_[before]);
        }
        if (k > 0) logs[f][k - 1] = std::log(chance);
      }
    }
  }

  NodeId players_;
  std::size_t folds_;
  PairNumbers histories_;              ///< (shorter, earliest player); the node is 1 + the number.
  PairNumbers steps_;                  ///< (history, next)
  std::vector<double> held_;           ///< Per longest step and fold.
  std::vector<std::uint32_t> length_;  ///< Of the history of each longest step.
  std::vector<std::array<std::uint32_t, kLengths>> chain_;  ///< Of each, by length, its steps.
  std::vector<double> count_;        ///< Per step and fold what the other folds have of it.
  std::vector<double> all_, kinds_;  ///< The same of a history, and how many things came next.
};

/// Equal journeys: a row that shows their path, and how many there are in all rows.
struct Journey {
  std::uint64_t hash;  ///< Of the names in the path.
  std::size_t row;
  double conversions, nulls;
};

std::vector<Journey> equal_journeys(const Paths& paths, bool nulls) {
  std::vector<std::uint64_t> names(paths.num_players());
  for (NodeId player = 0; player < names.size(); ++player) {
    names[player] = 0xCBF29CE484222325;  // FNV-1a
    for (const char c : paths.players->name(player))
      names[player] = (names[player] ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  }
  std::vector<Journey> journeys(paths.num_paths());
  for_each_index(journeys.size(), [&](std::size_t i) {
    std::uint64_t hash = 1;
    for (const NodeId player : paths.path(i)) {
      hash = (hash ^ names[player]) * 0xD6E8FEB86659FD93;
      hash ^= hash >> 32;
    }
    journeys[i] = {hash, i, paths.conversions[i], nulls ? paths.nulls[i] : 0.0};
  });
  parallel_sort(journeys, [](const Journey& a, const Journey& b) {
    return std::pair(a.hash, a.row) < std::pair(b.hash, b.row);
  });
  std::size_t last = 0;
  for (std::size_t i = 1; i < journeys.size(); ++i) {
    if (journeys[i].hash != journeys[last].hash) {
      journeys[++last] = journeys[i];
      continue;
    }
    journeys[last].conversions += journeys[i].conversions;
    journeys[last].nulls += journeys[i].nulls;
  }
  journeys.resize(std::min(journeys.size(), last + 1));
  return journeys;
}

Folds dealt(double count, std::size_t folds, Random& random) {
  const double each = std::floor(count / static_cast<double>(folds));
  Folds shares(folds, each);
  double rest = count - each * static_cast<double>(folds);
  for (std::size_t f = random.below(folds); rest > 0.0; f = (f + 1) % folds) {
    shares[f] += std::min(rest, 1.0);
    rest -= std::min(rest, 1.0);
  }
  return shares;
}

}  // namespace

MarkovOrderChoice choose_markov_order(const Paths& paths, bool nulls, int folds,
                                      std::uint64_t seed) {
  assert(folds >= 2);
  const auto count = static_cast<std::size_t>(folds);
  HeldOut held_out(paths.num_players(), count);
  for (const Journey& journey : equal_journeys(paths, nulls)) {
    if (paths.path(journey.row).empty()) continue;
    Random random(seed, journey.hash);
    const Folds conversions = dealt(journey.conversions, count, random);
    held_out.add_path(paths.path(journey.row), conversions, dealt(journey.nulls, count, random));
  }
  return held_out.choice();
}

}  // namespace grapevine
