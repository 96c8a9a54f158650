#include "algorithms/propagation/incremental_walk.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"

namespace grapevine {
namespace {

enum Mark : std::uint8_t { kResident = 1, kQueued = 2 };

}  // namespace

IncrementalWalk::IncrementalWalk(const Graph& graph, std::span<const double> seeds,
                                 const IncrementalWalkOptions& options)
    : graph_(graph),
      options_(options),
      ties_(static_cast<double>(graph.num_edges())),
      seeds_(seeds.begin(), seeds.end()),
      rank_(seeds.size()),
      residual_(seeds.size()),
      marks_(seeds.size()) {
  assert(seeds.size() == graph.num_nodes());
  if (options.sinks == Sinks::All)
    throw Error(ErrorCode::InvalidOption, "sinks", "a change of one tie changes all scores",
                "return them to the seeds, or absorb them");
  num_seeds_ =
      static_cast<std::size_t>(std::ranges::count_if(seeds_, [](double s) { return s > 0.0; }));
  seed_sum_ = std::accumulate(seeds_.begin(), seeds_.end(), 0.0);
  if (num_seeds_ > 0) run_whole();
}

/// Scores with sinks absorbed, not divided by the sum of the seeds.
void IncrementalWalk::run_whole() {
  std::vector<double> restart = seeds_;
  for (double& seed : restart) seed /= seed_sum_;
  const double after = options_.damping / (1.0 - options_.damping);  // the error for the residual
  constexpr double kShare = 0.01;                                    // of the tolerance
  const WalkResult walk =
      long_run_walk(WalkSteps(graph_), restart,
                    {.damping = options_.damping,
                     .tolerance = kShare * options_.tolerance / std::max(1.0, after),
                     .max_iterations = 10'000,
                     .sinks = Sinks::Absorb});
  base_error_ = walk.residual * after * error_factor();
  std::ranges::transform(walk.rank, rank_.begin(), [&](double r) { return r * seed_sum_; });
  rank_sum_ = std::accumulate(rank_.begin(), rank_.end(), 0.0);
}

template <class Visit>
void IncrementalWalk::for_each_tie(NodeId source, const Visit& visit) const {
  if (const auto changed = rows_.find(source); changed != rows_.end()) {
    for (const auto& [target, weight] : changed->second.ties) visit(target, weight);
  } else if (source < graph_.num_nodes()) {
    EdgeId e = graph_.first_out_edge(source);
    for (const NodeId target : graph_.out_neighbors(source)) {
      if (graph_.sign(e) > 0 && graph_.weight(e) > 0.0) visit(target, graph_.weight(e));
      ++e;
    }
  }
}

/// Calls `visit(target, share)`; shares sum to 1. Weights are first divided by the largest, so that
/// no sum overflows.
template <class Visit>
void IncrementalWalk::for_each_share(NodeId source, const Visit& visit) const {
  double largest = 0.0, total = 0.0;
  for_each_tie(source, [&](NodeId, double weight) { largest = std::max(largest, weight); });
  for_each_tie(source, [&](NodeId, double weight) { total += weight / largest; });
  for_each_tie(source,
               [&](NodeId target, double weight) { visit(target, weight / largest / total); });
}

/// A row that may be changed; what it passed on is taken back until the update.
IncrementalWalk::Row& IncrementalWalk::changed_row(NodeId source) {
  Row* row = nullptr;
  if (const auto known = rows_.find(source); known != rows_.end()) row = &known->second;
  if (!row || !row->withdrawn) {
    pass_on(source, -rank_[source]);
    withdrawn_.push_back(source);
  }
  if (!row) {
    Row copy;
    for_each_tie(source,
                 [&](NodeId target, double weight) { copy.ties.emplace_back(target, weight); });
    row = &rows_.emplace(source, std::move(copy)).first->second;
  }
  row->withdrawn = true;
  return *row;
}

NodeId IncrementalWalk::add_person() {
  seeds_.push_back(0.0);
  rank_.push_back(0.0);
  residual_.push_back(0.0);
  marks_.push_back(0);
  return num_nodes() - 1;
}

void IncrementalWalk::remove_person(NodeId person) {
  std::vector<NodeId> sources;
  if (person < graph_.num_nodes()) {
    const auto in = graph_.in_neighbors(person);
    sources.assign(in.begin(), in.end());
  }
  for (const auto& [source, row] : rows_)
    if (std::ranges::any_of(row.ties, [&](const auto& tie) { return tie.first == person; }))
      sources.push_back(source);
  std::ranges::sort(sources);  // so that the order of a hash table leaves no trace
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
  for (const NodeId source : sources) set_tie(source, person, 0.0);
  Row& row = changed_row(person);
  ties_ -= static_cast<double>(row.ties.size());
  row.ties.clear();
  add_to_seed(person, -seeds_[person]);
}

void IncrementalWalk::set_tie(NodeId source, NodeId target, double weight) {
  if (!(weight >= 0.0) || !std::isfinite(weight))
    throw Error(ErrorCode::InvalidOption, "weight", "a tie has weight " + to_text(weight),
                "give a finite number >= 0");
  Row& row = changed_row(source);
  const auto before = static_cast<double>(row.ties.size());
  std::erase_if(row.ties, [&](const auto& tie) { return tie.first == target; });
  if (weight > 0.0) row.ties.emplace_back(target, weight);
  ties_ += static_cast<double>(row.ties.size()) - before;
}

void IncrementalWalk::add_to_seed(NodeId person, double weight) {
  const double before = seeds_[person], now = std::max(0.0, before + weight);
  seeds_[person] = now;
  num_seeds_ += (now > 0.0 ? 1 : 0) - (before > 0.0 ? 1 : 0);
  seed_sum_ = num_seeds_ == 0 ? 0.0 : seed_sum_ + (now - before);
  add_residual(person, (1.0 - options_.damping) * (now - before));
}

void IncrementalWalk::add_residual(NodeId person, double residual) {
  residual_[person] += residual;
  if (marks_[person] & kResident) return;
  marks_[person] |= kResident;
  residents_.push_back(person);
}

void IncrementalWalk::pass_on(NodeId person, double rank) {
  if (rank == 0.0) return;
  for_each_share(person, [&](NodeId target, double share) {
    add_residual(target, options_.damping * share * rank);
    ++visits_;
  });
}

void IncrementalWalk::push(NodeId person) {
  const double residual = std::exchange(residual_[person], 0.0);
  rank_[person] += residual;
  rank_sum_ += residual;
  pass_on(person, residual);
}

/// Ties that a push follows, at least 1.
double IncrementalWalk::push_cost(NodeId person) const {
  const auto changed = rows_.find(person);
  const std::size_t ties = changed != rows_.end()        ? changed->second.ties.size()
                           : person < graph_.num_nodes() ? graph_.out_degree(person)
                                                         : 0;
  return static_cast<double>(std::max<std::size_t>(1, ties));
}

/// Pushes until no node has more than that per tie, or so many visits were made.
void IncrementalWalk::push_down_to(double per_tie, double most_visits) {
  std::vector<NodeId> queue;
  const auto enqueue = [&](NodeId person) {
    if ((marks_[person] & kQueued) || std::abs(residual_[person]) <= per_tie) return;
    marks_[person] |= kQueued;
    queue.push_back(person);
  };
  for (const NodeId person : residents_) enqueue(person);
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const NodeId person = queue[next];
    marks_[person] = static_cast<std::uint8_t>(marks_[person] & ~kQueued);
    if (static_cast<double>(visits_) > most_visits) continue;  // only takes the marks away
    if (std::abs(residual_[person]) <= per_tie * push_cost(person)) continue;
    push(person);
    for_each_tie(person, [&](NodeId target, double) { enqueue(target); });
  }
}

void IncrementalWalk::sweep() {
  for (NodeId person = 0; person < num_nodes(); ++person)
    if (residual_[person] != 0.0) push(person);
}

/// Sum of what nodes have; those that have nothing leave the list.
double IncrementalWalk::residual_sum() {
  double sum = 0.0;
  std::erase_if(residents_, [&](NodeId person) {
    sum += std::abs(residual_[person]);
    if (residual_[person] != 0.0) return false;
    marks_[person] = 0;
    return true;
  });
  return sum;
}

double IncrementalWalk::total() const {
  return options_.sinks == Sinks::Seeds ? rank_sum_ : seed_sum_;
}

/// Dividing by a sum that is off itself doubles the error.
double IncrementalWalk::error_factor() const { return options_.sinks == Sinks::Seeds ? 2.0 : 1.0; }

double IncrementalWalk::error_of(double residual) const {
  return residual / (1.0 - options_.damping) * error_factor() / total();
}

WalkUpdate IncrementalWalk::update() {
  for (const NodeId source : std::exchange(withdrawn_, {})) {
    rows_.at(source).withdrawn = false;
    pass_on(source, rank_[source]);
  }
  if (num_seeds_ == 0) return forget();
  WalkUpdate result;
  double residual = residual_sum(), per_tie = 0.0;
  for (const NodeId person : residents_)
    per_tie = std::max(per_tie, std::abs(residual_[person]) / push_cost(person));
  const auto begun = static_cast<double>(visits_);
  while (error_of(residual) > options_.tolerance) {
    // A pass over all ties leaves at most d of the residual.
    const double passes = std::log(error_of(residual) / options_.tolerance) /
                          -std::log(std::max(options_.damping, 1e-3));
    const double most_visits = begun + std::ceil(passes) * ties_;
    result.swept = result.swept || static_cast<double>(visits_) >= most_visits;
    if (result.swept)
      sweep();
    else
      push_down_to(per_tie /= 4.0, most_visits);
    residual = residual_sum();
  }
  result.edge_visits = std::exchange(visits_, 0);
  result.error = error_of(residual) + base_error_;
  return result;
}

/// Without seeds nobody has a score.
WalkUpdate IncrementalWalk::forget() {
  std::ranges::fill(rank_, 0.0);
  std::ranges::fill(residual_, 0.0);
  std::ranges::fill(marks_, std::uint8_t{0});
  residents_.clear();
  rank_sum_ = 0.0;
  return {.edge_visits = std::exchange(visits_, 0)};
}

double IncrementalWalk::score(NodeId person) const {
  return total() > 0.0 ? rank_[person] / total() : 0.0;
}

std::vector<double> IncrementalWalk::scores() const {
  std::vector<double> result(num_nodes());
  for (NodeId person = 0; person < num_nodes(); ++person) result[person] = score(person);
  return result;
}

}  // namespace grapevine
