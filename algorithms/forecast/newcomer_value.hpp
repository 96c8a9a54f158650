#pragma once
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/evaluation/paired_bootstrap.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct NewcomerValueOptions {
  std::string horizon = "1y";
  int least_newcomers = 50;
  double level = 0.9;
  int draws = 4000;
  std::uint64_t seed = 0;

  static constexpr auto fields() {
    using O = NewcomerValueOptions;
    return std::tuple{
        field("horizon", &O::horizon,
              "How long after joining a newcomer's margin counts: 2y, 6m, 90d or 3600s"),
        field("least_newcomers", &O::least_newcomers,
              "Introducers are judged where so many newcomers had one with a record", 2, 1e9),
        field("level", &O::level, "Chance that an interval is meant to cover the expectation", 0.5,
              0.9999),
        field("draws", &O::draws, "Resamples that the verdict rests on", 100, 1e7),
        field("seed", &O::seed, "Seed of the resamples")};
  }
};

/// Somebody brought in, as a later newcomer's introducer is judged by it.
struct BroughtNewcomer {
  NodeId newcomer;
  ContextId context;
  Time joined, until;               ///< The horizon after joining ends.
  std::vector<NodeId> introducers;  ///< Different ones, ascending.
  double value = 0.0;               ///< Margin within that horizon, so far.
};

/// How a mean of so many newcomers is weighed against that of their context.
struct IntroducerCredibility {
  double within = 0.0;   ///< Variance of newcomers of one introducer in a context.
  double between = 0.0;  ///< Variance of introducers' own means about their context's; >= 0.
  double weight(double newcomers) const {
    return between > 0.0 ? newcomers / (newcomers + within / between) : 0.0;
  }
};

struct NewcomerValueResult {
  std::vector<double> expected, low, high;
  Facts run_facts;
  Facts facts() const { return run_facts; }

  static constexpr auto columns() {
    using R = NewcomerValueResult;
    constexpr std::string_view kSource = "purchases.value touches";
    return std::tuple{
        column("newcomer_value", &R::expected, "money",
               "expected margin of who joined lately and has not been there for a horizon yet, "
               "from joining until then: the context's mean, moved towards their introducers' "
               "earlier newcomers where the study's past proves that these tell; null: others",
               kSource),
        column("newcomer_value_low", &R::low, "money", "lower end of the interval of that mean",
               kSource),
        column("newcomer_value_high", &R::high, "money", "upper end of the interval of that mean",
               kSource)};
  }
};

inline constexpr AlgorithmDoc kNewcomerValueDoc{
    .name = "newcomer_value",
    .section = "newcomers",
    .summary =
        "What a newcomer is expected to be worth: from the record of who brought them, where the "
        "study's own past proves that introducers tell, else from the context.",
    .complexity = "Time O(purchases log purchases + newcomers x introducers + draws x newcomers)",
    .reference =
        "Buehlmann, Straub 1970 (credibility); Schmitt, Skiera, Van den Bulte 2011, Referral "
        "Programs and Customer Value (that referred customers differ)"};

/// Newcomers are acquisitions; introducers those of their journeys. An introducer's record at a
/// moment is the newcomers they brought into the context whose horizon had ended by then, shrunk to
/// the context's mean by n / (n + within / between). Whether records tell is judged in time: the
/// variances are those of newcomers known to the middle of the past, and each later newcomer whose
/// introducers had a record is foretold from that, and from the context alone. Introducers tell
/// where the squared error is smaller by an interval above 0 (resampling introducers); a fact says
/// either way. Errors: InvalidOption.
NewcomerValueResult newcomer_value(const ScoreInputs& inputs,
                                   const NewcomerValueOptions& options = {});

/// Unbiased estimates from newcomers whose horizon ended by `known`; a negative variance between
/// is 0.
IntroducerCredibility introducer_credibility(const std::vector<BroughtNewcomer>& newcomers,
                                             Time known);

}  // namespace grapevine
