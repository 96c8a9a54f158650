#include "algorithms/attribution/implied_touches.hpp"

#include <algorithm>

#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Calls `visit(influencer, tie)` for each tie that influences a person. Without columns all ties
/// are alike, and the number of one says nothing.
template <class Visit>
void for_each_influencer(const Network& network, NodeId person, const Visit& visit) {
  const Graph& ties = network.ties;
  if (network.influence != Influence::TargetToSource) {
    const auto sources = ties.in_neighbors(person);
    const auto edges = ties.in_edges(person);
    for (std::size_t i = 0; i < sources.size(); ++i)
      visit(sources[i], edges.empty() ? EdgeId{0} : edges[i]);
  }
  if (network.influence != Influence::SourceToTarget) {
    EdgeId edge = ties.first_out_edge(person);
    for (const NodeId target : ties.out_neighbors(person)) visit(target, edge++);
  }
}

/// The ties of one context, and when each person first bought there.
class ContextTies {
 public:
  explicit ContextTies(const Network& network)
      : network_(network), first_(network.num_people(), Time::max()) {}

  void begin(std::span<const Acquisition> acquisitions) {
    for (const Acquisition& a : acquisitions) first_[a.person] = a.time;
  }
  void end(std::span<const Acquisition> acquisitions) {
    for (const Acquisition& a : acquisitions) first_[a.person] = Time::max();
  }

  void add_touches_of(const Acquisition& acquisition, std::uint32_t number,
                      std::vector<ImpliedTouch>& touches) const {
    const GraphColumns& columns = network_.ties.columns();
    for_each_influencer(network_, acquisition.person, [&](NodeId referrer, EdgeId tie) {
      const Time bought = first_[referrer];
      if (bought >= acquisition.time || network_.ties.sign(tie) < 0) return;
      const ContextId context = network_.ties.context(tie);
      if (context != kEveryContext && context != acquisition.context) return;
      const Time since = columns.time.empty() ? kUndated : columns.time[tie];
      const Time until = columns.end.empty() ? kUndated : columns.end[tie];
      if (since > acquisition.time || (until != kUndated && until < bought)) return;
      touches.push_back({number, referrer, std::max(since, bought), network_.ties.weight(tie)});
    });
  }

 private:
  const Network& network_;
  std::vector<Time> first_;  ///< Time::max() for who never did.
};

}  // namespace

std::vector<ImpliedTouch> implied_touches(const Network& network,
                                          std::span<const Acquisition> acquisitions,
                                          const std::vector<bool>& wanted) {
  std::vector<ImpliedTouch> touches;
  if (network.ties.num_edges() == 0) return touches;
  static_assert(kUndated == Time::min());  // so the later of it and a time is that time
  constexpr std::size_t kPerBlock = 256;
  ContextTies ties(network);
  for (std::size_t begin = 0, end = 0; begin < acquisitions.size(); begin = end) {
    while (end < acquisitions.size() && acquisitions[end].context == acquisitions[begin].context)
      ++end;
    const auto own = acquisitions.subspan(begin, end - begin);
    ties.begin(own);
    std::vector<std::vector<ImpliedTouch>> blocks(own.size() / kPerBlock + 1);
    for_each_block(
        own.size(),
        [&](std::size_t from, std::size_t to) {
          for (std::size_t i = from; i != to; ++i)
            if (wanted[begin + i])
              ties.add_touches_of(own[i], static_cast<std::uint32_t>(begin + i),
                                  blocks[from / kPerBlock]);
        },
        kPerBlock);
    for (const auto& block : blocks) touches.insert(touches.end(), block.begin(), block.end());
    ties.end(own);
  }
  return touches;
}

}  // namespace grapevine
