#include "algorithms/diffusion/tie_chances.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/parallel/node_loops.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Above it, looking at each tie is faster than skipping.
constexpr double kMostSkipped = 0.25;

/// What chances into one person may sum to beyond 1 by rounding to 24 bits.
constexpr double kRounding = 1e-6;

[[noreturn]] void refuse_rule(std::string_view place, const std::string& text) {
  throw Error(ErrorCode::InvalidOption, place, in_quotes(text) + " says no chances of ties",
              "give weighted_cascade, uniform=0.01, trivalency or column=NAME");
}

double read_chance(const std::string& text, std::string_view place) {
  const double chance = parse_double(text).value_or(std::nan(""));
  if (chance >= 0.0 && chance <= 1.0) return chance;
  throw Error(ErrorCode::InvalidOption, place,
              "the chance " + in_quotes(text) + " lies outside of [0, 1]", "give a number in it");
}

/// 0.1, 0.01 or 0.001: the same for ties between the same two people, in both directions of rows.
float trivalent(std::uint64_t seed, NodeId from, NodeId to) {
  constexpr float kChances[] = {0.1F, 0.01F, 0.001F};
  return kChances[Random(seed, std::uint64_t{from} << 32 | to).below(3)];
}

std::string tie_text(const Graph& graph, NodeId from, NodeId to) {
  return "the tie " + in_quotes(graph.name(from)) + " to " + in_quotes(graph.name(to));
}

/// Sum of the weights of the ties into v that influence passes along, in multiples of the largest,
/// which no sum of overflows.
struct InWeight {
  double largest = 0.0, sum = 0.0;
};

/// `carries(e)` says of a tie whether influence passes along it.
template <class Carries>
InWeight weight_into(const Graph& graph, NodeId v, const Carries& carries) {
  InWeight in;
  for (const EdgeId e : graph.in_edges(v))
    if (carries(e)) in.largest = std::max(in.largest, graph.weight(e));
  if (in.largest == 0.0) return in;
  for (const EdgeId e : graph.in_edges(v))
    if (carries(e)) in.sum += graph.weight(e) / in.largest;
  return in;
}

}  // namespace

ChanceRule read_chance_rule(const std::string& text, std::string_view place) {
  using Kind = ChanceRule::Kind;
  const std::size_t equals = text.find('=');
  const std::string word = text.substr(0, equals),
                    value = equals == std::string::npos ? "" : text.substr(equals + 1);
  if (text == "weighted_cascade") return {.kind = Kind::WeightedCascade};
  if (text == "trivalency") return {.kind = Kind::Trivalency};
  if (word == "uniform" && !value.empty())
    return {.kind = Kind::Uniform, .chance = read_chance(value, place)};
  if (word == "column" && !value.empty()) return {.kind = Kind::Column, .column = value};
  refuse_rule(place, text);
}

/// A view of all ties or of none needs no look at each.
bool TieChances::takes_all(const GraphView& view) const {
  return view.num_edges() == graph_->num_edges() &&
         (negative_ties_ == NegativeTies::Carry || graph_->columns().sign.empty());
}

TieChances::TieChances(const GraphView& view, const ChanceRule& rule, std::uint64_t seed)
    : graph_(&view.graph()), negative_ties_(rule.negative_ties) {
  using Kind = ChanceRule::Kind;
  if (rule.kind == Kind::Column && graph_->num_edges() > 0) {
    set_column(view, rule);
  } else if (view.num_edges() == 0) {
    set_equal(0.0);
  } else if (rule.kind == Kind::Uniform && takes_all(view)) {
    set_equal(rule.chance);
  } else if (rule.kind == Kind::Uniform) {
    set_by_tie(view, [&](NodeId, NodeId, EdgeId) { return static_cast<float>(rule.chance); });
  } else if (rule.kind == Kind::Trivalency) {
    set_by_tie(view, [&](NodeId u, NodeId v, EdgeId) { return trivalent(seed, u, v); });
  } else if (takes_all(view) && graph_->columns().weight.empty()) {
    set_by_target();
  } else {
    set_shares(view);
  }
  make_skips();
}

TieChances::TieChances(const GraphView& view, std::span<const double> chances,
                       NegativeTies negative_ties)
    : graph_(&view.graph()), negative_ties_(negative_ties) {
  if (graph_->columns().any())
    set_by_tie(view, [&](NodeId, NodeId, EdgeId e) { return static_cast<float>(chances[e]); });
  else
    set_by_tie_without_columns(chances);
  make_skips();
}

void TieChances::make_skips() {
  if (largest_ > 0.0 && largest_ <= kMostSkipped && form_ != Form::ByTarget)
    skips_.emplace(largest_);
}

void TieChances::set_equal(double chance) {
  form_ = Form::Equal;
  equal_ = largest_ = chance;
}

void TieChances::set_by_target() {
  form_ = Form::ByTarget;
  into_.resize(graph_->num_nodes());
  NodeId most = 0;
  for (NodeId v = 0; v < graph_->num_nodes(); ++v) most = std::max(most, graph_->in_degree(v));
  std::vector<bool> has(std::size_t{most} + 1);
  for (NodeId v = 0; v < graph_->num_nodes(); ++v) {
    const NodeId degree = graph_->in_degree(v);
    has[degree] = true;
    if (degree == 0) continue;
    into_[v] = static_cast<float>(1.0 / degree);
    largest_ = std::max(largest_, 1.0 / degree);
  }
  live_counts_ = LiveCounts(has);
}

template <class Chance>
void TieChances::set_by_tie(const GraphView& view, const Chance& chance) {
  form_ = Form::ByTie;
  const Graph& graph = *graph_;
  out_.resize(graph.num_edges());
  for_each_node(graph, [&](NodeId u) {
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) {
      if (carries(view, e)) out_[e] = chance(u, v, e);
      ++e;
    }
  });
  // Without columns there is no way from an incoming row to the EdgeId; then nothing depends on it.
  in_.resize(graph.num_edges());
  for_each_node(graph, [&](NodeId v) {
    const auto edges = graph.in_edges(v);
    EdgeId place = graph.first_in_edge(v);
    for (std::size_t i = 0; i < graph.in_degree(v); ++i)
      in_[place++] = edges.empty() ? chance(graph.in_neighbors(v)[i], v, 0) : out_[edges[i]];
  });
  for (const float one : out_) largest_ = std::max(largest_, static_cast<double>(one));
}

/// Incoming rows have their sources in ascending order, as the outgoing rows are met.
void TieChances::set_by_tie_without_columns(std::span<const double> chances) {
  form_ = Form::ByTie;
  const Graph& graph = *graph_;
  in_.resize(graph.num_edges());
  std::vector<EdgeId> place(graph.num_nodes());
  for (NodeId v = 0; v < graph.num_nodes(); ++v) place[v] = graph.first_in_edge(v);
  for (NodeId u = 0; u < graph.num_nodes(); ++u)
    for (const NodeId v : graph.out_neighbors(u)) {
      out_.push_back(static_cast<float>(chances[out_.size()]));
      in_[place[v]++] = out_.back();
      largest_ = std::max(largest_, static_cast<double>(out_.back()));
    }
}

void TieChances::set_shares(const GraphView& view) {
  std::vector<InWeight> into(graph_->num_nodes());
  for_each_node(*graph_, [&](NodeId v) {
    into[v] = weight_into(*graph_, v, [&](EdgeId e) { return carries(view, e); });
  });
  set_by_tie(view, [&](NodeId, NodeId v, EdgeId e) {
    const InWeight& in = into[v];
    return in.sum > 0.0 ? static_cast<float>(graph_->weight(e) / in.largest / in.sum) : 0.0F;
  });
}

void TieChances::set_column(const GraphView& view, const ChanceRule& rule) {
  const Graph& graph = *graph_;
  if (graph.columns().weight.empty())
    throw Error(ErrorCode::InvalidOption, "weights",
                "there is no column of weights for column=" + rule.column,
                "give a file with one, or weighted_cascade, uniform=0.01 or trivalency");
  for (NodeId u = 0; u < graph.num_nodes(); ++u) {
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) {
      if (view.has(e) && !(graph.weight(e) <= 1.0))
        throw Error(ErrorCode::BadInput, tie_text(graph, u, v),
                    "its weight " + to_text(graph.weight(e)) + " is no chance",
                    "give numbers in [0, 1], or weighted_cascade");
      ++e;
    }
  }
  set_by_tie(view, [&](NodeId, NodeId, EdgeId e) { return static_cast<float>(graph.weight(e)); });
}

void TieChances::require_shares() const {
  if (form_ == Form::ByTarget) return;
  for (NodeId v = 0; v < graph_->num_nodes(); ++v) {
    double sum = form_ == Form::Equal ? equal_ * graph_->in_degree(v) : 0.0;
    if (form_ == Form::ByTie)
      for (const float chance : in(v)) sum += static_cast<double>(chance);
    if (sum <= 1.0 + kRounding) continue;
    throw Error(ErrorCode::BadInput, "person " + in_quotes(graph_->name(v)),
                "the chances of ties into them sum to " + to_text(sum) +
                    ", and a linear threshold is at most 1",
                "give smaller ones, or weighted_cascade");
  }
}

std::uint64_t tie_chances_bytes(const GraphSize& size, const ChanceRule& rule) {
  using Kind = ChanceRule::Kind;
  if (rule.kind == Kind::Uniform && !size.sign) return 0;
  const bool by_tie = rule.kind != Kind::WeightedCascade || size.any_column();
  return by_tie ? 2 * sizeof(float) * size.edges + sizeof(InWeight) * size.nodes
                : (sizeof(float) + 1) * size.nodes;
}

}  // namespace grapevine
