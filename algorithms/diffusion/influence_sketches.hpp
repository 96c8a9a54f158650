#pragma once
#include <span>
#include <vector>

#include "algorithms/diffusion/target_draw.hpp"
#include "algorithms/diffusion/tie_chances.hpp"
#include "engine/base/buffer.hpp"

namespace grapevine {

struct SketchOptions {
  std::uint32_t size = 64;  ///< Entries of a sketch: an error of some 1 / sqrt(size).
  std::uint64_t seed = 0;
};

/// An expectation, and an interval that holds it in 95 of 100 estimates.
struct InfluenceEstimate {
  double value = 0.0, low = 0.0, high = 0.0;
};

/// What the cascades of everybody are worth, by combined reachability sketches (Cohen, Delling,
/// Pajor, Werneck 2014, Sketch-Based Influence Maximization and Computation). Targets are drawn in
/// proportion to their values, each in a simulated world of live ties; the number of a drawing is
/// its rank. The sketch of a person has the `size` lowest ranks of drawings whose target the person
/// reaches in the drawing's world. Where the last of them stands says how often that happens, and
/// with it the value reached, to the same relative error for everybody. There are as many drawings
/// as fill, on average, the sketch of somebody who reaches nobody else.
///
/// Where few reach a target each drawing has a world of its own, which is looked at only near the
/// target: drawings are then independent, and intervals exact but for whole numbers. Where many do
/// (64 on average), 256 worlds are shared: a world gives each person a quarter of a sketch at
/// most, and whoever has it is passed over, so that the work stays near linear; intervals then
/// count in how drawings of one world vary together.
///
/// Time O(size x people x those who reach a target), or O(256 (ties + size x people)); memory 8
/// bytes an entry of a sketch, and 1/16 of all drawings' entries.
class InfluenceSketches {
 public:
  /// `values` >= 0 of reaching each person; none: 1 each. Errors: BadInput where linear thresholds
  /// cannot be.
  InfluenceSketches(const TieChances& chances, CascadeModel model, std::span<const double> values,
                    const SketchOptions& options = {});

  NodeId num_people() const { return static_cast<NodeId>(count_.size()); }

  /// Value that the person's cascade reaches, the person's own included.
  InfluenceEstimate of(NodeId person) const;
  /// The same of the cascade of a whole group; a person who stands twice counts once.
  InfluenceEstimate of(std::span<const NodeId> group) const;
  /// What the person is worth, which is certain.
  double own_value(NodeId person) const { return values_.empty() ? 1.0 : values_[person]; }

 private:
  /// A drawing whose target the person reaches.
  struct Entry {
    std::uint32_t rank;
    NodeId target;
  };
  struct Group;
  struct Scratch;
  struct Found;

  template <class IsOwn>
  InfluenceEstimate estimate(std::span<const Entry> entries, double own, const IsOwn& is_own) const;
  void fill(const TieChances& chances, CascadeModel model, const TargetDraw& draw);
  void draw_group(std::uint32_t group, const TieChances& chances, CascadeModel model,
                  const TargetDraw& draw, Scratch& scratch) const;
  void keep_lowest(NodeId person, std::span<const Group> groups, std::vector<Entry>& room);
  template <class IsOwn>
  Found found_in(std::span<const Entry> entries, const IsOwn& is_own) const;
  std::span<const Entry> entries_of(NodeId person) const {
    return {entries_.data() + std::size_t{person} * options_.size, count_[person]};
  }

  SketchOptions options_;
  std::vector<double> values_;
  double total_value_ = 0.0;
  std::uint32_t group_size_ = 0;  ///< Drawings of a group; one world where these are shared.
  bool shares_worlds_ = false;
  Buffer<Entry> entries_;  ///< Rows of `size`, by rank.
  std::vector<std::uint32_t> count_;
  std::vector<bool> reaches_nobody_;  ///< Who has no tie out.
};

/// Bytes of sketches, and while they are made on so many threads.
std::uint64_t influence_sketches_bytes(const GraphSize& size, const SketchOptions& options,
                                       std::size_t threads);

}  // namespace grapevine
