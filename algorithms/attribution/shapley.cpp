#include "algorithms/attribution/shapley.hpp"

#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

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

}  // namespace

ShapleyResult shapley(const Paths& paths, const ShapleyOptions&) {
  ShapleyResult result{std::vector<double>(paths.num_players()),
                       std::vector<double>(paths.num_players())};
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
  return result;
}

std::vector<double> shapley_exact(int n, const std::function<double(std::uint32_t)>& v) {
  assert(n >= 0 && n <= 12);
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
  constexpr std::size_t kBlock = 64;
  std::vector<Moments> blocks((permutations + kBlock - 1) / kBlock);
  for_each_block(
      permutations,
      [&](std::size_t begin, std::size_t end) {
        blocks[begin / kBlock] = moments_of(n, value_of_order, begin, end, seed);
      },
      kBlock);
  Moments all;
  for (const Moments& block : blocks) all.merge(block);
  SampledShapley result{all.mean, std::vector<double>(n)};
  for (std::uint32_t p = 0; p < n; ++p)
    result.standard_error[p] = permutations < 2
                                   ? std::numeric_limits<double>::quiet_NaN()
                                   : std::sqrt(all.squares[p] / (all.count - 1.0) / all.count);
  return result;
}

}  // namespace grapevine
