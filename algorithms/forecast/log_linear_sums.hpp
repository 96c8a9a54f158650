#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

#include "engine/parallel/vector_set.hpp"

// What one pass of a log-linear fit adds up over some rows; a part of log_linear_fit.cpp, where a
// copy of it is compiled for each set of instructions.

namespace grapevine {

/// Logarithms of means are kept within these.
inline constexpr double kLeastLog = -14.0, kMostLog = 6.0;
inline constexpr std::size_t kChunk = 256;  ///< Rows whose weights stay in the first cache.
inline constexpr std::size_t kLanes = 8;    ///< Sums that run side by side: part of every result.

struct alignas(64) Chunk : std::array<double, kChunk> {};

/// kLanes numbers side by side. Registers may be narrower: the sums are the same.
using Lanes = double __attribute__((vector_size(kLanes * sizeof(double)), may_alias));

GRAPEVINE_INLINE const Lanes& lanes_at(const double* aligned) {
  return *reinterpret_cast<const Lanes*>(aligned);
}

GRAPEVINE_INLINE double sum_of(const Lanes& l) {
  return ((l[0] + l[1]) + (l[2] + l[3])) + ((l[4] + l[5]) + (l[6] + l[7]));
}

/// Adds to sums[j] the products of `factor` with each of `count` columns, over the first `rows`
/// numbers of each: a multiple of kLanes, chunks being filled up with zeros. Four columns at a
/// time, so that `factor` is loaded once for them.
GRAPEVINE_INLINE void add_products(const Chunk& factor, const Chunk* columns, std::size_t count,
                                   std::size_t rows, double* sums) {
  std::size_t j = 0;
  for (; j + 4 <= count; j += 4) {
    Lanes a{}, b{}, c{}, d{};
    for (std::size_t i = 0; i < rows; i += kLanes) {
      const Lanes f = lanes_at(&factor[i]);
      a += f * lanes_at(&columns[j][i]);
      b += f * lanes_at(&columns[j + 1][i]);
      c += f * lanes_at(&columns[j + 2][i]);
      d += f * lanes_at(&columns[j + 3][i]);
    }
    sums[j] += sum_of(a);
    sums[j + 1] += sum_of(b);
    sums[j + 2] += sum_of(c);
    sums[j + 3] += sum_of(d);
  }
  for (; j < count; ++j) {
    Lanes a{};
    for (std::size_t i = 0; i < rows; i += kLanes)
      a += lanes_at(&factor[i]) * lanes_at(&columns[j][i]);
    sums[j] += sum_of(a);
  }
}

/// Replaces kLanes numbers in [kLeastLog, kMostLog] by their exponentials, to two units in the last
/// place: 2^n times the series of exp on [-ln 2 / 2, ln 2 / 2].
GRAPEVINE_INLINE void exponentiate(double* aligned) {
  constexpr double kRound = 0x1.8p52, kLog2E = 0x1.71547652b82fep0;
  constexpr double kLn2High = 0x1.62e42fefa38p-1, kLn2Low = 0x1.ef35793c7673p-45;
  const Lanes& x = lanes_at(aligned);
  const Lanes shifted = x * kLog2E + kRound, n = shifted - kRound;
  const Lanes r = (x - n * kLn2High) - n * kLn2Low;
  Lanes sum = Lanes{} + 1.0 / 6'227'020'800.0;
  for (const double inverse :
       {1.0 / 479'001'600.0, 1.0 / 39'916'800.0, 1.0 / 3'628'800.0, 1.0 / 362'880.0, 1.0 / 40'320.0,
        1.0 / 5'040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0})
    sum = sum * r + inverse;
  // The low bits of `shifted` are n.
  using Bits = std::uint64_t __attribute__((vector_size(sizeof(Lanes))));
  sum *= reinterpret_cast<Lanes>((reinterpret_cast<Bits>(shifted) + 1023) << 52);
  std::memcpy(aligned, &sum, sizeof sum);
}

/// Some rows: what they are made of, and what a pass wants of them.
struct ChunkOfRows {
  std::size_t rows;  ///< At most kChunk.
  std::span<const float* const> columns;
  std::span<const double> beta;  ///< The intercept, then one a column.
  const double* counts;
  double dispersion;
  Chunk* z;           ///< Room for 1 and each column.
  double* gradient;   ///< One more than columns.
  double* curvature;  ///< Rows of as many.
  double* moments;    ///< The excess over Poisson's variance, and squared means.
};

GRAPEVINE_INLINE void add_sums(const ChunkOfRows& c) {
  const std::size_t n = c.columns.size() + 1, padded = (c.rows + kLanes - 1) / kLanes * kLanes;
  Chunk mean, weight, residual, weighted, moments[2];
  for (std::size_t i = 0; i < padded; ++i) {
    c.z[0][i] = i < c.rows ? 1.0 : 0.0;
    mean[i] = c.beta[0];
  }
  for (std::size_t k = 1; k < n; ++k) {
    const float* const column = c.columns[k - 1];
    for (std::size_t i = 0; i < c.rows; ++i) {
      c.z[k][i] = static_cast<double>(column[i]);
      mean[i] += c.beta[k] * c.z[k][i];
    }
    for (std::size_t i = c.rows; i < padded; ++i) c.z[k][i] = 0.0;
  }
  for (std::size_t i = 0; i < padded; ++i)
    mean[i] = std::min(std::max(mean[i], kLeastLog), kMostLog);
  for (std::size_t i = 0; i < padded; i += kLanes) exponentiate(&mean[i]);
  for (std::size_t i = 0; i < padded; ++i) {
    const double here = c.z[0][i], error = i < c.rows ? c.counts[i] - mean[i] : 0.0;
    const double shrunk = here / (1.0 + c.dispersion * mean[i]);
    weight[i] = mean[i] * shrunk;
    residual[i] = error * shrunk;
    moments[0][i] = (error * error - mean[i]) * here;
    moments[1][i] = mean[i] * mean[i] * here;
  }
  add_products(c.z[0], moments, 2, padded, c.moments);
  add_products(residual, c.z, n, padded, c.gradient);
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < padded; ++i) weighted[i] = weight[i] * c.z[k][i];
    add_products(weighted, c.z, k + 1, padded, c.curvature + k * n);
  }
}

}  // namespace grapevine
