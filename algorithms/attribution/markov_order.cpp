#include "algorithms/attribution/markov_order.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <unordered_map>

#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

using Folds = std::vector<double>;

/// The last players, the latest first; after the first of a path stands kNoNode, and 0 after it.
struct History {
  std::array<NodeId, kMaxMarkovOrder> players{};
  std::uint32_t length = 0;
  NodeId next = 0;  ///< 0 in the key of a history alone; else 1 + what came next.
  auto operator<=>(const History&) const = default;

  History shorter() const {
    History other = *this;
    other.players[--other.length] = 0;
    return other;
  }
  History alone() const {
    History other = *this;
    other.next = 0;
    return other;
  }
};

struct HashHistory {
  std::size_t operator()(const History& h) const {
    std::uint64_t hash = h.length * 0x9E3779B97F4A7C15 + h.next;
    for (const NodeId player : h.players) {
      hash = (hash ^ player) * 0xD6E8FEB86659FD93;
      hash ^= hash >> 32;
    }
    return hash;
  }
};

/// Per fold what the other folds have of it, and how many things came next there.
struct Seen {
  Folds count, kinds;
};

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
    for (const auto& [step, held] : steps_) {
      for (std::size_t f = 0; f < folds_; ++f) {
        if (held[f] == 0.0) continue;
        steps += held[f];
        for (std::uint32_t order = 1; order <= kMaxMarkovOrder; ++order)
          result.log_likelihood[order - 1] += held[f] * std::log(chance(step, order, f));
      }
    }
    for (double& sum : result.log_likelihood) sum /= std::max(steps, 1.0);
    const auto& all = result.log_likelihood;
    result.best = 1 + static_cast<int>(std::ranges::max_element(all) - all.begin());
    return result;
  }

 private:
  void add(std::span<const NodeId> before, NodeId next, const Folds& held) {
    History step{.next = next + 1};
    while (step.length < kMaxMarkovOrder && step.length < before.size()) {
      step.players[step.length] = before[before.size() - 1 - step.length];
      ++step.length;
    }
    if (step.length < kMaxMarkovOrder) step.players[step.length++] = kNoNode;
    Folds& sum = held_.try_emplace(step, folds_).first->second;
    for (std::size_t f = 0; f < folds_; ++f) sum[f] += held[f];
  }

  /// Counts of shorter histories are sums of longer ones, in an order of their own.
  void learn() {
    steps_.assign(held_.begin(), held_.end());
    std::ranges::sort(steps_, {}, [](const auto& step) { return step.first; });
    for (const auto& [step, held] : steps_) {
      double all = 0.0;
      for (const double count : held) all += count;
      for (History h = step;; h = h.shorter()) {
        Folds& count = seen_.try_emplace(h, Seen{Folds(folds_), {}}).first->second.count;
        for (std::size_t f = 0; f < folds_; ++f) count[f] += all - held[f];
        if (h.length == 0) break;
      }
    }
    std::vector<std::pair<History, Folds>> pairs;
    for (const auto& [h, seen] : seen_) pairs.emplace_back(h, seen.count);
    std::ranges::sort(pairs, {}, [](const auto& pair) { return pair.first; });
    for (const auto& [h, count] : pairs) {
      Seen& seen = seen_.try_emplace(h.alone(), Seen{Folds(folds_), Folds(folds_)}).first->second;
      for (std::size_t f = 0; f < folds_; ++f) {
        seen.count[f] += count[f];
        seen.kinds[f] += count[f] > 0.0 ? 1.0 : 0.0;
      }
    }
  }

  double chance(History step, std::uint32_t order, std::size_t fold) const {
    while (step.length > order) step = step.shorter();
    const double shorter =
        step.length == 0 ? 1.0 / (players_ + 2.0) : chance(step.shorter(), order, fold);
    const Seen& before = seen_.at(step.alone());
    if (before.count[fold] <= 0.0) return shorter;
    return (seen_.at(step).count[fold] + before.kinds[fold] * shorter) /
           (before.count[fold] + before.kinds[fold]);
  }

  NodeId players_;
  std::size_t folds_;
  std::unordered_map<History, Folds, HashHistory> held_;
  std::unordered_map<History, Seen, HashHistory> seen_;
  std::vector<std::pair<History, Folds>> steps_;
};

/// Equal journeys: a row that shows their path, and how many there are in all rows.
struct Journey {
  std::size_t row;
  double conversions, nulls;
};

std::unordered_map<std::uint64_t, Journey> equal_journeys(const Paths& paths, bool nulls) {
  std::vector<std::uint64_t> names(paths.num_players());
  for (NodeId player = 0; player < names.size(); ++player) {
    names[player] = 0xCBF29CE484222325;  // FNV-1a
    for (const char c : paths.players->name(player))
      names[player] = (names[player] ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  }
  std::unordered_map<std::uint64_t, Journey> journeys;
  for (std::size_t i = 0; i < paths.num_paths(); ++i) {
    std::uint64_t hash = 1;
    for (const NodeId player : paths.path(i)) {
      hash = (hash ^ names[player]) * 0xD6E8FEB86659FD93;
      hash ^= hash >> 32;
    }
    Journey& journey = journeys.try_emplace(hash, Journey{i, 0.0, 0.0}).first->second;
    journey.conversions += paths.conversions[i];
    if (nulls) journey.nulls += paths.nulls[i];
  }
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
  for (const auto& [hash, journey] : equal_journeys(paths, nulls)) {
    if (paths.path(journey.row).empty()) continue;
    Random random(seed, hash);
    const Folds conversions = dealt(journey.conversions, count, random);
    held_out.add_path(paths.path(journey.row), conversions, dealt(journey.nulls, count, random));
  }
  return held_out.choice();
}

}  // namespace grapevine
