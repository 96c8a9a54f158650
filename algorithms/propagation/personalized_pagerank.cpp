#include "algorithms/propagation/personalized_pagerank.hpp"

#include <algorithm>
#include <cmath>

#include "algorithms/propagation/walk_seeds.hpp"
#include "engine/base/error.hpp"

namespace grapevine {
namespace {

/// Weights by node: those of a node named twice added, scaled to sum to 1; false when they sum to 0
/// or overflow.
bool normalise(std::vector<WalkStart::Seed>& seeds) {
  std::ranges::sort(seeds, [](const WalkStart::Seed& a, const WalkStart::Seed& b) {
    return a.node != b.node ? a.node < b.node : a.chance < b.chance;
  });
  std::vector<WalkStart::Seed> merged;
  double total = 0.0;
  for (const WalkStart::Seed& seed : seeds) {
    if (seed.chance == 0.0) continue;
    if (!merged.empty() && merged.back().node == seed.node)
      merged.back().chance += seed.chance;
    else
      merged.push_back(seed);
    total += seed.chance;
  }
  seeds = std::move(merged);
  if (!(total > 0.0) || !std::isfinite(total)) return false;
  for (WalkStart::Seed& seed : seeds) seed.chance /= total;
  return true;
}

std::vector<WalkStart::Seed> named_seeds(const Graph& graph, const NamedNumbers& named) {
  std::vector<WalkStart::Seed> seeds;
  for (const auto& [node, weight] : named_nodes(graph, named)) seeds.push_back({node, weight});
  if (!normalise(seeds) && graph.num_nodes() > 0)
    throw Error(ErrorCode::InvalidOption, "seeds", "their weights sum to 0, or overflow",
                "give one a weight > 0, and none above 1e300");
  return seeds;
}

/// Of each context, its people weighted by their purchases there.
std::vector<WalkStart> purchaser_starts(const Network& network) {
  std::vector<WalkStart> starts(network.num_contexts());
  for (const Purchase& purchase : network.purchases.rows)
    starts[purchase.context].seeds.push_back({purchase.person, 1.0});
  return starts;
}

void note_worst(PersonalizedPageRankResult& all, const WalkEnd& walk) {
  all.iterations = std::max(all.iterations, walk.iterations);
  all.residual = std::max(all.residual, walk.residual);
  all.converged = all.converged && walk.converged;
}

NamedTable walks_table(const Network& network, std::span<const ContextId> contexts,
                       std::span<const WalkEnd> ends) {
  std::vector<std::int64_t> iterations;
  std::vector<double> residual;
  std::vector<std::string> converged;
  for (const WalkEnd& end : ends) {
    iterations.push_back(end.iterations);
    residual.push_back(end.residual);
    converged.push_back(end.converged ? "true" : "false");
  }
  const auto info = [](std::string name, std::string unit, std::string meaning) {
    return ColumnInfo{std::move(name), std::move(unit), std::move(meaning),
                      std::string(kPersonalizedPageRankDoc.name), "ties touches purchases"};
  };
  TableBuilder builder;
  builder.add_ids(info("context_id", "", "the context, if it has seeds"), network.contexts,
                  contexts);
  builder.add(info("iterations", "passes", "passes over the ties that its walk took"),
              std::span<const std::int64_t>(iterations));
  builder.add(info("residual", "probability", "L1 change of all its scores in the last"),
              std::span<const double>(residual));
  builder.add(info("converged", "", "whether that is within the tolerance"),
              std::span<const std::string>(converged));
  return {"propagation_walks", builder.finish()};
}

}  // namespace

Facts PersonalizedPageRankResult::facts() const {
  return {{"iterations", std::to_string(iterations)},
          {"residual", to_text(residual)},
          {"converged", converged ? "true" : "false"}};
}

BatchOptions batch_options(const PersonalizedPageRankOptions& options) {
  return {.walk = {.damping = options.damping,
                   .tolerance = options.tolerance,
                   .max_iterations = options.max_iterations,
                   .sinks = options.sinks},
          .precision = options.precision,
          .factors = {.own = options.context_factor, .other = options.other_context_factor}};
}

std::vector<WalkStart> study_starts(const Network& network, const Graph& walk,
                                    const PersonalizedPageRankOptions& options) {
  std::vector<WalkStart> starts =
      options.seeds.empty() ? purchaser_starts(network)
                            : std::vector(network.num_contexts(),
                                          WalkStart{.seeds = named_seeds(walk, options.seeds)});
  std::vector<WalkStart> seeded;
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    starts[context].context = context;
    if (normalise(starts[context].seeds)) seeded.push_back(std::move(starts[context]));
  }
  return seeded;
}

PersonalizedPageRankResult personalized_pagerank(const GraphView& view,
                                                 const PersonalizedPageRankOptions& options) {
  validate(options);
  WalkStart start;
  if (!options.seeds.empty()) start.seeds = named_seeds(view.graph(), options.seeds);
  PersonalizedPageRankResult result{.score = std::vector<double>(view.num_nodes())};
  BatchOptions batch = batch_options(options);
  batch.factors = {};
  const auto ends = batched_walks(view, WalkSteps(view), {&start, 1}, batch,
                                  [&](std::size_t) { return std::span<double>(result.score); });
  note_worst(result, ends.front());
  return result;
}

PersonalizedPageRankResult propagation_scores(const ScoreInputs& inputs,
                                              const PersonalizedPageRankOptions& options) {
  return walk_scores(inputs.network, inputs.walk, options);
}

PersonalizedPageRankResult walk_scores(const Network& network, const Graph& walk,
                                       const PersonalizedPageRankOptions& options) {
  validate(options);
  const std::vector<WalkStart> starts = study_starts(network, walk, options);
  std::vector<ContextId> contexts;
  for (const WalkStart& start : starts) contexts.push_back(start.context);
  PersonalizedPageRankResult result{.score = std::vector<double>(network.num_rows())};
  const GraphView view(walk);
  const auto ends =
      batched_walks(view, WalkSteps(view), starts, batch_options(options), [&](std::size_t i) {
        return std::span(result.score).subspan(network.row(contexts[i], 0), network.num_people());
      });
  for (const WalkEnd& end : ends) note_worst(result, end);
  result.tables.push_back(walks_table(network, contexts, ends));
  return result;
}

}  // namespace grapevine
