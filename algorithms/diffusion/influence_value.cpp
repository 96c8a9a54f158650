#include "algorithms/diffusion/influence_value.hpp"

#include <algorithm>

#include "algorithms/diffusion/context_diffusion.hpp"
#include "engine/base/progress.hpp"
#include "engine/parallel/node_loops.hpp"

namespace grapevine {
namespace {

InfluenceSketches sketches_of(const TieChances& chances, std::span<const double> values,
                              const InfluenceValueOptions& options) {
  return {chances,
          options.cascade,
          values,
          {.size = static_cast<std::uint32_t>(options.sketch_size), .seed = options.seed}};
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
  const ContextDiffusion diffusion(network, inputs.journeys, options.weights, options.seed);
  const auto stance = options.detractors ? inputs.earlier.doubles("stance") : std::vector<double>();
  InfluenceInStudyResult result;
  for (auto* column : {&result.value, &result.low, &result.high})
    column->resize(network.num_rows());
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    const std::vector<double> values = diffusion.values(context);
    if (std::ranges::none_of(values, [](double value) { return value > 0.0; })) continue;
    const InfluenceSketches sketches = sketches_of(diffusion.chances(context), values, options);
    ContextRows rows(result, network.row(context, 0));
    for_each_node(diffusion.ties(), [&](NodeId v) {
      const bool against = !stance.empty() && stance[network.row(context, v)] < 0.0;
      rows.set(v, sketches.of(v), values[v], against);
    });
    report_progress("influence", context + 1, network.num_contexts());
  }
  result.warnings.push_back(diffusion.warning("influence_value"));
  return result;
}

}  // namespace grapevine
