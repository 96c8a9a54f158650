#include "algorithms/propagation/first_hit.hpp"

#include <algorithm>
#include <limits>

#include "algorithms/propagation/return_visits.hpp"
#include "algorithms/propagation/walk_seeds.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// One of those that may be paid.
struct Candidate {
  NodeId node;
  double score;
};

bool is_above(const Candidate& a, const Candidate& b) {
  return a.score > b.score || (a.score == b.score && a.node < b.node);
}

/// The payable of one walk, and the highest first hits of those who were looked at.
class Ranking {
 public:
  Ranking(ContextId context, std::vector<Candidate> shares, std::size_t top)
      : context_(context), shares_(std::move(shares)), top_(top) {
    parallel_sort(shares_, is_above);
    choose_next();
  }

  ContextId context() const { return context_; }

  /// Who is to be looked at next, by their share of the walk; nobody: the highest are found.
  std::span<const Candidate> next() const {
    return std::span(shares_).subspan(looked_at_, num_next_);
  }

  /// From shares of the walk of the next to first hits: a share counts what comes back, too.
  void look_at_next(std::span<const double> visits) {
    for (std::size_t i = 0; i < num_next_; ++i) {
      highest_.push_back(shares_[looked_at_ + i]);
      highest_.back().score /= visits[i];
    }
    std::ranges::sort(highest_, is_above);
    if (highest_.size() > top_) highest_.resize(top_);
    looked_at_ += num_next_;
    choose_next();
  }

  std::span<const Candidate> highest() const { return highest_; }

 private:
  /// A first hit is no more than the share of the walk, so those whom their share would not put
  /// above the last of the highest need not be looked at.
  void choose_next() {
    num_next_ = std::min(top_, shares_.size() - looked_at_);
    if (highest_.size() == top_)
      while (num_next_ > 0 && !is_above(shares_[looked_at_ + num_next_ - 1], highest_.back()))
        --num_next_;
  }

  ContextId context_;
  std::vector<Candidate> shares_, highest_;
  std::size_t top_, looked_at_ = 0, num_next_ = 0;
};

/// The walks of some contexts, side by side, and their scores.
class FirstHits {
 public:
  FirstHits(const GraphView& view, const FirstHitOptions& options, std::size_t rows)
      : view_(view), options_(options), steps_(view) {
    result_.score.resize(rows);
    result_.payable.resize(rows);
  }

  /// `first_row`: where the scores of each walk begin.
  FirstHitResult find(std::span<const WalkStart> starts, std::span<const std::size_t> first_row) {
    walk(starts, first_row);
    std::vector<Ranking> rankings;
    for (std::size_t i = 0; i < starts.size(); ++i)
      rankings.push_back(rank_payable(starts[i], first_row[i]));
    while (look_at_next(rankings)) continue;
    for (std::size_t i = 0; i < rankings.size(); ++i)
      for (const auto& [node, score] : rankings[i].highest()) {
        result_.score[first_row[i] + node] = score;
        ++result_.scored;
      }
    return std::move(result_);
  }

 private:
  /// Leaves the share that the walk of each context has of each person as the score.
  void walk(std::span<const WalkStart> starts, std::span<const std::size_t> first_row) {
    const BatchOptions batch{.walk = {.damping = options_.damping,
                                      .tolerance = options_.tolerance,
                                      .max_iterations = options_.max_iterations,
                                      .sinks = Sinks::Absorb},
                             .factors = {.own = options_.context_factor}};
    const auto ends = batched_walks(view_, steps_, starts, batch, [&](std::size_t i) {
      return std::span(result_.score).subspan(first_row[i], view_.num_nodes());
    });
    for (const WalkEnd& end : ends) {
      result_.iterations = std::max(result_.iterations, end.iterations);
      result_.residual = std::max(result_.residual, end.residual);
      result_.converged = result_.converged && end.converged;
    }
  }

  /// Marks the seeds of a walk as payable, and all others as not. Of no seeds, all are.
  Ranking rank_payable(const WalkStart& start, std::size_t first_row) {
    const auto score = std::span(result_.score).subspan(first_row, view_.num_nodes());
    const auto payable = std::span(result_.payable).subspan(first_row, view_.num_nodes());
    for (const WalkStart::Seed& seed : start.seeds) payable[seed.node] = 1;
    if (start.seeds.empty()) std::ranges::fill(payable, 1);
    std::vector<Candidate> shares;
    double unpayable = 0.0;
    for (NodeId v = 0; v < view_.num_nodes(); ++v) {
      if (payable[v] == 1)
        shares.push_back({v, score[v]});
      else
        unpayable += score[v];
      score[v] = payable[v] == 1 ? std::numeric_limits<double>::quiet_NaN() : 0.0;
    }
    result_.unpayable = std::max(result_.unpayable, unpayable);
    return {start.context, std::move(shares), static_cast<std::size_t>(options_.top)};
  }

  /// Looks at the next of all rankings at once; false when there are none.
  bool look_at_next(std::vector<Ranking>& rankings) {
    std::vector<NodeInContext> nodes;
    for (const Ranking& ranking : rankings)
      for (const Candidate& candidate : ranking.next())
        nodes.push_back({candidate.node, ranking.context()});
    if (nodes.empty()) return false;
    const ReturnVisits found = return_visits(view_, steps_, nodes,
                                             {.damping = options_.damping,
                                              .tolerance = options_.tolerance,
                                              .max_iterations = options_.max_iterations,
                                              .context_factor = options_.context_factor});
    result_.iterations = std::max(result_.iterations, found.iterations);
    result_.converged = result_.converged && found.converged;
    std::span<const double> left = found.visits;
    for (Ranking& ranking : rankings) {
      const std::size_t count = ranking.next().size();
      ranking.look_at_next(left.first(count));
      left = left.subspan(count);
    }
    return true;
  }

  const GraphView& view_;
  const FirstHitOptions& options_;
  const WalkSteps steps_;
  FirstHitResult result_;
};

std::vector<double> purchaser_weights(const Network& network, ContextId context,
                                      SeedWeight weight) {
  std::vector<double> weights = purchase_margins(network, context);
  if (weight == SeedWeight::Margin) return weights;
  const std::vector<double> numbers = purchase_numbers(network, context);
  for (std::size_t v = 0; v < weights.size(); ++v)
    if (weights[v] > 0.0) weights[v] = numbers[v];
  return weights;
}

}  // namespace

Facts FirstHitResult::facts() const {
  return {{"iterations", std::to_string(iterations)},
          {"residual", to_text(residual)},
          {"converged", converged ? "true" : "false"},
          {"scored", std::to_string(scored)},
          {"unpayable", to_text(unpayable)}};
}

FirstHitResult first_hit(const GraphView& view, const FirstHitOptions& options) {
  validate(options);
  if (view.num_nodes() == 0) return {};
  WalkStart start;
  if (!options.seeds.empty()) start = start_of(named_seed_weights(view.graph(), options.seeds));
  const std::size_t first_row = 0;
  FirstHitOptions plain = options;
  plain.context_factor = 1.0;
  return FirstHits(view, plain, view.num_nodes()).find({&start, 1}, {&first_row, 1});
}

FirstHitResult first_hit_in_study(const ScoreInputs& inputs, const FirstHitOptions& options) {
  validate(options);
  const Network& network = inputs.network;
  const GraphView walk(inputs.walk);
  std::vector<WalkStart> starts;
  std::vector<std::size_t> first_row;
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    std::vector<double> restart = options.seeds.empty()
                                      ? purchaser_weights(network, context, options.seed_weight)
                                      : named_seed_weights(inputs.walk, options.seeds);
    if (options.seeds.empty() && !scale_to_one(restart)) continue;
    starts.push_back(start_of(restart));
    starts.back().context = context;
    first_row.push_back(network.row(context, 0));
  }
  return FirstHits(walk, options, network.num_rows()).find(starts, first_row);
}

}  // namespace grapevine
