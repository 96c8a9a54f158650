#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/diffusion/influence_sketches.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct InfluenceValueOptions {
  CascadeModel cascade = CascadeModel::IndependentCascade;
  std::string weights = "weighted_cascade";
  int sketch_size = 64;
  bool detractors = true;
  std::uint64_t seed = 0;

  static constexpr auto fields() {
    using O = InfluenceValueOptions;
    return std::tuple{
        field("cascade", &O::cascade, "Independent cascade, or linear threshold",
              kCascadeModelNames),
        field("weights", &O::weights,
              "Chances of ties: weighted_cascade, uniform=P, trivalency or column=weight; in a "
              "study also learned, from who entered after whom"),
        field("sketch_size", &O::sketch_size,
              "Entries of each person's sketch; the error falls with its root", 8, 1024),
        field("detractors", &O::detractors,
              "In a study, whether the cascades of people whose stance is below 0 count as "
              "negative"),
        field("seed", &O::seed, "Seed of the random numbers")};
  }
};

struct InfluenceValueResult {
  std::vector<double> value, low, high;  ///< Per node.

  static constexpr auto columns() {
    using R = InfluenceValueResult;
    return std::tuple{
        column("influence_value", &R::value, "people",
               "people whom a cascade that begins with the person reaches, on average, the person "
               "included",
               "ties"),
        column("influence_low", &R::low, "people", "lower end of its interval of 95 %", "ties"),
        column("influence_high", &R::high, "people", "upper end of its interval of 95 %", "ties")};
  }
  Facts facts() const { return {}; }
};

/// Per (context, person).
struct InfluenceInStudyResult {
  std::vector<double> value, low, high;
  std::vector<std::string> warnings;

  static constexpr auto columns() {
    using R = InfluenceInStudyResult;
    constexpr auto kSource = "ties purchases.margin stance";
    return std::tuple{
        column("influence_value", &R::value, "money",
               "margin in the context of those whom a cascade that begins with the person reaches, "
               "on average, without the person's own; below 0 for detractors",
               kSource),
        column("influence_low", &R::low, "money", "lower end of its interval of 95 %", kSource),
        column("influence_high", &R::high, "money", "upper end of its interval of 95 %", kSource)};
  }
};

inline constexpr AlgorithmDoc kInfluenceValueDoc{
    .name = "influence_value",
    .section = "diffusion",
    .summary =
        "What a cascade of word of mouth that begins with each person reaches, with an interval.",
    .complexity =
        "Time O(contexts x sketch_size x people x those who reach a target), memory O(people x "
        "sketch_size + ties)",
    .reference =
        "Cohen, Delling, Pajor, Werneck 2014, Sketch-Based Influence Maximization and Computation",
    .memory = {.node = 64 * 8 + 190, .arc = 0, .weighted_arc = 8},
    .by_request = true};

/// Expected spread of each node alone, by `InfluenceSketches`. Errors: those of `read_chance_rule`
/// and `TieChances`.
InfluenceValueResult influence_value(const GraphView& view,
                                     const InfluenceValueOptions& options = {});

/// For each context, along the study's ties of that context or of every one that have not ended, in
/// the direction of influence: targets count by the margin of their purchases there (refunds taken
/// off, 0 at least), the person's own left out. The chances are assumptions unless
/// they are learned (`ChanceLearner`), which may be likeness; a warning says which.
InfluenceInStudyResult influence_value_in_study(const ScoreInputs& inputs,
                                                const InfluenceValueOptions& options = {});

}  // namespace grapevine
