#include "algorithms/propagation/propagation_change.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "algorithms/propagation/changed_walk.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// The part of the ties that passes look at, which may be followed: one of them costs more.
constexpr double kFollowedPart = 1.0 / 32;
constexpr double kLeastVisits = 10'000;

/// Ids of two networks with one number each: those before keep theirs, new ones follow.
struct JoinedIds {
  std::vector<std::uint32_t> of_after;
  std::uint32_t count = 0;

  JoinedIds(const IdIndex& before, const IdIndex& after)
      : count(static_cast<std::uint32_t>(before.size())) {
    for (std::uint32_t i = 0; i < after.size(); ++i) {
      const auto known = before.find(std::string_view(after.name(i)));
      of_after.push_back(known ? *known : count++);
    }
  }
};

/// The graph with the numbers of `joined`; `renamed`: its own are those after.
Graph with_joined_ids(const Graph& graph, const JoinedIds& people, const JoinedIds& contexts,
                      bool renamed) {
  const auto new_person = [&](NodeId v) { return renamed ? people.of_after[v] : v; };
  const auto new_context = [&](ContextId c) {
    return renamed && c != kEveryContext ? contexts.of_after[c] : c;
  };
  EdgeList edges;
  for (NodeId u = 0; u < graph.num_nodes(); ++u) {
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) {
      edges.source.push_back(new_person(u));
      edges.target.push_back(new_person(v));
      edges.columns.weight.push_back(graph.weight(e));
      edges.columns.context.push_back(new_context(graph.context(e)));
      ++e;
    }
  }
  return Graph::build(people.count, std::move(edges));
}

/// Where sinks go to all, a change of one tie changes all scores, and who is there counts.
bool can_follow(const PersonalizedPageRankOptions& options) {
  return options.sinks != Sinks::All && options.damping < 1.0;
}

/// The error of whole runs.
double error_of(const PersonalizedPageRankResult& run, double damping) {
  return run.residual == 0.0 ? 0.0 : run.residual * damping / (1.0 - damping);
}

PropagationChange two_runs(const Network& before, const Network& after,
                           const PersonalizedPageRankOptions& options) {
  PersonalizedPageRankResult was = walk_scores(before, referral_walk(before), options),
                             is = walk_scores(after, referral_walk(after), options);
  return {.before = std::move(was.score),
          .after = std::move(is.score),
          .walked = after.num_contexts(),
          .error = error_of(is, options.damping)};
}

class Change {
 public:
  Change(const Network& before, const Network& after, const PersonalizedPageRankOptions& options,
         double tolerance)
      : before_(before),
        after_(after),
        batch_(batch_options(options)),
        tolerance_(tolerance),
        people_(*before.people, *after.people),
        contexts_(before.contexts, after.contexts) {
    const Graph walk_before = referral_walk(before), walk_after = referral_walk(after);
    starts_before_.resize(contexts_.count);
    starts_after_.resize(contexts_.count);
    for (WalkStart& start : study_starts(before, walk_before, options))
      starts_before_[start.context] = std::move(start);
    for (WalkStart& start : study_starts(after, walk_after, options)) add_after(std::move(start));
    graph_before_ = with_joined_ids(walk_before, people_, contexts_, false);
    graph_after_ = with_joined_ids(walk_after, people_, contexts_, true);
  }

  PropagationChange make() {
    scores_before_.assign(contexts_.count, {});
    scores_after_.assign(contexts_.count, {});
    std::vector<ContextId> all;
    for (ContextId c = 0; c < contexts_.count; ++c)
      if (!starts_before_[c].seeds.empty()) all.push_back(c);
    const double base = walk(graph_before_, starts_before_, all, scores_before_);
    const std::vector<ContextId> left = follow();
    result_.walked = left.size();
    result_.error =
        std::max(result_.error + base, walk(graph_after_, starts_after_, left, scores_after_));
    write();
    return std::move(result_);
  }

 private:
  void add_after(WalkStart start) {
    start.context = contexts_.of_after[start.context];
    for (WalkStart::Seed& seed : start.seeds) seed.node = people_.of_after[seed.node];
    std::ranges::sort(start.seeds, {}, &WalkStart::Seed::node);
    starts_after_[start.context] = std::move(start);
  }

  /// Walks in these contexts, all in one batch; returns the largest error of any.
  double walk(const Graph& graph, const std::vector<WalkStart>& all,
              const std::vector<ContextId>& contexts, std::vector<std::vector<double>>& scores) {
    std::vector<WalkStart> starts;
    for (const ContextId c : contexts) {
      starts.push_back(all[c]);
      scores[c].resize(people_.count);
    }
    const GraphView view(graph);
    const auto ends = batched_walks(view, WalkSteps(view), starts, batch_, [&](std::size_t i) {
      return std::span<double>(scores[contexts[i]]);
    });
    double worst = 0.0;
    for (const WalkEnd& end : ends) worst = std::max(worst, end.residual);
    const double d = batch_.walk.damping;
    return worst == 0.0 ? 0.0 : worst * d / (1.0 - d);
  }

  /// Follows the change where it can; returns the contexts that are left.
  std::vector<ContextId> follow() {
    std::vector<ContextId> seeded, left;
    for (ContextId c = 0; c < contexts_.count; ++c)
      if (!starts_after_[c].seeds.empty()) seeded.push_back(c);
    const WalkOptions& walk = batch_.walk;
    const ChangedWalk change(graph_before_, graph_after_,
                             {.damping = walk.damping,
                              .tolerance = tolerance_,
                              .sinks = walk.sinks,
                              .factors = batch_.factors});
    std::vector<std::optional<WalkUpdate>> updates(seeded.size());
    for_each_index(
        seeded.size(),
        [&](std::size_t i) {
          const ContextId c = seeded[i];
          if (starts_before_[c].seeds.empty()) return;
          scores_after_[c].resize(people_.count);
          updates[i] = change.follow(starts_before_[c], starts_after_[c], scores_before_[c],
                                     most_visits(), scores_after_[c]);
        },
        1);
    for (std::size_t i = 0; i < seeded.size(); ++i) {
      if (!updates[i]) {
        left.push_back(seeded[i]);
        continue;
      }
      ++result_.followed;
      result_.tie_visits += updates[i]->edge_visits;
      result_.error = std::max(result_.error, updates[i]->error);
    }
    return left;
  }

  std::uint64_t most_visits() const {
    const double passes = std::log(std::max(batch_.walk.tolerance, 1e-15)) /
                          std::log(std::clamp(batch_.walk.damping, 1e-3, 0.999));
    const double ties = passes * static_cast<double>(graph_after_.num_edges());
    return static_cast<std::uint64_t>(std::max(kLeastVisits, kFollowedPart * ties));
  }

  void write() {
    result_.before.resize(before_.num_rows());
    result_.after.resize(after_.num_rows());
    for (ContextId c = 0; c < before_.num_contexts(); ++c)
      for (NodeId p = 0; p < before_.num_people() && !scores_before_[c].empty(); ++p)
        result_.before[before_.row(c, p)] = scores_before_[c][p];
    for (ContextId c = 0; c < after_.num_contexts(); ++c) {
      const std::vector<double>& scores = scores_after_[contexts_.of_after[c]];
      for (NodeId p = 0; p < after_.num_people() && !scores.empty(); ++p)
        result_.after[after_.row(c, p)] = scores[people_.of_after[p]];
    }
  }

  const Network &before_, &after_;
  BatchOptions batch_;
  double tolerance_;
  JoinedIds people_, contexts_;
  Graph graph_before_, graph_after_;
  std::vector<WalkStart> starts_before_, starts_after_;            ///< By context.
  std::vector<std::vector<double>> scores_before_, scores_after_;  ///< The same; of joined people.
  PropagationChange result_;
};

}  // namespace

PropagationChange propagation_change(const Network& before, const Network& after,
                                     const PersonalizedPageRankOptions& options, double tolerance) {
  validate(options);
  if (!can_follow(options)) return two_runs(before, after, options);
  return Change(before, after, options, tolerance).make();
}

}  // namespace grapevine
