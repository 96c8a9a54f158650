#include "algorithms/propagation/walk_tile.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

#include "engine/parallel/node_loops.hpp"

namespace grapevine {
namespace {

template <class Entry>
void sort_by_node(std::vector<Entry>& entries) {
  const auto less = [](const Entry& a, const Entry& b) {
    return a.node != b.node ? a.node < b.node : a.lane < b.lane;
  };
  if (!std::ranges::is_sorted(entries, less)) parallel_sort(entries, less);
}

template <class Entry>
const Entry* from_node(const std::vector<Entry>& entries, NodeId node) {
  return &*std::ranges::lower_bound(entries, node, {}, &Entry::node);
}

}  // namespace

template <class T>
WalkTile<T>::WalkTile(const SharedWalk<T>& walk, std::vector<const WalkStart*> starts,
                      std::size_t lanes, const WalkOptions& options, VectorSet vectors)
    : walk_(walk),
      starts_(std::move(starts)),
      lanes_(lanes),
      options_(options),
      vectors_(vectors),
      everywhere_(lanes),
      on_start_(lanes),
      sunk_(lanes) {
  assert(starts_.size() <= lanes);
  make_starts();
  if (walk.own_weights()) make_factors();
  from_ = Buffer<T>(lanes * walk.graph().num_nodes());
  to_ = Buffer<T>(lanes * walk.graph().num_nodes());
  begin();
}

template <class T>
WalkTile<T>::WalkTile(WalkTile&& wide, const std::vector<std::size_t>& kept, std::size_t lanes)
    : walk_(wide.walk_),
      lanes_(lanes),
      options_(wide.options_),
      vectors_(wide.vectors_),
      everywhere_(lanes),
      on_start_(lanes),
      sunk_(lanes) {
  for (const std::size_t lane : kept) starts_.push_back(wide.starts_[lane]);
  const auto narrowed = [&](Buffer<T>& state) {
    Buffer<T> narrow(lanes * walk_.graph().num_nodes());
    for_each_node(walk_.graph(), [&](NodeId v) {
      for (std::size_t i = 0; i < kept.size(); ++i)
        narrow[v * lanes + i] = state[v * wide.lanes_ + kept[i]];
    });
    state = Buffer<T>();
    return narrow;
  };
  make_starts();
  if (walk_.own_weights()) make_factors();
  if (walk_.reversible())
    to_ = narrowed(wide.to_);
  else
    wide.to_ = Buffer<T>();
  from_ = narrowed(wide.from_);
  if (to_.empty()) to_ = Buffer<T>(lanes * walk_.graph().num_nodes());
  for (std::size_t i = 0; i < kept.size(); ++i) sunk_[i] = wide.sunk_[kept[i]];
}

template <class T>
void WalkTile<T>::make_starts() {
  for (std::size_t lane = 0; lane < starts_.size(); ++lane)
    for (const WalkStart::Seed& seed : starts_[lane]->seeds)
      lane_starts_.push_back(
          {seed.node, static_cast<std::uint32_t>(lane), static_cast<T>(seed.chance)});
  sort_by_node(lane_starts_);
  lane_starts_.push_back({kNoNode, 0, T{0}});
  lane_scales_.push_back({kNoNode, 0, T{0}});
}

template <class T>
void WalkTile<T>::make_factors() {
  classify_contexts();
  class_lanes_.assign(own_classes_ + 2, 0);
  factor_ = Buffer<T>(class_lanes_.size() * lanes_);
  std::ranges::fill(factor_, T{1});
  for (std::size_t lane = 0; lane < starts_.size(); ++lane) {
    if (starts_[lane]->context == kEveryContext) continue;
    const std::size_t own = class_of(starts_[lane]->context);
    for (std::size_t c = 0; c <= own_classes_; ++c) {
      const double factor = c == own ? walk_.factors().own : walk_.factors().other;
      factor_[c * lanes_ + lane] = static_cast<T>(factor);
      if (factor != 1.0) class_lanes_[c] |= std::uint64_t{1} << lane;
    }
  }
  classify_arcs();
  find_scales();
}

template <class T>
void WalkTile<T>::classify_contexts() {
  std::vector<ContextId> contexts;
  for (const WalkStart* start : starts_)
    if (start->context != kEveryContext) contexts.push_back(start->context);
  std::ranges::sort(contexts);
  contexts.erase(std::unique(contexts.begin(), contexts.end()), contexts.end());
  own_classes_ = contexts.size();
  const std::size_t most = contexts.empty() ? 0 : contexts.back() + std::size_t{1};
  class_of_context_.assign(std::max(most, walk_.num_contexts()),
                           static_cast<std::uint8_t>(own_classes_));
  for (std::size_t c = 0; c < own_classes_; ++c)
    class_of_context_[contexts[c]] = static_cast<std::uint8_t>(c);
}

template <class T>
void WalkTile<T>::classify_arcs() {
  const Graph& graph = walk_.graph();
  arc_class_.resize(walk_.in_rows().neighbors.size());
  own_row_.resize(graph.num_nodes());
  for_each_node(graph, [&](NodeId v) {
    EdgeId place = walk_.in_rows().offsets[v];
    const auto sources = graph.in_neighbors(v);
    const auto edges = graph.in_edges(v);
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (!walk_.has(sources[i], edges[i])) continue;
      arc_class_[place] = class_of(graph.context(edges[i]));
      if (class_lanes_[arc_class_[place]] != 0) own_row_[v] = 1;
      ++place;
    }
  });
}

template <class T>
void WalkTile<T>::find_scales() {
  const Graph& graph = walk_.graph();
  constexpr std::size_t kNodes = 1024;
  std::vector<std::vector<LaneScale<T>>> found((graph.num_nodes() + kNodes - 1) / kNodes);
  for_each_block(
      graph.num_nodes(),
      [&](std::size_t begin, std::size_t end) {
        for (std::size_t u = begin; u != end; ++u)
          add_scales_of(static_cast<NodeId>(u), found[begin / kNodes]);
      },
      kNodes);
  lane_scales_.clear();
  for (const std::vector<LaneScale<T>>& scales : found)
    lane_scales_.insert(lane_scales_.end(), scales.begin(), scales.end());
  lane_scales_.push_back({kNoNode, 0, T{0}});
}

/// A lane's total is the sum over the ties in their order, whichever other lanes there are.
template <class T>
void WalkTile<T>::add_scales_of(NodeId u, std::vector<LaneScale<T>>& found) const {
  const Graph& graph = walk_.graph();
  const EdgeId first = graph.first_out_edge(u), end = first + graph.out_degree(u);
  std::uint64_t differing = 0;
  for (EdgeId e = first; e < end; ++e) differing |= class_lanes_[class_of(graph.context(e))];
  if (differing == 0) return;
  double total[kMostLanes] = {};
  for (EdgeId e = first; e < end; ++e) {
    const T weight = walk_.out_weight(u, e);
    const T* factor = factor_.data() + class_of(graph.context(e)) * lanes_;
    for (std::size_t lane = 0; lane < lanes_; ++lane)
      total[lane] += static_cast<double>(weight * factor[lane]);
  }
  for (; differing != 0; differing &= differing - 1) {
    const auto lane = static_cast<std::uint32_t>(std::countr_zero(differing));
    found.push_back({u, lane, static_cast<T>(total[lane] > 0.0 ? 1.0 / total[lane] : 0.0)});
  }
}

template <class T>
WalkSweep<T> WalkTile<T>::sweep() const {
  const Adjacency& rows = walk_.in_rows();
  return {.lanes = lanes_,
          .offsets = rows.offsets.data(),
          .sources = rows.neighbors.data(),
          .num_arcs = rows.neighbors.size(),
          .weight = walk_.weight().data(),
          .arc_class = arc_class_.data(),
          .own_row = own_row_.data(),
          .factor = factor_.data(),
          .plain_class = own_classes_ + (walk_.factors().other == 1.0 ? 0 : 1),
          .per_weight = walk_.per_weight().data(),
          .from = from_.data(),
          .to = to_.data(),
          .everywhere = everywhere_.data(),
          .on_start = on_start_.data()};
}

/// The state when nobody has moved: a sweep without arcs that puts each walk at its start.
template <class T>
void WalkTile<T>::begin() {
  for (std::size_t lane = 0; lane < starts_.size(); ++lane) {
    on_start_[lane] = T{1};
    everywhere_[lane] = starts_[lane]->seeds.empty() ? even_chance() : T{0};
  }
  WalkSweep<T> first = sweep();
  first.from = first.to;  // nothing has been passed on: no page of the other buffer is touched
  std::vector<double> change(lanes_);
  run(first, SweptArcs::None, change);
}

template <class T>
T WalkTile<T>::even_chance() const {
  return static_cast<T>(1.0 / walk_.graph().num_nodes());
}

template <class T>
void WalkTile<T>::step(std::span<double> change, std::span<double* const> rank_of,
                       std::span<const double> omega) {
  for (std::size_t lane = 0; lane < starts_.size(); ++lane) {
    double on_start = 1.0 - options_.damping, on_all = 0.0;
    if (options_.sinks == Sinks::Seeds) on_start += options_.damping * sunk_[lane];
    if (options_.sinks == Sinks::All)
      on_all = options_.damping * sunk_[lane] / walk_.graph().num_nodes();
    if (starts_[lane]->seeds.empty()) on_all += on_start / walk_.graph().num_nodes();
    on_start_[lane] = static_cast<T>(on_start);
    everywhere_[lane] = static_cast<T>(on_all);
  }
  WalkSweep<T> next = sweep();
  next.damping = static_cast<T>(options_.damping);
  next.rank_of = rank_of.empty() ? nullptr : rank_of.data();
  if (!omega.empty()) {
    omega_ = Buffer<T>(lanes_);
    std::ranges::transform(omega, omega_.begin(), [](double o) { return static_cast<T>(o); });
    next.omega = omega_.data();
  }
  const SweptArcs weighted = walk_.own_weights() ? SweptArcs::Own : SweptArcs::Weighted;
  run(next, walk_.weight().empty() ? SweptArcs::Plain : weighted, change);
}

template <class T>
double WalkTile<T>::rank(NodeId v, std::size_t lane) const {
  T per_weight = walk_.per_weight()[v];
  for (const LaneScale<T>* scale = from_node(lane_scales_, v); scale->node == v; ++scale)
    if (scale->lane == lane) per_weight = scale->per_weight;
  const double passed = static_cast<double>(from_[v * lanes_ + lane]);
  return per_weight == T{0} ? passed : passed / static_cast<double>(per_weight);
}

/// Blocks in parallel, then their sums left to right; what was written is what the next step reads.
template <class T>
void WalkTile<T>::run(WalkSweep<T> sweep, SweptArcs arcs, std::span<double> change) {
  const SweepRows<T> sweep_block = sweep_rows(T{}, lanes_, arcs, vectors_);
  const std::span<const NodeId> cuts = walk_.blocks();
  const std::size_t blocks = cuts.size() - 1;
  std::vector<double> sums(2 * lanes_ * blocks);
  for_each_index(
      blocks,
      [&](std::size_t b) {
        double* of_block = sums.data() + 2 * lanes_ * b;
        sweep_block(sweep,
                    {cuts[b], cuts[b + 1], from_node(lane_starts_, cuts[b]),
                     from_node(lane_scales_, cuts[b])},
                    of_block, of_block + lanes_);
      },
      1);
  std::ranges::fill(change, 0.0);
  std::ranges::fill(sunk_, 0.0);
  for (std::size_t b = 0; b < blocks; ++b)
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
      change[lane] += sums[2 * lanes_ * b + lane];
      sunk_[lane] += sums[2 * lanes_ * b + lanes_ + lane];
    }
  std::swap(from_, to_);
}

template class WalkTile<double>;
template class WalkTile<float>;

}  // namespace grapevine
