#include "algorithms/diffusion/influence_value.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "algorithms/diffusion/influence_ties.hpp"
#include "algorithms/influence_learning/learned_chances.hpp"
#include "algorithms/propagation/walk_seeds.hpp"
#include "engine/base/progress.hpp"
#include "engine/parallel/node_loops.hpp"

namespace grapevine {
namespace {

/// What `weights` says in a study where chances are to be learned from its entries.
constexpr std::string_view kLearned = "learned";

InfluenceSketches sketches_of(const TieChances& chances, std::span<const double> values,
                              const InfluenceValueOptions& options) {
  return {chances,
          options.cascade,
          values,
          {.size = static_cast<std::uint32_t>(options.sketch_size), .seed = options.seed}};
}

/// What people bought in a context, in units of value.
std::vector<double> target_values(const Network& network, ContextId context) {
  std::vector<double> values = purchase_margins(network, context);
  const double unit = std::pow(10.0, network.purchases.decimals);
  for (double& value : values) value /= unit;
  return values;
}

/// Everybody's share of the result for one context, after those of the contexts before it.
class ContextRows {
 public:
  ContextRows(InfluenceInStudyResult& result, std::size_t begin) : result_(result), begin_(begin) {}

  void set(NodeId v, const InfluenceEstimate& estimate, double own, bool against) {
    const double value = estimate.value - own, low = estimate.low - own, high = estimate.high - own;
    result_.value[begin_ + v] = against ? 0.0 - value : value;
    result_.low[begin_ + v] = against ? 0.0 - high : low;
    result_.high[begin_ + v] = against ? 0.0 - low : high;
  }

 private:
  InfluenceInStudyResult& result_;
  std::size_t begin_;
};

}  // namespace

InfluenceValueResult influence_value(const GraphView& view, const InfluenceValueOptions& options) {
  validate(options);
  const TieChances chances(view, read_chance_rule(options.weights, "weights"), options.seed);
  const InfluenceSketches sketches = sketches_of(chances, {}, options);
  const NodeId people = view.num_nodes();
  InfluenceValueResult result{std::vector<double>(people), std::vector<double>(people),
                              std::vector<double>(people)};
  for_each_node(view.graph(), [&](NodeId v) {
    const InfluenceEstimate estimate = sketches.of(v);
    result.value[v] = estimate.value;
    result.low[v] = estimate.low;
    result.high[v] = estimate.high;
  });
  return result;
}

InfluenceInStudyResult influence_value_in_study(const ScoreInputs& inputs,
                                                const InfluenceValueOptions& options) {
  validate(options);
  const Network& network = inputs.network;
  const Graph ties = influence_ties(network);
  const auto stance = options.detractors ? inputs.earlier.doubles("stance") : std::vector<double>();
  std::optional<ChanceLearner> learner;
  if (options.weights == kLearned)
    learner.emplace(ties, network, inputs.journeys, EvidenceOptions{});
  InfluenceInStudyResult result;
  for (auto* column : {&result.value, &result.low, &result.high})
    column->resize(network.num_rows());
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    const std::vector<double> values = target_values(network, context);
    if (std::ranges::none_of(values, [](double value) { return value > 0.0; })) continue;
    const GraphView view(ties, ties_known_at_end(network, context));
    const TieChances chances =
        learner ? TieChances(view, learner->of(context).chance)
                : TieChances(view, read_chance_rule(options.weights, "weights"), options.seed);
    const InfluenceSketches sketches = sketches_of(chances, values, options);
    ContextRows rows(result, network.row(context, 0));
    for_each_node(ties, [&](NodeId v) {
      const bool against = !stance.empty() && stance[network.row(context, v)] < 0.0;
      rows.set(v, sketches.of(v), values[v], against);
    });
    report_progress("influence", context + 1, network.num_contexts());
  }
  result.warnings.push_back(
      learner
          ? "influence_value: the chances of ties are learned from who entered after whom, which "
            "may be likeness; learned_ties has the tests"
          : "influence_value: the chances of ties (" + options.weights +
                ") are an assumption; learned_ties, shuffle_test and matched_estimate ask the "
                "study's past");
  return result;
}

}  // namespace grapevine
