#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "algorithms/diffusion/draw_tables.hpp"
#include "engine/graph/graph_view.hpp"

namespace grapevine {

/// How influence spreads from those who have it (Kempe, Kleinberg, Tardos 2003, Maximizing the
/// Spread of Influence through a Social Network).
enum class CascadeModel {
  IndependentCascade,  ///< Who is reached tries once along each out-tie, with the tie's chance.
  LinearThreshold  ///< Reached when ties from who is weigh a threshold drawn at random in [0, 1).
};
inline constexpr std::string_view kCascadeModelNames[] = {"ic", "lt"};

/// Whether ties of sign -1 let influence pass.
enum class NegativeTies { Block, Carry };

/// Where the chances of ties come from.
struct ChanceRule {
  enum class Kind {
    WeightedCascade,  ///< A tie's share of the weights of all ties into its target.
    Uniform,          ///< The same for all.
    Trivalency,       ///< 0.1, 0.01 or 0.001, drawn for each pair of people.
    Column            ///< The weight itself.
  };
  Kind kind = Kind::WeightedCascade;
  double chance = 0.0;  ///< Of Uniform.
  std::string column;   ///< Of Column, as the user calls it.
  NegativeTies negative_ties = NegativeTies::Block;
};

/// "weighted_cascade", "uniform=0.01", "trivalency" or "column=NAME". Errors: InvalidOption
/// beginning with `place`.
ChanceRule read_chance_rule(const std::string& text, std::string_view place);

/// The chance of every tie of a graph to let influence pass, in the form that needs least: one
/// number for all, one for all ties into a person (1 / in-degree), or 4 bytes a tie and direction.
/// Ties of sign -1, unless the rule lets them, and those that a view leaves out have the chance 0;
/// parallel ties have one each.
class TieChances {
 public:
  enum class Form {
    Equal,     ///< `equal()` for all.
    ByTarget,  ///< One in as many as there are ties into the target.
    ByTie
  };

  /// The view's graph must have incoming rows and outlive the chances. O(n + m). Errors:
  /// InvalidOption for a column that the graph lacks; BadInput for a tie whose weight is no chance.
  TieChances(const GraphView& view, const ChanceRule& rule, std::uint64_t seed);

  /// The same of chances by EdgeId, each in [0, 1]. Rows of a graph without columns are canonical.
  TieChances(const GraphView& view, std::span<const double> chances,
             NegativeTies negative_ties = NegativeTies::Block);

  const Graph& graph() const { return *graph_; }
  Form form() const { return form_; }
  double equal() const { return equal_; }
  /// Of ties into `target`. Only of the form ByTarget.
  float into(NodeId target) const { return into_[target]; }
  /// Of u's outgoing and of v's incoming row, in their order. Only of the form ByTie.
  std::span<const float> out(NodeId u) const {
    return {out_.data() + graph_->first_out_edge(u), graph_->out_degree(u)};
  }
  std::span<const float> in(NodeId v) const {
    return {in_.data() + graph_->first_in_edge(v), graph_->in_degree(v)};
  }

  /// Of the i-th tie in u's outgoing row, whatever the form.
  double of(NodeId u, std::size_t i) const {
    if (form_ == Form::Equal) return equal_;
    if (form_ == Form::ByTarget) return static_cast<double>(into_[graph_->out_neighbors(u)[i]]);
    return static_cast<double>(out_[graph_->first_out_edge(u) + i]);
  }

  /// Largest chance of any tie; 0 without ties.
  double largest() const { return largest_; }
  /// Skips ties that fail, where the largest chance is so small that it pays.
  const std::optional<SkipTable>& skips() const { return skips_; }
  /// Of the form ByTarget.
  const LiveCounts& live_counts() const { return live_counts_; }

  /// Whether the chances of ties into everybody sum to 1 at most, as linear thresholds need it.
  /// Errors: BadInput naming a person into whom they do not, and the sum.
  void require_shares() const;

 private:
  bool carries(const GraphView& view, EdgeId e) const {
    return view.has(e) && (negative_ties_ == NegativeTies::Carry || graph_->sign(e) > 0);
  }
  bool takes_all(const GraphView& view) const;
  void set_equal(double chance);
  void set_by_target();
  template <class Chance>
  void set_by_tie(const GraphView& view, const Chance& chance);
  void set_shares(const GraphView& view);
  void set_column(const GraphView& view, const ChanceRule& rule);
  void set_by_tie_without_columns(std::span<const double> chances);
  void make_skips();

  const Graph* graph_;
  NegativeTies negative_ties_ = NegativeTies::Block;
  Form form_ = Form::Equal;
  double equal_ = 0.0, largest_ = 0.0;
  std::vector<float> into_, out_, in_;
  std::optional<SkipTable> skips_;
  LiveCounts live_counts_;
};

/// Most bytes of the chances of a graph of this size, whatever the rule; linear thresholds
/// included.
std::uint64_t tie_chances_bytes(const GraphSize& size, const ChanceRule& rule);

}  // namespace grapevine
