#include "algorithms/influence_maximization/set_cover.hpp"

#include <algorithm>
#include <numeric>
#include <queue>
#include <tuple>

#include "engine/parallel/largest.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Parts that an index is made in; a part of the result's order, so it never depends on threads.
constexpr std::size_t kParts = 4;

/// After how many chosen people the bound is looked at.
constexpr std::size_t kBoundSteps = 4;

/// One who may be chosen next, with what they would add when they were last looked at.
struct Candidate {
  double rate;  ///< Sets for one unit of cost.
  NodeId person;
  std::uint32_t gain;

  friend bool operator<(const Candidate& a, const Candidate& b) {
    return std::tuple(a.rate, b.person) < std::tuple(b.rate, a.person);
  }
};

/// A choice in the making: sets that are met no longer count for anybody.
class Choice {
 public:
  Choice(const ReverseSets& sets, const SetIndex& index, const SeedLimits& limits, NodeId people)
      : sets_(sets), index_(index), limits_(limits), gain_(people), is_chosen_(people) {
    is_met_.resize(sets.count);
    for (NodeId v = 0; v < people; ++v)
      gain_[v] = static_cast<std::uint32_t>(index.sets_of(v).size());
    cover_.covered = sets.left_out;
    left_ = limits.budget.value_or(static_cast<double>(limits.most));
  }

  bool may_choose(NodeId v) const { return !is_chosen_[v] && limits_.may_choose(v); }
  bool is_full() const { return cover_.chosen.size() >= limits_.most; }
  bool can_pay(NodeId v) const {
    return !is_full() && (!limits_.budget || limits_.cost(v) <= left_);
  }
  std::uint32_t gain(NodeId v) const { return gain_[v]; }
  /// Of those who may still be chosen, and add something.
  std::vector<std::uint32_t> largest_gains(std::size_t most) const {
    return largest_values(gain_.size(), most, [&](std::size_t v) {
      return may_choose(static_cast<NodeId>(v)) ? gain_[v] : 0U;
    });
  }
  NodeId people() const { return static_cast<NodeId>(gain_.size()); }

  void choose(NodeId v) {
    is_chosen_[v] = true;
    if (limits_.budget) left_ -= limits_.cost(v);
    cover_.chosen.push_back(v);
    cover_.gains.push_back(gain_[v]);
    cover_.covered += gain_[v];
    for (const std::uint32_t s : index_.sets_of(v)) {
      if (is_met_[s]) continue;
      is_met_[s] = true;
      for (const NodeId member : sets_.set(s)) --gain_[member];
    }
  }

  /// Most sets that any choice can meet, told from what this one does so far.
  std::uint64_t bound() const;

  Cover take() && { return std::move(cover_); }

 private:
  std::uint64_t bound_of_costs() const;

  const ReverseSets& sets_;
  const SetIndex& index_;
  const SeedLimits& limits_;
  std::vector<std::uint32_t> gain_;
  std::vector<bool> is_met_, is_chosen_;
  double left_ = 0.0;
  Cover cover_;
};

std::uint64_t Choice::bound() const {
  if (limits_.budget) return bound_of_costs();
  const auto gains = largest_gains(limits_.most);
  return std::accumulate(gains.begin(), gains.end(), cover_.covered);
}

std::uint64_t Choice::bound_of_costs() const {
  std::vector<Candidate> others;
  for (NodeId v = 0; v < people(); ++v)
    if (gain_[v] > 0 && limits_.may_choose(v) && limits_.cost(v) <= *limits_.budget)
      others.push_back({gain_[v] / limits_.cost(v), v, gain_[v]});
  std::ranges::sort(others, [](const Candidate& a, const Candidate& b) { return b < a; });
  double bound = static_cast<double>(cover_.covered), left = *limits_.budget;
  for (const Candidate& one : others) {
    const double cost = limits_.cost(one.person);
    bound += one.rate * std::min(cost, left);
    left -= cost;
    if (left <= 0.0) break;
  }
  return static_cast<std::uint64_t>(bound) + 1;
}

/// People by what they add, the most first. Gains only fall, so who is still first when looked at
/// again is first. Where all cost the same only those who add most are put in order, and others
/// once these are used up.
class Candidates {
 public:
  /// `costs` of each person, empty: all cost the same.
  Candidates(const Choice& choice, std::span<const double> costs, std::size_t most)
      : choice_(choice), costs_(costs), width_(std::max(kFirstWidth, 4 * most)) {
    fill();
  }

  /// Who adds most of those who can be paid; kNoNode: nobody adds anything.
  NodeId next() {
    while (!choice_.is_full()) {
      if (queue_.empty()) {
        if (least_ == 1) break;
        fill();
        continue;
      }
      const Candidate first = queue_.top();
      queue_.pop();
      if (!choice_.may_choose(first.person) || !choice_.can_pay(first.person)) continue;
      if (choice_.gain(first.person) == first.gain) return first.person;
      if (choice_.gain(first.person) >= least_) queue_.push(candidate(first.person));
    }
    return kNoNode;
  }

 private:
  static constexpr std::size_t kFirstWidth = 1 << 10;

  /// Everybody who adds as much as the last of so many, with whom `next` goes on.
  void fill() {
    least_ = 1;
    if (costs_.empty()) {
      const auto gains = choice_.largest_gains(width_);
      if (gains.size() == width_) least_ = *std::ranges::min_element(gains);
      width_ *= 8;
    }
    std::vector<Candidate> all;
    for (NodeId v = 0; v < choice_.people(); ++v)
      if (choice_.gain(v) >= least_ && choice_.may_choose(v)) all.push_back(candidate(v));
    queue_ = std::priority_queue<Candidate>({}, std::move(all));
  }

  Candidate candidate(NodeId v) const {
    return {choice_.gain(v) / (costs_.empty() ? 1.0 : costs_[v]), v, choice_.gain(v)};
  }

  const Choice& choice_;
  std::span<const double> costs_;
  std::size_t width_;
  std::uint32_t least_ = 1;  ///< All who add so much, or did when last looked at, are in the queue.
  std::priority_queue<Candidate> queue_;
};

/// Those with the most ties, for who is left over when nobody adds a set.
void fill_by_degree(Choice& choice, const Graph& graph) {
  std::vector<NodeId> others;
  for (NodeId v = 0; v < graph.num_nodes(); ++v)
    if (choice.may_choose(v) && choice.can_pay(v)) others.push_back(v);
  std::ranges::sort(others, {}, [&](NodeId v) { return std::tuple(~graph.out_degree(v), v); });
  for (const NodeId v : others)
    if (choice.can_pay(v)) choice.choose(v);
}

Cover cover_by(const ReverseSets& sets, const SetIndex& index, const Graph& graph,
               const SeedLimits& limits, std::span<const NodeId> sure, bool by_rate) {
  Choice choice(sets, index, limits, graph.num_nodes());
  for (const NodeId v : sure) choice.choose(v);
  std::uint64_t most = choice.bound();
  Candidates candidates(choice, by_rate ? limits.costs : std::span<const double>(), limits.most);
  const std::size_t step = std::max<std::size_t>(1, limits.most / kBoundSteps);
  std::size_t chosen = 0;
  for (NodeId v = candidates.next(); v != kNoNode; v = candidates.next()) {
    choice.choose(v);
    if (++chosen % step == 0) most = std::min(most, choice.bound());
  }
  most = std::min(most, choice.bound());
  fill_by_degree(choice, graph);
  Cover cover = std::move(choice).take();
  cover.most = most;
  return cover;
}

}  // namespace

SetIndex::SetIndex(const ReverseSets& sets, NodeId people)
    : offsets_(std::size_t{people} + 1), sets_(sets.members) {
  const std::size_t per_part = (sets.blocks.size() + kParts - 1) / kParts;
  std::vector<std::vector<EdgeId>> places(kParts);
  const auto for_part = [&](std::size_t part, const auto& visit) {
    const std::size_t end = std::min(sets.blocks.size(), (part + 1) * per_part);
    for (std::size_t b = part * per_part; b < end; ++b) visit(b, sets.blocks[b]);
  };
  run_blocks(kParts, [&](std::size_t part) {
    places[part].resize(people);
    for_part(part, [&](std::size_t, const ReverseSets::Block& block) {
      for (const NodeId v : block.members) ++places[part][v];
    });
  });
  EdgeId place = 0;
  for (NodeId v = 0; v < people; ++v) {
    offsets_[v] = place;
    for (auto& part : places) {
      const EdgeId count = part[v];
      part[v] = place;
      place += count;
    }
  }
  offsets_[people] = place;
  run_blocks(kParts, [&](std::size_t part) {
    for_part(part, [&](std::size_t b, const ReverseSets::Block& block) {
      for (std::size_t i = 0; i < block.ends.size(); ++i)
        for (const NodeId v : block.set(i))
          sets_[places[part][v]++] = static_cast<std::uint32_t>(b * ReverseSets::kSetsPerBlock + i);
    });
  });
}

Cover greedy_cover(const ReverseSets& sets, const Graph& graph, const SeedLimits& limits,
                   std::span<const NodeId> sure) {
  // Checked where the sets are drawn: their numbers fit 32 bits.
  const SetIndex index(sets, graph.num_nodes());
  Cover best = cover_by(sets, index, graph, limits, sure, true);
  if (!limits.budget || limits.costs.empty()) return best;
  Cover by_sets = cover_by(sets, index, graph, limits, sure, false);
  by_sets.most = best.most = std::min(best.most, by_sets.most);
  return by_sets.covered > best.covered ? by_sets : best;
}

std::uint64_t set_cover_bytes(std::uint64_t people, std::uint64_t members) {
  return people * (sizeof(EdgeId) * (kParts + 1) + sizeof(Candidate) + 8) +
         members * sizeof(std::uint32_t);
}

}  // namespace grapevine
