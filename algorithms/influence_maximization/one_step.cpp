#include "algorithms/influence_maximization/one_step.hpp"

#include <algorithm>
#include <queue>
#include <tuple>

#include "algorithms/influence_maximization/purse.hpp"
#include "engine/parallel/largest.hpp"
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

/// People by what they add for their cost, the most first. It only falls, so who is still first
/// when looked at again is first. Only those who add most are put in order, and others once these
/// are used up.
class Candidates {
 public:
  Candidates(const OneStep& step, const Graph& graph, const SeedLimits& limits)
      : step_(step),
        limits_(limits),
        rates_(graph.num_nodes()),
        width_(std::max(kFirstWidth, 4 * limits.most)) {
    for_each_node(graph, [&](NodeId v) { rates_[v] = rate(v); });
    fill();
  }

  /// Who adds most of those who can be paid, and will not be met again; kNoNode: nobody is left.
  NodeId next(const Purse& purse) {
    for (;;) {
      if (queue_.empty()) {
        if (least_ == 0.0) return kNoNode;
        fill();
        continue;
      }
      const NodeId person = queue_.top().person;
      queue_.pop();
      rates_[person] = purse.can_pay(person) ? rate(person) : kGone;
      // Who adds less than those in the queue comes when it is filled again.
      if (rates_[person] < least_) continue;
      const Candidate now = {rates_[person], person};
      if (!queue_.empty() && now < queue_.top()) {
        queue_.push(now);
        continue;
      }
      rates_[person] = kGone;
      return person;
    }
  }

 private:
  static constexpr std::size_t kFirstWidth = 1 << 10;
  static constexpr double kGone = -1.0;

  double rate(NodeId v) const { return step_.gain(v) / limits_.cost(v); }

  void fill() {
    const auto rates =
        largest_values(rates_.size(), width_, [&](std::size_t v) { return rates_[v]; });
    least_ = rates.size() == width_ ? *std::ranges::min_element(rates) : 0.0;
    width_ *= 8;
    std::vector<Candidate> all;
    for (NodeId v = 0; v < rates_.size(); ++v)
      if (rates_[v] >= least_) all.push_back({rates_[v], v});
    queue_ = std::priority_queue<Candidate>({}, std::move(all));
  }

  const OneStep& step_;
  const SeedLimits& limits_;
  std::vector<double> rates_;  ///< When last looked at.
  std::size_t width_;
  double least_ = 0.0;  ///< All who add so much, or did when last looked at, are in the queue.
  std::priority_queue<Candidate> queue_;
};

}  // namespace

std::vector<NodeId> choose_by_one_step(const TieChances& chances, CascadeModel model,
                                       const SeedLimits& limits, std::span<const double> values,
                                       OwnWord own_word) {
  OneStep step(chances, model, values, own_word);
  Candidates candidates(step, chances.graph(), limits);
  Purse purse(limits);
  while (!purse.is_full()) {
    const NodeId person = candidates.next(purse);
    if (person == kNoNode) break;
    step.choose(person);
    purse.pay(person);
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
