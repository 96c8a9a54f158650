#include "algorithms/evaluation/rank_correlation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

using Pair = std::pair<double, double>;

std::int64_t pairs_among(std::int64_t n) { return n * (n - 1) / 2; }

/// Pairs of neighbours that `same` calls equal, in sorted rows: what a list does not tell apart.
template <class Same>
std::int64_t tied_pairs(const std::vector<Pair>& rows, const Same& same) {
  std::int64_t pairs = 0, run = 1;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (same(rows[i - 1], rows[i])) {
      ++run;
      continue;
    }
    pairs += pairs_among(run);
    run = 1;
  }
  return pairs + pairs_among(run);
}

/// Sorts rows[begin, end) by the second value, bottom up, and counts pairs that stood in the wrong
/// order; equal ones did not.
std::int64_t sort_counting_swaps(std::vector<Pair>& rows) {
  std::vector<Pair> merged(rows.size());
  std::int64_t swaps = 0;
  for (std::size_t width = 1; width < rows.size(); width *= 2) {
    for (std::size_t begin = 0; begin < rows.size(); begin += 2 * width) {
      const std::size_t middle = std::min(rows.size(), begin + width);
      const std::size_t end = std::min(rows.size(), begin + 2 * width);
      std::size_t left = begin, right = middle;
      for (std::size_t out = begin; out < end; ++out) {
        const bool take_right =
            right < end && (left == middle || rows[right].second < rows[left].second);
        if (take_right) swaps += static_cast<std::int64_t>(middle - left);
        merged[out] = rows[take_right ? right++ : left++];
      }
    }
    rows.swap(merged);
  }
  return swaps;
}

/// The lists side by side; refuses what cannot be ranked.
std::vector<Pair> paired(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size())
    throw Error(ErrorCode::BadInput, "evaluation",
                fmt::format("{} values beside {}", a.size(), b.size()), "give lists of one length");
  std::vector<Pair> rows(a.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (std::isnan(a[i]) || std::isnan(b[i]))
      throw Error(ErrorCode::BadInput, fmt::format("evaluation: row {}", i + 1), "a value is NaN",
                  "leave out who has no value");
    rows[i] = {a[i], b[i]};
  }
  return rows;
}

/// Twice the rank of each value, less their mean: whole numbers, ties or not.
std::vector<double> centred_ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  parallel_sort(order, [&](std::size_t i, std::size_t j) {
    return std::pair(values[i], i) < std::pair(values[j], j);
  });
  std::vector<double> ranks(values.size());
  const auto n = static_cast<double>(order.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t k = begin; k < end; ++k)
      ranks[order[k]] = static_cast<double>(begin + end + 1) - (n + 1.0);
  }
  return ranks;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

std::optional<double> kendall_tau(std::span<const double> a, std::span<const double> b) {
  std::vector<Pair> rows = paired(a, b);
  parallel_sort(rows, std::less<Pair>());
  const auto same_first = [](const Pair& x, const Pair& y) { return x.first == y.first; };
  const auto same_second = [](const Pair& x, const Pair& y) { return x.second == y.second; };
  const std::int64_t all = pairs_among(static_cast<std::int64_t>(rows.size()));
  const std::int64_t tied_a = tied_pairs(rows, same_first);
  const std::int64_t tied_both = tied_pairs(rows, std::equal_to<Pair>());
  const std::int64_t discordant = sort_counting_swaps(rows);
  const std::int64_t tied_b = tied_pairs(rows, same_second);
  if (all == tied_a || all == tied_b) return std::nullopt;
  const std::int64_t concordant_less_discordant =
      all - tied_a - tied_b + tied_both - 2 * discordant;
  // The root of a rounded square is the number: equal lists give exactly 1.
  return static_cast<double>(concordant_less_discordant) /
         std::sqrt(static_cast<double>(all - tied_a) * static_cast<double>(all - tied_b));
}

std::optional<double> spearman_rho(std::span<const double> a, std::span<const double> b) {
  paired(a, b);
  const std::vector<double> x = centred_ranks(a), y = centred_ranks(b);
  const double spread = dot(x, x) * dot(y, y);
  if (spread == 0.0) return std::nullopt;
  return dot(x, y) / std::sqrt(spread);
}

}  // namespace grapevine
