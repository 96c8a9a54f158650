#pragma once
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include "algorithms/propagation/step_shares.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

/// The ties of a graph as a matrix: the entry (u, v) is the sum of the weights of ties u -> v, in
/// multiples of the largest weight, so that no sum overflows. Negative ties are left out, or taken
/// with their sign. Memory: 8 bytes an arc when ties have weights or signs, or some are left out.
class TieMatrix {
 public:
  TieMatrix(const GraphView& view, TieSigns signs);

  const Graph& graph() const { return graph_; }
  /// What entries are multiples of; 0: all ties weigh nothing.
  double unit() const { return unit_; }

  /// Sum of entry (u, v) x[u] over the ties u -> v.
  double pull(NodeId v, std::span<const double> x) const;
  /// The same of absolute entries.
  double pull_absolute(NodeId v, std::span<const double> x) const;
  /// Sum of entry (u, v) x[v] over the ties u -> v.
  double pull_back(NodeId u, std::span<const double> x) const;

  /// Whether one can go round along ties that weigh something. O(n + m).
  bool has_cycle() const;

 private:
  double entry(EdgeId e) const;

  const Graph& graph_;
  std::vector<double> entry_, in_entry_;  ///< By EdgeId and by incoming rows; empty: all 1.
  double unit_ = 0.0;
};

/// What a power iteration came to. Numbers of it and of the matrix are in multiples of its unit.
struct Dominant {
  std::vector<double> vector;  ///< >= 0, sums to 1; all 0 where the radius is 0.
  double radius = 0.0;
  int iterations = 0;
  double residual = 0.0;  ///< L1 distance from the vector to what the matrix makes of it, scaled.
  bool converged = true;
};

/// The largest eigenvalue of the absolute matrix, and whom its left eigenvector favours: each by
/// those who point to them. By steps x <- (x + xA / |xA|) / 2 from all alike, which settle where a
/// plain power iteration goes to and fro; of several eigenvectors they take the mix that all alike
/// are made of. A matrix without cycles has radius 0, without steps. O(iterations (n + m)).
Dominant dominant_of(const TieMatrix& matrix, double tolerance, int max_iterations);

/// s = endowment + s times the matrix times a factor, which the walks to each node add up to.
struct WalkSums {
  std::vector<double> sum;
  int iterations = 0;
  double residual = std::numeric_limits<double>::infinity();  ///< Of the last step, to |sum|.
  bool converged = false;
};

/// How much of a tie goes on, and the radius that says how much may.
struct Attenuation {
  double factor = 0.0;  ///< What weights are multiplied by.
  double radius = 0.0;  ///< Of the absolute matrix, in weights.
  double step = 0.0;    ///< What entries are multiplied by.
};

/// The factor as given, or else half of the largest that lets the sums end (where ties do not go
/// round, half). Errors: InvalidOption naming `option`, with the radius, when factor x radius >= 1.
Attenuation attenuation_of(const TieMatrix& matrix, std::optional<double> given,
                           std::string_view option);

/// By repeated steps until the L1 change is at most `tolerance` of the sum. Errors: InvalidOption
/// naming `option` when the sums overflow.
WalkSums walk_sums(const TieMatrix& matrix, const Attenuation& attenuation,
                   std::span<const double> endowment, double tolerance, int max_iterations,
                   std::string_view option);

/// The fields of options that say when repeated passes end, `tolerance` being what `change` says.
template <class Options>
constexpr auto pass_fields(std::string_view change) {
  return std::tuple{
      field("tolerance", &Options::tolerance, change, 0.0),
      field("max_iterations", &Options::max_iterations, "Most passes over the ties", 1, 1e9)};
}

/// Those of options of `walk_sums`, the factor first.
template <class Options>
constexpr auto walk_sum_fields(std::string_view name, std::optional<double> Options::* factor,
                               std::string_view help) {
  return std::tuple_cat(
      std::tuple{field(name, factor, help, 0.0, 1e9)},
      pass_fields<Options>("L1 change, as a share of all scores, at which to stop; 0: exactly "
                           "max_iterations passes"));
}

Facts iteration_facts(int iterations, double residual, bool converged);

}  // namespace grapevine
