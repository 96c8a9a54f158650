#include "engine/linear/resolvent.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "engine/linear/visits_at_once.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kDenseStates = 256, kFallbackStates = 3000;
constexpr int kMaxSweeps = 10'000, kSweepsPerScale = 100;
constexpr int kMaxSeries = 10'000;

/// I - Q = LU. Entries off the diagonal are stored as they are, <= 0, those of L times its pivot.
class Elimination {
 public:
  explicit Elimination(const SparseRows& q) : n_(q.size()), a_(n_ * n_) {
    for (std::size_t i = 0; i < n_; ++i) {
      at(i, i) = 1.0;
      for (std::uint64_t e = q.first[i]; e < q.first[i + 1]; ++e) at(i, q.column[e]) -= q.value[e];
    }
    for (std::size_t k = 0; k < n_; ++k)
      for (std::size_t i = k + 1; i < n_; ++i) {
        if (at(i, k) == 0.0) continue;
        const double factor = at(i, k) /= at(k, k);
        for (std::size_t j = k + 1; j < n_; ++j) at(i, j) -= factor * at(k, j);
      }
  }

  std::vector<double> solve(std::span<const double> b) const {
    std::vector<double> x(b.begin(), b.end());
    for (std::size_t i = 0; i < n_; ++i)
      for (std::size_t j = 0; j < i; ++j) x[i] -= at(i, j) * x[j];
    for (std::size_t i = n_; i-- > 0;) {
      for (std::size_t j = i + 1; j < n_; ++j) x[i] -= at(i, j) * x[j];
      x[i] /= at(i, i);
    }
    return x;
  }

  /// The entry (v, v) of (I - Q)^-1: what is solved for e_v has nothing before v on the way down,
  /// and nothing before v is asked for on the way up. All of them together take n^3 / 3.
  double diagonal(std::size_t v) const {
    std::vector<double> x(n_);
    x[v] = 1.0;
    for (std::size_t i = v + 1; i < n_; ++i)
      for (std::size_t j = v; j < i; ++j) x[i] -= at(i, j) * x[j];
    for (std::size_t i = n_; i-- > v;) {
      for (std::size_t j = i + 1; j < n_; ++j) x[i] -= at(i, j) * x[j];
      x[i] /= at(i, i);
    }
    return x[v];
  }

 private:
  double& at(std::size_t i, std::size_t j) { return a_[i * n_ + j]; }
  double at(std::size_t i, std::size_t j) const { return a_[i * n_ + j]; }

  std::size_t n_;
  std::vector<double> a_;
};

double residual_of(const SparseRows& q, std::span<const double> b, std::span<const double> x) {
  double worst = 0.0, largest = 0.0;
  for (std::size_t i = 0; i < q.size(); ++i) {
    double sum = b[i];
    for (std::uint64_t e = q.first[i]; e < q.first[i + 1]; ++e) sum += q.value[e] * x[q.column[e]];
    worst = std::max(worst, std::abs(sum - x[i]));
    largest = std::max(largest, x[i]);
  }
  return largest > 0.0 ? worst / largest : worst;
}

/// Whether a sweep left every entry as it was, to 1e-14 of itself.
bool sweep(const SparseRows& q, std::span<const std::uint32_t> order, std::span<const double> b,
           std::span<double> x) {
  bool settled = true;
  for (const std::uint32_t i : order) {
    double sum = b[i], stays = 0.0;
    for (std::uint64_t e = q.first[i]; e < q.first[i + 1]; ++e) {
      if (q.column[e] == i)
        stays += q.value[e];
      else
        sum += q.value[e] * x[q.column[e]];
    }
    const double next = sum / (1.0 - stays);
    if (std::abs(next - x[i]) > 1e-14 * next) settled = false;
    x[i] = next;
  }
  return settled;
}

/// Makes x as large as all rows together ask for, each weighed by how long walks stay there. Where
/// walks mix sooner than they end, x has its shape long before its size.
class Rescaling {
 public:
  explicit Rescaling(const SparseRows& q) : weight_(q.size(), 1.0), lost_(q.size()) {
    for (int step = 0; step < kMixingSteps; ++step) {
      double largest = 0.0;
      lost_.assign(q.size(), 0.0);
      for (std::size_t i = 0; i < q.size(); ++i)
        for (std::uint64_t e = q.first[i]; e < q.first[i + 1]; ++e)
          lost_[q.column[e]] += weight_[i] * q.value[e];
      for (std::size_t i = 0; i < q.size(); ++i) {
        const double next = 0.5 * (weight_[i] + lost_[i]);  // half stay, lest a cycle never mixes
        lost_[i] = weight_[i] - lost_[i];
        if (step + 1 < kMixingSteps) largest = std::max(largest, weight_[i] = next);
      }
      if (largest > 0.0 && step + 1 < kMixingSteps)
        for (double& weight : weight_) weight /= largest;
    }
  }

  void apply(std::span<const double> b, std::span<double> x) const {
    double given = 0.0, kept = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      given += weight_[i] * b[i];
      kept += lost_[i] * x[i];
    }
    if (kept > 0.0 && given > 0.0)
      for (double& value : x) value *= given / kept;
  }

 private:
  static constexpr int kMixingSteps = 200;

  std::vector<double> weight_, lost_;  // lost = weight (I - Q)
};

Resolved swept(const SparseRows& q, std::span<const double> b) {
  Resolved result{.x = std::vector<double>(q.size())};
  const auto order = successors_first(q);
  std::optional<Rescaling> rescaling;
  bool settled = false;
  while (!settled && result.iterations < kMaxSweeps) {
    settled = sweep(q, order, b, result.x);
    ++result.iterations;
    if (settled || result.iterations % kSweepsPerScale != 0) continue;
    if (!rescaling) rescaling.emplace(q);
    rescaling->apply(b, result.x);
  }
  result.residual = residual_of(q, b, result.x);
  // A slow walk has a small residual long before its end.
  if (!settled) result.residual = std::max(result.residual, 1e-11);
  return result;
}

/// The distribution of a walk from `start`, step by step, over the states that it reaches.
class ForwardSeries {
 public:
  explicit ForwardSeries(const SparseRows& q) : q_(q), mass_(q.size()), next_(q.size()) {}

  /// Expected visits of `start`; < 0 where the walk does not end in time.
  double visits(std::uint32_t start) {
    touched_ = {start};
    mass_[start] = 1.0;
    double total = 1.0, left = 1.0;
    for (int step = 0; left > 1e-13; ++step) {
      if (step == kMaxSeries) total = -1.0;
      left = advance();
      if (total < 0.0) break;
      total += mass_[start];
      ++steps_;
    }
    for (const std::uint32_t i : touched_) mass_[i] = 0.0;
    return total;
  }

  /// Whether a step so far took in the mean a good part of all entries, and how many there were.
  bool goes_everywhere() const {
    return moves_ > 0.25 * steps_ * static_cast<double>(q_.column.size());
  }
  double steps() const { return steps_; }

 private:
  double advance() {
    reached_.clear();
    double left = 0.0;
    for (const std::uint32_t i : touched_) {
      moves_ += static_cast<double>(q_.first[i + 1] - q_.first[i]);
      for (std::uint64_t e = q_.first[i]; e < q_.first[i + 1]; ++e) {
        const double moved = mass_[i] * q_.value[e];
        if (moved == 0.0) continue;
        if (next_[q_.column[e]] == 0.0) reached_.push_back(q_.column[e]);
        next_[q_.column[e]] += moved;
        left += moved;
      }
      mass_[i] = 0.0;
    }
    std::swap(mass_, next_);
    std::swap(touched_, reached_);
    return left;
  }

  const SparseRows& q_;
  std::vector<double> mass_, next_;
  std::vector<std::uint32_t> touched_, reached_;
  double steps_ = 0.0, moves_ = 0.0;
};

/// Whether walks from some of the nodes, spread over all, reach most states and end soon.
bool walks_go_everywhere(const SparseRows& q, std::span<const std::uint32_t> nodes) {
  constexpr std::size_t kTried = 4;
  ForwardSeries series(q);
  for (std::size_t i = 0; i < kTried && i < nodes.size(); ++i)
    series.visits(nodes[i * nodes.size() / kTried]);
  return series.goes_everywhere() && series.steps() <= 400.0 * kTried;
}

/// Whether eliminating once costs less than a series for each of the nodes, which takes some thirty
/// times as many steps as walks from it do.
bool elimination_is_cheaper(const SparseRows& q, std::span<const std::uint32_t> nodes) {
  const auto n = static_cast<double>(q.size());
  if (q.size() > kFallbackStates) return false;
  const Resolved length = resolvent_solve(q, std::vector<double>(q.size(), 1.0));
  double steps = 0.0;
  for (const std::uint32_t v : nodes) steps += std::min(30.0 * length.x[v], 1.0 * kMaxSeries);
  return steps * static_cast<double>(q.column.size()) >
         n * n * n / 3.0 + static_cast<double>(nodes.size()) * n * n;
}

std::vector<double> unit(std::size_t n, std::uint32_t v) {
  std::vector<double> b(n);
  b[v] = 1.0;
  return b;
}

}  // namespace

SparseRows transposed(const SparseRows& q) {
  SparseRows turned{.first = std::vector<std::uint64_t>(q.size() + 1),
                    .column = std::vector<std::uint32_t>(q.column.size()),
                    .value = std::vector<double>(q.column.size())};
  for (const std::uint32_t column : q.column) ++turned.first[column + 1];
  std::partial_sum(turned.first.begin(), turned.first.end(), turned.first.begin());
  std::vector<std::uint64_t> next(turned.first.begin(), turned.first.end() - 1);
  for (std::uint32_t i = 0; i < q.size(); ++i)
    for (std::uint64_t e = q.first[i]; e < q.first[i + 1]; ++e) {
      const std::uint64_t place = next[q.column[e]]++;
      turned.column[place] = i;
      turned.value[place] = q.value[e];
    }
  return turned;
}

std::vector<std::uint32_t> successors_first(const SparseRows& q) {
  std::vector<std::uint32_t> order;
  order.reserve(q.size());
  std::vector<std::uint8_t> seen(q.size());
  std::vector<std::pair<std::uint32_t, std::uint64_t>> open;  // a row, and its next entry
  for (std::uint32_t root = 0; root < q.size(); ++root) {
    if (seen[root]) continue;
    seen[root] = 1;
    open.emplace_back(root, q.first[root]);
    while (!open.empty()) {
      auto& [row, entry] = open.back();
      if (entry == q.first[row + 1]) {
        order.push_back(row);
        open.pop_back();
        continue;
      }
      const std::uint32_t next = q.column[entry++];
      if (seen[next]) continue;
      seen[next] = 1;
      open.emplace_back(next, q.first[next]);
    }
  }
  return order;
}

Resolved resolvent_solve(const SparseRows& q, std::span<const double> b) {
  Resolved result;
  if (q.size() > kDenseStates) result = swept(q, b);
  if (q.size() <= kDenseStates || (!result.converged() && q.size() <= kFallbackStates)) {
    result.x = Elimination(q).solve(b);
    result.residual = residual_of(q, b, result.x);
  }
  return result;
}

std::vector<double> resolvent_diagonal(const SparseRows& q, std::span<const std::uint32_t> nodes) {
  std::vector<double> diagonal(nodes.size());
  const std::size_t n = q.size();
  if (n <= kDenseStates || elimination_is_cheaper(q, nodes)) {
    const Elimination elimination(q);
    for_each_index(
        nodes.size(), [&](std::size_t i) { diagonal[i] = elimination.diagonal(nodes[i]); }, 16);
    return diagonal;
  }
  if (nodes.size() > VisitsAtOnce::kNodes && walks_go_everywhere(q, nodes)) {
    const SparseRows into = transposed(q);
    auto order = successors_first(q);
    std::ranges::reverse(order);
    for_each_block(
        nodes.size(),
        [&](std::size_t begin, std::size_t end) {
          const auto own = nodes.subspan(begin, end - begin);
          if (const auto visits = VisitsAtOnce(into, order).find(own))
            std::copy_n(visits->begin(), own.size(), &diagonal[begin]);
        },
        VisitsAtOnce::kNodes);
  }
  for_each_block(
      nodes.size(),
      [&](std::size_t begin, std::size_t end) {
        ForwardSeries series(q);
        for (std::size_t i = begin; i != end; ++i) {
          if (diagonal[i] > 0.0) continue;
          diagonal[i] = series.visits(nodes[i]);
          if (diagonal[i] < 0.0)
            diagonal[i] = resolvent_solve(q, unit(q.size(), nodes[i])).x[nodes[i]];
        }
      },
      64);
  return diagonal;
}

}  // namespace grapevine
