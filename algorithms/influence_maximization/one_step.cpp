#include "algorithms/influence_maximization/one_step.hpp"

#include <algorithm>
#include <queue>
#include <tuple>

#include "algorithms/influence_maximization/purse.hpp"
#include "engine/parallel/node_loops.hpp"

namespace grapevine {
namespace {

struct Candidate {
  double rate;
  NodeId person;

  friend bool operator<(const Candidate& a, const Candidate& b) {
    return std::tuple(a.rate, b.person) < std::tuple(b.rate, a.person);
  }
};

/// Expected worth of the chosen and of whom they reach at once.
class OneStep {
 public:
  OneStep(const TieChances& chances, CascadeModel model, std::span<const double> values,
          OwnWord own_word)
      : chances_(chances),
        model_(model),
        values_(values),
        own_word_(own_word),
        missed_(chances.graph().num_nodes(), 1.0) {}

  /// What v would add. Of linear thresholds chances into a person add up, and never beyond 1.
  double gain(NodeId v) const {
    double gain = own_word_ == OwnWord::Counts ? missed_[v] * value(v) : 0.0;
    for_each_tie(v, [&](NodeId w, double chance) {
      if (w != v) gain += value(w) * (missed_[w] - missed_after(w, chance));
    });
    return gain;
  }

  void choose(NodeId v) {
    if (own_word_ == OwnWord::Counts) missed_[v] = 0.0;
    for_each_tie(v, [&](NodeId w, double chance) { missed_[w] = missed_after(w, chance); });
  }

 private:
  double value(NodeId v) const { return values_.empty() ? 1.0 : values_[v]; }

  double missed_after(NodeId w, double chance) const {
    if (model_ == CascadeModel::IndependentCascade) return missed_[w] * (1.0 - chance);
    return std::max(0.0, missed_[w] - chance);
  }

  template <class Visit>
  void for_each_tie(NodeId u, const Visit& visit) const {
    const auto targets = chances_.graph().out_neighbors(u);
    for (std::size_t i = 0; i < targets.size(); ++i) visit(targets[i], chances_.of(u, i));
  }

  const TieChances& chances_;
  CascadeModel model_;
  std::span<const double> values_;
  OwnWord own_word_;
  std::vector<double> missed_;  ///< Chance that nobody chosen reaches them.
};

}  // namespace

std::vector<NodeId> choose_by_one_step(const TieChances& chances, CascadeModel model,
                                       const SeedLimits& limits, std::span<const double> values,
                                       OwnWord own_word) {
  const Graph& graph = chances.graph();
  OneStep step(chances, model, values, own_word);
  std::vector<double> gains(graph.num_nodes());
  for_each_node(graph, [&](NodeId v) { gains[v] = step.gain(v); });
  std::vector<Candidate> all;
  for (NodeId v = 0; v < graph.num_nodes(); ++v) all.push_back({gains[v] / limits.cost(v), v});
  std::priority_queue<Candidate> queue({}, std::move(all));
  Purse purse(limits);
  while (!queue.empty() && !purse.is_full()) {
    const Candidate first = queue.top();
    queue.pop();
    if (!purse.can_pay(first.person)) continue;
    // Gains only fall, so who is still first when looked at again is first.
    const Candidate now = {step.gain(first.person) / limits.cost(first.person), first.person};
    if (!queue.empty() && now < queue.top()) {
      queue.push(now);
      continue;
    }
    step.choose(first.person);
    purse.pay(first.person);
  }
  return std::move(purse).take();
}

std::vector<NodeId> choose_by_degree(const Graph& graph, const SeedLimits& limits) {
  std::vector<NodeId> people;
  for (NodeId v = 0; v < graph.num_nodes(); ++v)
    if (limits.may_choose(v)) people.push_back(v);
  const auto by_degree = [&](NodeId v) { return std::tuple(~graph.out_degree(v), v); };
  // With a budget somebody further down may be cheap enough.
  if (!limits.budget && limits.most < people.size()) {
    const auto end = people.begin() + static_cast<std::ptrdiff_t>(limits.most);
    std::ranges::nth_element(people, end, {}, by_degree);
    people.erase(end, people.end());
  }
  std::ranges::sort(people, {}, by_degree);
  Purse purse(limits);
  for (const NodeId v : people)
    if (purse.can_pay(v)) purse.pay(v);
  return std::move(purse).take();
}

}  // namespace grapevine
