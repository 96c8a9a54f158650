#include "algorithms/attribution/shapley.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "algorithms/attribution/coalition_game.hpp"
#include "engine/base/normal_quantile.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Mean and sum of squared deviations of each player's gains (Chan, Golub, LeVeque 1979).
struct Moments {
  double count = 0.0;
  std::vector<double> mean, squares;

  void merge(const Moments& other) {
    if (count == 0.0) {
      *this = other;
      return;
    }
    const double all = count + other.count;
    for (std::size_t p = 0; p < mean.size(); ++p) {
      const double apart = other.mean[p] - mean[p];
      mean[p] += apart * other.count / all;
      squares[p] += other.squares[p] + apart * apart * count * other.count / all;
    }
    count = all;
  }
};

/// The gains of permutations begin .. end-1.
Moments moments_of(std::uint32_t n, const ValueOfOrder& value_of_order, std::size_t begin,
                   std::size_t end, std::uint64_t seed) {
  Moments moments{0.0, std::vector<double>(n), std::vector<double>(n)};
  std::vector<std::uint32_t> order(n);
  std::vector<double> values(n);
  for (std::size_t i = begin; i != end; ++i) {
    Random random(seed, i);
    std::iota(order.begin(), order.end(), 0);
    for (std::uint32_t k = n; k > 1; --k) std::swap(order[k - 1], order[random.below(k)]);
    value_of_order(order, values);
    moments.count += 1.0;
    for (std::uint32_t k = 0; k < n; ++k) {
      const std::uint32_t p = order[k];
      const double gain = values[k] - (k == 0 ? 0.0 : values[k - 1]);
      const double before = gain - moments.mean[p];
      moments.mean[p] += before / moments.count;
      moments.squares[p] += before * (gain - moments.mean[p]);
    }
  }
  return moments;
}

/// The closed form: each path is split equally over its distinct players.
void split_paths(const Paths& paths, ShapleyResult& result) {
  std::vector<std::uint64_t> last_path(paths.num_players());  // from 1; 0: none yet
  std::vector<NodeId> distinct;
  for (std::size_t i = 0; i < paths.num_paths(); ++i) {
    if (paths.conversions[i] == 0.0) continue;
    distinct.clear();
    for (const NodeId player : paths.path(i))
      if (last_path[player] != i + 1) {
        last_path[player] = i + 1;
        distinct.push_back(player);
      }
    const auto players = static_cast<double>(distinct.size());
    for (const NodeId player : distinct) {
      result.conversions[player] += paths.conversions[i] / players;
      result.value[player] += paths.value[i] / players;
    }
  }
}

/// A game of any kind: sums over coalitions within a set, or those by the journeys there, or what
/// the one coalition has that is the set.
class Game {
 public:
  Game(const Coalitions& coalitions, ShapleyGame kind, std::span<const double> worth)
      : coalitions_(coalitions), kind_(kind), worth_(worth) {
    for (std::size_t c = 0; c < coalitions.size(); ++c)
      journeys_.push_back(coalitions.conversions[c] + coalitions.failed[c]);
    scale_ = kind == ShapleyGame::ConversionRate
                 ? std::accumulate(journeys_.begin(), journeys_.end(), 0.0)
                 : 1.0;
    if (kind != ShapleyGame::Coalitions) return;
    for (std::size_t c = 0; c < coalitions.size(); ++c) {
      std::uint64_t mask = 0;
      for (const NodeId p : coalitions.players(c)) mask |= std::uint64_t{1} << p;
      by_mask_.emplace_back(mask, worth[c]);
    }
    std::ranges::sort(by_mask_);  // every set has its place: set s is at s - 1
  }

  std::vector<double> exact(int n) const {
    if (kind_ == ShapleyGame::Coalitions)
      return shapley_exact(n, [&](std::uint32_t set) { return of_set(set); });
    const auto sums = sums_within(coalitions_, worth_, n);
    const auto journeys = sums_within(coalitions_, journeys_, n);
    return scaled(shapley_exact(n, [&](std::uint32_t set) {
      return journeys[set] > 0.0 ? sums[set] / journeys[set] : 0.0;
    }));
  }

  SampledShapley sampled(std::uint32_t n, const ShapleyOptions& options) const {
    const auto along = [&](std::span<const std::uint32_t> order, std::span<double> values) {
      if (kind_ == ShapleyGame::Coalitions) {
        std::uint64_t set = 0;
        for (std::size_t i = 0; i < order.size(); ++i)
          values[i] = of_set(set |= std::uint64_t{1} << order[i]);
        return;
      }
      std::vector<double> journeys(order.size());
      sums_along(coalitions_, worth_, order, values);
      sums_along(coalitions_, journeys_, order, journeys);
      for (std::size_t i = 0; i < order.size(); ++i)
        values[i] = journeys[i] > 0.0 ? values[i] / journeys[i] : 0.0;
    };
    SampledShapley result = shapley_sampled(n, along, options.permutations, options.seed);
    return {scaled(std::move(result.mean)), scaled(std::move(result.standard_error))};
  }

 private:
  double of_set(std::uint64_t set) const { return set == 0 ? 0.0 : by_mask_[set - 1].second; }

  std::vector<double> scaled(std::vector<double> values) const {
    for (double& value : values) value *= scale_;
    return values;
  }

  const Coalitions& coalitions_;
  ShapleyGame kind_;
  std::span<const double> worth_;
  std::vector<double> journeys_;
  double scale_ = 1.0;
  std::vector<std::pair<std::uint64_t, double>> by_mask_;
};

void play(const Paths& paths, const ShapleyOptions& options, ShapleyResult& result) {
  const std::uint32_t n = paths.num_players();
  const Coalitions coalitions = coalitions_of(paths);
  if (options.game == ShapleyGame::Coalitions) refuse_no_set_function(paths, coalitions);
  const Game conversions(coalitions, options.game, coalitions.conversions);
  const Game value(coalitions, options.game, coalitions.value);
  if (n <= kMostExactPlayers) {
    result.conversions = conversions.exact(static_cast<int>(n));
    result.value = value.exact(static_cast<int>(n));
    return;
  }
  result.permutations = options.permutations;
  SampledShapley counts = conversions.sampled(n, options), money = value.sampled(n, options);
  result.conversions = std::move(counts.mean);
  result.standard_error = std::move(counts.standard_error);
  result.value = std::move(money.mean);
  result.value_standard_error = std::move(money.standard_error);
}

}  // namespace

Facts ShapleyResult::facts() const {
  if (game == ShapleyGame::Sum) return {};
  return {{"permutations", std::to_string(permutations)}};
}

ShapleyResult shapley(const Paths& paths, const ShapleyOptions& options) {
  validate(options);
  ShapleyResult result{.game = options.game};
  for (auto* all :
       {&result.conversions, &result.value, &result.standard_error, &result.value_standard_error})
    all->assign(paths.num_players(), 0.0);
  if (options.game == ShapleyGame::Sum)
    split_paths(paths, result);
  else
    play(paths, options, result);
  for (std::size_t p = 0; p < paths.num_players(); ++p) {
    result.low.push_back(result.conversions[p] - kTwoSided95 * result.standard_error[p]);
    result.high.push_back(result.conversions[p] + kTwoSided95 * result.standard_error[p]);
  }
  return result;
}

std::vector<double> shapley_exact(int n, const std::function<double(std::uint32_t)>& v) {
  assert(n >= 0 && n <= static_cast<int>(kMostExactPlayers));
  const std::uint32_t sets = std::uint32_t{1} << n;
  std::vector<double> worth(sets), chance(static_cast<std::size_t>(n)), shares(chance);
  for (std::uint32_t set = 0; set < sets; ++set) worth[set] = v(set);
  // Chance that those before a player are a given set of k: k! (n - 1 - k)! / n!.
  for (int k = 0; k < n; ++k)
    chance[static_cast<std::size_t>(k)] =
        std::tgamma(k + 1) * std::tgamma(n - k) / std::tgamma(n + 1);
  for (std::uint32_t set = 0; set < sets; ++set)
    for (int p = 0; p < n; ++p) {
      const std::uint32_t joined = set | std::uint32_t{1} << p;
      if (joined != set)
        shares[static_cast<std::size_t>(p)] +=
            chance[static_cast<std::size_t>(std::popcount(set))] * (worth[joined] - worth[set]);
    }
  return shares;
}

SampledShapley shapley_sampled(std::uint32_t n, const ValueOfOrder& value_of_order,
                               std::uint64_t permutations, std::uint64_t seed) {
  assert(permutations >= 1);
  constexpr std::size_t kBlock = 64, kAtOnce = 16;  // blocks, so that memory has a bound
  Moments all;
  for (std::size_t from = 0; from < permutations; from += kAtOnce * kBlock) {
    const std::size_t count = std::min<std::size_t>(permutations - from, kAtOnce * kBlock);
    std::vector<Moments> blocks((count + kBlock - 1) / kBlock);
    for_each_block(
        count,
        [&](std::size_t begin, std::size_t end) {
          blocks[begin / kBlock] = moments_of(n, value_of_order, from + begin, from + end, seed);
        },
        kBlock);
    for (const Moments& block : blocks) all.merge(block);
  }
  SampledShapley result{all.mean, std::vector<double>(n)};
  for (std::uint32_t p = 0; p < n; ++p)
    result.standard_error[p] = permutations < 2
                                   ? std::numeric_limits<double>::quiet_NaN()
                                   : std::sqrt(all.squares[p] / (all.count - 1.0) / all.count);
  return result;
}

}  // namespace grapevine
