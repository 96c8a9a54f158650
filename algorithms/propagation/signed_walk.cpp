#include "algorithms/propagation/signed_walk.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "algorithms/propagation/step_shares.hpp"
#include "algorithms/propagation/walk_seeds.hpp"
#include "engine/base/progress.hpp"
#include "engine/network/signed_referral_walk.hpp"
#include "engine/parallel/node_loops.hpp"

namespace grapevine {
namespace {

/// Share of the walk at a node that trusts, and that distrusts.
struct Mass {
  double trust = 0.0, distrust = 0.0;
};

/// Who is a detractor; empty: nobody is.
using Detractors = std::function<bool(NodeId)>;

/// The steps of a signed walk: what each node passes to each of its out-neighbours.
class SignedSteps {
 public:
  SignedSteps(const StepShares& shares, const Detractors& is_detractor)
      : graph_(shares.graph()), share_(graph_.num_edges()), sink_(graph_.num_nodes()) {
    for_each_node(graph_, [&](NodeId v) {
      const bool warned = is_detractor && is_detractor(v);
      const auto sources = graph_.in_neighbors(v);
      const auto edges = graph_.in_edges(v);
      for (std::size_t i = 0; i < sources.size(); ++i) {
        // Without columns all ties of a row are alike.
        const EdgeId e = edges.empty() ? graph_.first_out_edge(sources[i]) : edges[i];
        const double share = shares(sources[i], e);
        share_[graph_.first_in_edge(v) + i] = warned ? -std::abs(share) : share;
      }
      sink_[v] = shares.is_sink(v);
    });
  }

  const Graph& graph() const { return graph_; }
  bool is_sink(NodeId u) const { return sink_[u] != 0; }

  /// What comes to v along its ties (Jung 2016, equation 3): distrust of whom one distrusts is
  /// trust with chance beta, and what a distrusted one trusts is distrusted with chance gamma.
  Mass pull(NodeId v, std::span<const Mass> mass, const SignedWalkOptions& options) const {
    Mass friends, enemies;  // along positive and along negative ties
    const double* share = share_.data() + graph_.first_in_edge(v);
    for (const NodeId u : graph_.in_neighbors(v)) {
      Mass& side = *share < 0.0 ? enemies : friends;
      side.trust += std::abs(*share) * mass[u].trust;
      side.distrust += std::abs(*share) * mass[u].distrust;
      ++share;
    }
    const double beta = options.beta, gamma = options.gamma;
    return {friends.trust + (1.0 - gamma) * friends.distrust + beta * enemies.distrust,
            gamma * friends.distrust + enemies.trust + (1.0 - beta) * enemies.distrust};
  }

 private:
  const Graph& graph_;
  std::vector<double> share_;  ///< In the order of incoming rows.
  std::vector<std::uint8_t> sink_;
};

/// Where the restart and the mass of sinks go: `on_restart` x restart[v] + `on_all`.
struct Jump {
  double on_restart, on_all;
};

Jump jump_of(double sink_mass, NodeId num_nodes, const SignedWalkOptions& options) {
  Jump jump{1.0 - options.damping, 0.0};
  if (options.sinks == Sinks::Seeds) jump.on_restart += options.damping * sink_mass;
  if (options.sinks == Sinks::All) jump.on_all = options.damping * sink_mass / num_nodes;
  return jump;
}

/// The long-run walk of one context, added to the result.
void append_walk(SignedWalkResult& all, const SignedSteps& steps, std::span<const double> restart,
                 const SignedWalkOptions& options) {
  const Graph& graph = steps.graph();
  std::vector<Mass> mass(graph.num_nodes()), next(graph.num_nodes());
  for (NodeId v = 0; v < graph.num_nodes(); ++v) mass[v].trust = restart[v];
  double residual = 0.0;
  bool converged = graph.num_nodes() == 0;
  int iterations = 0;
  for (; !converged && iterations < options.max_iterations; ++iterations) {
    const double sink_mass = sum_over_nodes(
        graph, [&](NodeId u) { return steps.is_sink(u) ? mass[u].trust + mass[u].distrust : 0.0; });
    const Jump jump = jump_of(sink_mass, graph.num_nodes(), options);
    for_each_node(graph, [&](NodeId v) {
      const Mass pulled = steps.pull(v, mass, options);
      next[v] = {jump.on_restart * restart[v] + jump.on_all + options.damping * pulled.trust,
                 options.damping * pulled.distrust};
    });
    residual = sum_over_nodes(graph, [&](NodeId v) {
      return std::abs(next[v].trust - mass[v].trust) +
             std::abs(next[v].distrust - mass[v].distrust);
    });
    std::swap(mass, next);
    converged = options.tolerance > 0.0 && residual <= options.tolerance;
    report_progress("signed walk", static_cast<std::uint64_t>(iterations),
                    static_cast<std::uint64_t>(options.max_iterations));
  }
  for (const auto& [trust, distrust] : mass) {
    all.positive.push_back(trust);
    all.negative.push_back(distrust);
    all.net.push_back(trust - distrust);
  }
  all.iterations = std::max(all.iterations, iterations);
  all.residual = std::max(all.residual, residual);
  all.converged = all.converged && converged;
}

/// Those whose stance in the context is below 0, from the column of an earlier provider.
Detractors detractors_in(std::span<const double> stance, const Network& network,
                         ContextId context) {
  if (stance.empty()) return nullptr;
  return [stance, &network, context](NodeId v) { return stance[network.row(context, v)] < 0.0; };
}

}  // namespace

Facts SignedWalkResult::facts() const {
  return {{"iterations", std::to_string(iterations)},
          {"residual", to_text(residual)},
          {"converged", converged ? "true" : "false"}};
}

SignedWalkResult signed_walk(const GraphView& view, const SignedWalkOptions& options) {
  validate(options);
  const std::vector<double> restart = options.seeds.empty()
                                          ? uniform_seeds(view.num_nodes())
                                          : named_seed_weights(view.graph(), options.seeds);
  SignedWalkResult result;
  const SignedSteps steps(StepShares(view, kEveryContext, 1.0, TieSigns::Both), nullptr);
  append_walk(result, steps, restart, options);
  return result;
}

SignedWalkResult signed_walk_in_study(const ScoreInputs& inputs, const SignedWalkOptions& options) {
  validate(options);
  const Network& network = inputs.network;
  const Graph graph = signed_referral_walk(network);
  const GraphView view(graph);
  const std::vector<double> stance =
      options.detractors ? inputs.earlier.doubles("stance") : std::vector<double>();
  SignedWalkResult result;
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    std::vector<double> restart = options.seeds.empty() ? purchase_numbers(network, context)
                                                        : named_seed_weights(graph, options.seeds);
    if (options.seeds.empty() && !scale_to_one(restart)) {
      for (auto* score : {&result.positive, &result.negative, &result.net})
        score->resize(score->size() + network.num_people(), 0.0);
      continue;
    }
    const SignedSteps steps(StepShares(view, context, options.context_factor, TieSigns::Both),
                            detractors_in(stance, network, context));
    append_walk(result, steps, restart, options);
    report_progress("signed walks", context + 1, network.num_contexts());
  }
  return result;
}

}  // namespace grapevine
