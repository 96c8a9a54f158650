#pragma once
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/influence_maximization/set_cover.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

/// Which ways of choosing are tried beside the first step alone and those with the most ties.
enum class SeedEngine { ReverseSets, Sketches, Best };
inline constexpr std::string_view kSeedEngineNames[] = {"reverse_sets", "sketches", "best"};

struct SeedOptions {
  int k = 50;
  CascadeModel model = CascadeModel::IndependentCascade;
  std::string weights = "weighted_cascade";
  SeedEngine engine = SeedEngine::ReverseSets;
  bool with_signs = false;
  std::vector<std::string> detractors;
  std::optional<double> budget;
  std::vector<std::string> exclude;
  double epsilon = 0.1;
  int most_samples = 1 << 22;
  std::uint64_t seed = 0;

  static constexpr auto fields() {
    using O = SeedOptions;
    return std::tuple{
        field("k", &O::k, "Most people to choose", 1, 1e9),
        field("model", &O::model, "Independent cascade, or linear threshold", kCascadeModelNames),
        field("weights", &O::weights,
              "Chances of ties: weighted_cascade, uniform=P, trivalency or column=NAME; of a study "
              "also learned"),
        field("engine", &O::engine,
              "Greedily by reverse sets, by reachability sketches, or the better of both",
              kSeedEngineNames),
        field("signed", &O::with_signs,
              "Whether ties of sign -1 pass on the opposite opinion instead of nothing, and who is "
              "set against counts negative"),
        field("detractors", &O::detractors,
              "With signed, ids of who speaks against, whoever reaches them, separated by commas"),
        field("budget", &O::budget, "Most that the chosen may cost together; none: no limit", 0.0),
        field("exclude", &O::exclude,
              "Ids of who may not be chosen, separated by commas; they can be reached"),
        field("epsilon", &O::epsilon,
              "Sample until the certified ratio is 1 - 1/e less this, or most_samples are drawn",
              0.01, 0.6),
        field("most_samples", &O::most_samples, "Most samples to choose from", 256, 1 << 30),
        field("seed", &O::seed, "Seed of the random numbers")};
  }
};

/// Refuses signs where they mean nothing, and detractors without them: InvalidOption.
void validate_signs(const SeedOptions& options);

/// People to begin with, and how good they are.
struct SeedChoice {
  std::vector<NodeId> seeds;    ///< In the order of choosing.
  std::string engine;           ///< Which way of choosing won.
  RunMean spread;               ///< Value reached, from samples that did not choose.
  RunMean top_degree;           ///< The same of those with the most ties.
  RunMean against = {};         ///< Value set against, which the spread is less of.
  bool is_certified = true;     ///< Or the two numbers that follow say nothing.
  double certain_spread = 0.0;  ///< It is no less, ...
  double largest_spread = 0.0;  ///< ... and no choice reaches more, but for a chance of 1 / people.
  double total_value = 0.0;     ///< Of everybody.
  std::uint64_t samples = 0, evaluated = 0;  ///< Samples that chose, and that judged.

  /// Of the spread to the largest possible.
  double certified_ratio() const {
    return largest_spread > 0.0 ? certain_spread / largest_spread : 1.0;
  }
};

/// What seeds may cost and whom they are to reach.
struct SeedInputs {
  std::vector<double> costs;   ///< > 0, of each person; empty: 1 each.
  std::vector<double> values;  ///< >= 0, of each person; empty: 1 each.
  std::vector<bool> excluded;  ///< Of each person; empty: nobody.
  /// With signs, who speaks against whoever reaches them, of each person; empty: nobody.
  std::vector<bool> detractors;
  OwnWord own_word = OwnWord::Counts;  ///< Silent: who is chosen counts if another reaches them.
};

/// Chooses at most `k` people, within the budget, whose cascades reach most value. Ways that
/// are tried: greedily by reverse reachable sets (Tang, Tang, Xiao, Yuan 2018, Online Processing
/// Algorithms for Influence Maximization; rows of equal chances by geometric skips, Guo, Wang, Wei,
/// Chen 2020, Influence Maximization Revisited), by sketches (`choose_by_sketches`), as `engine`
/// says; greedily by the first step alone, and those with the most ties. Independent samples judge
/// which is returned, and those with the most ties unless another is better beyond noise. Samples
/// grow until they tell what each of the chosen adds to 5 % on average, whatever `epsilon` says,
/// then until the ratio is certified. Where sets are large (most are, once cascades reach a share
/// of everybody), those of more than 256 people count as met while choosing, which leaves the bound
/// of the best a bound.
///
/// Time O(samples x size of a set + ties), memory 8 bytes a member of a set. More people than can
/// be chosen: all of them. Errors: InvalidOption for a budget below the cheapest person's cost, or
/// when nobody may be chosen, or those of `validate_signs`; BadInput where chances are none
/// for the model.
SeedChoice choose_seeds(const TieChances& chances, const SeedInputs& inputs,
                        const SeedOptions& options);

/// Value that each of the chosen adds to those chosen before; with signs see `signed_values_added`.
/// By as many samples of their own as judged.
std::vector<RunMean> values_added(const TieChances& chances, const SeedInputs& inputs,
                                  const SeedOptions& options, const SeedChoice& choice);

/// Most bytes that `choose_seeds` holds beside graph and chances, on so many threads.
std::uint64_t choose_seeds_bytes(const GraphSize& size, const SeedOptions& options,
                                 std::size_t threads);

}  // namespace grapevine
