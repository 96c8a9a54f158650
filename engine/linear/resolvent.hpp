#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace grapevine {

/// A square matrix by rows: those of row i stand at first[i] ... first[i + 1]. Substochastic where
/// entries are >= 0, no row sums to more than 1, and a walk along them ends sooner or later.
struct SparseRows {
  std::vector<std::uint64_t> first = {0};
  std::vector<std::uint32_t> column;
  std::vector<double> value;

  std::size_t size() const { return first.size() - 1; }
};

/// Rows made columns; the entries of a row in the order of their columns. O(rows + entries).
SparseRows transposed(const SparseRows& q);

/// The order in which a sweep that reads successors should visit the rows: the post-order of a
/// depth-first walk, so that one sweep is enough where there is no cycle. O(rows + entries).
std::vector<std::uint32_t> successors_first(const SparseRows& q);

/// A solution, how many sweeps were made (elimination may have followed them) and the largest |b +
/// Qx - x| divided by the largest x.
struct Resolved {
  std::vector<double> x;
  int iterations = 0;
  double residual = 0.0;

  bool converged() const { return residual <= 1e-12; }
};

/// (I - Q)^-1 b for b >= 0: what a walk from each state collects before it ends, b(s) at each visit
/// of s. For attribution of Markov chains.
///
/// Up to 256 states by elimination, else by Gauss-Seidel sweeps until no entry changes by more than
/// 1e-14 of itself, now and then scaled to what all rows together ask for; where these do not come
/// to an end, by elimination up to 3,000 states. Both only add and multiply what is not negative,
/// but for the pivots, so that no x is negative: elimination needs no exchange of rows, as each
/// row's diagonal outweighs the rest of it (Higham 2002, Accuracy and Stability of Numerical
/// Algorithms, 9.5). Time O(n^3) or O(sweeps x entries).
Resolved resolvent_solve(const SparseRows& q, std::span<const double> b);

/// The entries (v, v) of (I - Q)^-1 for the given v: expected visits of v by a walk from v, >= 1.
/// Up to 256 states by elimination, also up to 3,000 where walks are so long that it is cheaper;
/// else where walks reach most states for eight nodes at once (see `VisitsAtOnce`), and per node
/// the series of e_v Q^k at v until the mass that still walks is <= 1e-13; a walk that goes on for
/// too long is solved as above. Nodes in parallel.
std::vector<double> resolvent_diagonal(const SparseRows& q, std::span<const std::uint32_t> nodes);

}  // namespace grapevine
