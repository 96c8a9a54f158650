#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/causality/influence_steps.hpp"
#include "algorithms/evaluation/paired_bootstrap.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct MatchedEstimateOptions {
  Period step = Period::Month;
  std::string group;
  double level = 0.95;
  int least_entries = 20;

  static constexpr auto fields() {
    using O = MatchedEstimateOptions;
    return std::tuple{
        field("step", &O::step, "Time step in which a person may enter a context", kStepNames),
        field("group", &O::group,
              "Column of the people table; people are compared only with those of the same value. "
              "Empty: with everybody"),
        field("level", &O::level, "Chance that an interval is meant to cover the truth", 0.5,
              0.9999),
        field("least_entries", &O::least_entries,
              "Contexts with fewer entries of people with influencers are not judged", 2, 1e9)};
  }
};

/// How much oftener the exposed enter than the others: a difference of chances a step, and their
/// ratio, each with its interval. NaN where the data do not tell.
struct RiskComparison {
  double difference = 0.0, difference_low = 0.0, difference_high = 0.0;
  double ratio = 0.0, ratio_low = 0.0, ratio_high = 0.0;
};

/// Steps that people spent before they entered, and the entries that ended them.
struct RiskCounts {
  std::int64_t exposed = 0, exposed_entries = 0;      ///< With a friend who had entered.
  std::int64_t unexposed = 0, unexposed_entries = 0;  ///< Without.
};

/// What matching says of one context.
struct MatchedEstimate {
  ContextId context = kEveryContext;  ///< kEveryContext: all together.
  RiskCounts all;                     ///< Of people with an influencer.
  std::int64_t matched = 0;           ///< Exposed steps with unexposed ones like them.
  RiskComparison naive;               ///< All exposed against all others.
  RiskComparison matched_risk;        ///< Like against like.
  Verdict verdict =
      Verdict::CannotBeJudged;  ///< Better: the exposed enter oftener than their like.
};

struct MatchedEstimateResult {
  std::vector<MatchedEstimate> contexts;  ///< And all together, at the end.
  std::vector<NamedTable> tables;

  static constexpr auto columns() { return std::tuple{}; }
};

inline constexpr AlgorithmDoc kMatchedEstimateDoc{
    .name = "matched_estimate",
    .section = "causality",
    .summary =
        "How much oftener people enter a context once a friend has, compared with people like them "
        "at the same time: a table of its own.",
    .complexity = "Time O(contexts x people x steps log), sorts in parallel",
    .reference =
        "Aral, Muchnik, Sundararajan 2009, Distinguishing Influence-Based Contagion from "
        "Homophily-Driven Diffusion in Dynamic Networks, PNAS 106(51) (matching on what is known "
        "at the time); Iacus, King, Porro 2012, Causal Inference without Balance Checking "
        "(coarsened exact matching); Mantel, Haenszel 1959; Sato 1989; Greenland, Robins 1985",
    .by_request = true};

/// Coarsened exact matching, step by step: who has not entered and has a friend who did by the step
/// before is exposed, and is compared with the unexposed of the same context, step and group, who
/// have entered equally many other contexts (0, 1, 2 or more) and have about as many influencers
/// (1, 2-3, 4-7, ...). Differences are Mantel-Haenszel's over the strata with Sato's variance,
/// ratios with Greenland's and Robins's: both hold for many small strata. `naive` has one stratum a
/// context, so it counts likeness as influence.
///
/// It removes likeness in what is matched, and in nothing else (Shalizi, Thomas 2011): give `group`
/// a column that carries the likeness, such as a village. Ties count from their own date on.
/// Memory: 8 bytes for each step that a person with an influencer spends in one context.
MatchedEstimateResult matched_estimate(const ScoreInputs& inputs,
                                       const MatchedEstimateOptions& options = {});

/// Who is compared with whom, beside the step and the number of influencers.
struct Likeness {
  std::vector<std::uint32_t> group;  ///< Of each person; empty: one for all. Below 2^24.
  /// Ascending steps in which each person entered other contexts; empty: none did.
  std::vector<std::vector<std::int32_t>> other_entries;
};

/// The same for one context.
MatchedEstimate matched_influence(const Graph& influence, const TieSteps& ties,
                                  const EntrySteps& entries, const Likeness& likeness,
                                  const MatchedEstimateOptions& options = {});

}  // namespace grapevine
