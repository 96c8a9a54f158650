#include "algorithms/centrality/general_score.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "algorithms/centrality/pagerank.hpp"
#include "algorithms/propagation/step_shares.hpp"
#include "algorithms/spread.hpp"
#include "engine/base/error.hpp"
#include "engine/parallel/node_loops.hpp"

namespace grapevine {
namespace {

/// The three weights, scaled to sum to 100 points.
struct Points {
  double reach, amplification, network;
};

Points points_of(const GeneralScoreOptions& options) {
  const double sum = options.reach_weight + options.amplification_weight + options.network_weight;
  if (sum == 0.0)
    throw Error(ErrorCode::InvalidOption, "reach_weight", "all three weights are 0",
                "give one of reach_weight, amplification_weight, network_weight a value > 0");
  return {100.0 * (options.reach_weight / sum), 100.0 * (options.amplification_weight / sum),
          100.0 * (options.network_weight / sum)};
}

/// Who listens to a person, and how much of their attention they give.
struct Audience {
  std::vector<double> listeners, attention;
};

Audience audience_of(const GraphView& view) {
  const Graph& graph = view.graph();
  const StepShares shares(view, kEveryContext, 1.0, TieSigns::Positive);
  Audience audience{std::vector<double>(graph.num_nodes()), std::vector<double>(graph.num_nodes())};
  for_each_node(graph, [&](NodeId v) {
    std::vector<NodeId> listeners;
    const auto sources = graph.in_neighbors(v);
    const auto edges = graph.in_edges(v);
    for (std::size_t i = 0; i < sources.size(); ++i) {
      // Without columns all ties of a row are alike.
      const EdgeId e = edges.empty() ? graph.first_out_edge(sources[i]) : edges[i];
      const double share = sources[i] == v ? 0.0 : shares(sources[i], e);
      if (share == 0.0) continue;
      listeners.push_back(sources[i]);
      audience.attention[v] += share;
    }
    std::ranges::sort(listeners);
    const auto repeated = std::ranges::unique(listeners);
    audience.listeners[v] = static_cast<double>(repeated.begin() - listeners.begin());
  });
  return audience;
}

/// The different people who bought at or after a touch of each person.
std::vector<double> people_who_acted(const Network& network) {
  std::vector<Time> last(network.num_rows(), kUndated),
      last_anywhere(network.num_people(), kUndated);
  const auto keep_later = [](Time& kept, Time time) {
    if (kept == kUndated || kept < time) kept = time;
  };
  for (const Purchase& purchase : network.purchases.rows) {
    if (purchase.margin < 0) continue;  // a refund
    keep_later(last[network.row(purchase.context, purchase.person)], purchase.time);
    keep_later(last_anywhere[purchase.person], purchase.time);
  }
  std::vector<std::pair<NodeId, NodeId>> acts;
  for (const Touch& touch : network.touches.rows) {
    if (touch.status != TouchStatus::Succeeded || touch.from == touch.to) continue;
    const Time bought = touch.context == kEveryContext ? last_anywhere[touch.to]
                                                       : last[network.row(touch.context, touch.to)];
    const Time touched = time_of(touch, network);
    if (bought != kUndated && (touched == kUndated || touched <= bought))
      acts.emplace_back(touch.from, touch.to);
  }
  std::ranges::sort(acts);
  const auto repeated = std::ranges::unique(acts);
  std::vector<double> acted(network.num_people());
  for (auto act = acts.begin(); act != repeated.begin(); ++act) acted[act->first] += 1.0;
  return acted;
}

GeneralScoreResult scored(const std::vector<double>& listeners, const std::vector<double>& acted,
                          const PageRankResult& walk, const Points& points) {
  const std::size_t n = listeners.size();
  GeneralScoreResult result{.score = std::vector<double>(n),
                            .reach = std::vector<double>(n),
                            .amplification = std::vector<double>(n),
                            .network = std::vector<double>(n),
                            .walk_facts = walk.facts()};
  if (n < 2) return result;
  const auto people = static_cast<double>(n);
  // At most everybody else, and all of the walk: rounding aside.
  const auto part = [&](double value) { return std::clamp(value / std::log(people), 0.0, 1.0); };
  for_each_index(n, [&](std::size_t v) {
    result.reach[v] = points.reach * part(std::log1p(listeners[v]));
    result.amplification[v] = points.amplification * part(std::log1p(acted[v]));
    result.network[v] = points.network * part(std::log(people * walk.rank[v]));
    const double sum = result.reach[v] + result.amplification[v] + result.network[v];
    result.score[v] = std::min(sum, 100.0);
  });
  return result;
}

}  // namespace

GeneralScoreResult general_score(const GraphView& view, const GeneralScoreOptions& options) {
  validate(options);
  const Points points = points_of(options);
  const PageRankResult walk = pagerank(view, {.damping = options.damping});
  const Audience audience = audience_of(view);
  return scored(audience.listeners, audience.attention, walk, points);
}

GeneralScoreResult general_score_in_study(const ScoreInputs& inputs,
                                          const GeneralScoreOptions& options) {
  validate(options);
  const Points points = points_of(options);
  const Network& network = inputs.network;
  const PageRankResult walk = pagerank(inputs.walk, {.damping = options.damping});
  const Audience audience = audience_of(inputs.walk);
  GeneralScoreResult result = scored(
      audience.listeners,
      network.touches.rows.empty() ? audience.attention : people_who_acted(network), walk, points);
  for (auto* column : {&result.score, &result.reach, &result.amplification, &result.network})
    *column = spread_over_contexts(network, *column);
  return result;
}

}  // namespace grapevine
