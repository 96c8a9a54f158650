#include "algorithms/diffusion/influence_sketches.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "algorithms/diffusion/live_rows.hpp"
#include "algorithms/diffusion/simulate_spread.hpp"
#include "engine/base/normal_quantile.hpp"
#include "engine/base/progress.hpp"
#include "engine/parallel/node_loops.hpp"
#include "engine/parallel/scratch_pool.hpp"

namespace grapevine {
namespace {

/// Groups that drawings are made in; a drawing's group is its rank modulo their number.
constexpr std::uint32_t kGroups = 256;
/// Groups whose entries wait to be merged.
constexpr std::uint32_t kGroupsAtOnce = 16;
/// Drawings that show how many reach a target, and how many share a world.
constexpr std::uint64_t kPilotDrawings = 1'000;
constexpr double kManyReach = 64.0;
constexpr std::uint64_t kEntryBytes = 8;
/// Of a sketch, what a shared world may give.
constexpr std::uint32_t most_of_world(std::uint32_t size) { return std::max(8U, size / 4); }

/// A quantile of a gamma distribution of this shape and mean 1 (Wilson, Hilferty 1931, The
/// Distribution of Chi-Square).
double gamma_quantile(double shape, double normal_quantile) {
  const double root = 1.0 - 1.0 / (9.0 * shape) + normal_quantile / (3.0 * std::sqrt(shape));
  return root > 0.0 ? root * root * root : 0.0;
}

}  // namespace

/// What a thread works with, and the entries of one group in the order of rank.
struct InfluenceSketches::Scratch {
  explicit Scratch(NodeId people) : marks(people), count(people) {}

  LiveRows live;
  MeetingMarks marks;
  std::vector<NodeId> met;           ///< In one search.
  std::vector<std::uint32_t> count;  ///< Entries of each person in this group.
  std::vector<NodeId> persons;
  std::vector<Entry> entries;

  /// Adds an entry for all who reach the target, but for those who have enough. In a world that is
  /// shared these are not looked behind: who reaches them has met the same targets before.
  template <class Sources>
  void search_back(const Entry& entry, std::uint32_t enough, bool shared, const Sources& sources) {
    met.clear();
    const auto meet = [&](NodeId v) {
      if (marks.meet(v)) met.push_back(v);
    };
    meet(entry.target);
    for (std::size_t i = 0; i < met.size(); ++i) {
      const NodeId v = met[i];
      if (count[v] < enough) {
        ++count[v];
        persons.push_back(v);
        entries.push_back(entry);
      } else if (shared) {
        continue;
      }
      sources(v, meet);
    }
    marks.forget(met);
  }
};

/// The entries of one group, by person and rank.
struct InfluenceSketches::Group {
  std::vector<std::uint32_t> offsets;
  std::vector<Entry> entries;

  /// Leaves the scratch empty.
  void take(Scratch& scratch) {
    offsets.assign(1, 0);
    for (const std::uint32_t count : scratch.count) offsets.push_back(offsets.back() + count);
    entries.resize(scratch.entries.size());
    std::copy(offsets.begin(), offsets.end() - 1, scratch.count.begin());
    for (std::size_t i = 0; i < scratch.entries.size(); ++i)
      entries[scratch.count[scratch.persons[i]]++] = scratch.entries[i];
    std::ranges::fill(scratch.count, 0U);
    scratch.persons.clear();
    scratch.entries.clear();
  }

  std::span<const Entry> of(NodeId v) const {
    return std::span(entries).subspan(offsets[v], offsets[v + 1] - offsets[v]);
  }
};

namespace {

/// Whether so many reach a target, on average, that worlds had better be shared.
bool many_reach(const TieChances& chances, CascadeModel model, const TargetDraw& draw,
                std::uint64_t seed) {
  const NodeId people = chances.graph().num_nodes();
  MeetingMarks marks(people);
  std::vector<NodeId> met;
  FastRandom random(seed, kGroups);
  std::uint64_t sum = 0;
  for (std::uint64_t drawing = 0; drawing < kPilotDrawings; ++drawing) {
    met.clear();
    const auto meet = [&](NodeId v) {
      if (marks.meet(v)) met.push_back(v);
    };
    meet(draw(random));
    for (std::size_t i = 0; i < met.size(); ++i)
      for_each_source(chances, model, met[i], random, meet);
    marks.forget(met);
    sum += met.size();
    if (static_cast<double>(sum) > kManyReach * kPilotDrawings) return true;
  }
  return false;
}

}  // namespace

InfluenceSketches::InfluenceSketches(const TieChances& chances, CascadeModel model,
                                     std::span<const double> values, const SketchOptions& options)
    : options_(options),
      values_(values.begin(), values.end()),
      entries_(std::size_t{chances.graph().num_nodes()} * options.size),
      count_(chances.graph().num_nodes()),
      reaches_nobody_(chances.graph().num_nodes()) {
  if (model == CascadeModel::LinearThreshold) chances.require_shares();
  const NodeId people = chances.graph().num_nodes();
  if (people == 0) return;
  for (NodeId v = 0; v < people; ++v) reaches_nobody_[v] = chances.graph().out_degree(v) == 0;
  const TargetDraw draw(people, values);
  total_value_ = draw.total_value();
  group_size_ =
      static_cast<std::uint32_t>((std::uint64_t{people} * options.size + kGroups - 1) / kGroups);
  shares_worlds_ = many_reach(chances, model, draw, options.seed);
  fill(chances, model, draw);
}

void InfluenceSketches::fill(const TieChances& chances, CascadeModel model,
                             const TargetDraw& draw) {
  const NodeId people = num_people();
  ScratchPool<Scratch> pool([&] { return std::make_unique<Scratch>(people); });
  ScratchPool<std::vector<Entry>> rooms([] { return std::make_unique<std::vector<Entry>>(); });
  std::vector<Group> groups(kGroupsAtOnce);
  for (std::uint32_t first = 0; first < kGroups; first += kGroupsAtOnce) {
    for_each_index(
        kGroupsAtOnce,
        [&](std::size_t i) {
          pool.with([&](Scratch& scratch) {
            draw_group(first + static_cast<std::uint32_t>(i), chances, model, draw, scratch);
            groups[i].take(scratch);
          });
        },
        1);
    for_each_block(people, [&](std::size_t begin, std::size_t end) {
      rooms.with([&](std::vector<Entry>& room) {
        for (std::size_t v = begin; v < end; ++v) keep_lowest(static_cast<NodeId>(v), groups, room);
      });
    });
    report_progress("drawings", first + kGroupsAtOnce, kGroups);
  }
}

void InfluenceSketches::draw_group(std::uint32_t group, const TieChances& chances,
                                   CascadeModel model, const TargetDraw& draw,
                                   Scratch& scratch) const {
  FastRandom random(options_.seed, group);
  if (shares_worlds_) scratch.live.draw(chances, model, random);
  for (std::uint32_t drawing = 0; drawing < group_size_; ++drawing) {
    const Entry entry{drawing * kGroups + group, draw(random)};
    if (shares_worlds_)
      scratch.search_back(entry, most_of_world(options_.size), true,
                          [&](NodeId v, const auto& meet) {
                            for (const NodeId u : scratch.live.into(v)) meet(u);
                          });
    else
      scratch.search_back(entry, options_.size, false, [&](NodeId v, const auto& meet) {
        for_each_source(chances, model, v, random, meet);
      });
  }
}

void InfluenceSketches::keep_lowest(NodeId person, std::span<const Group> groups,
                                    std::vector<Entry>& room) {
  const auto before = entries_of(person);
  const std::uint32_t last =
      before.size() == options_.size ? before.back().rank : ~std::uint32_t{0};
  room.clear();
  for (const Group& group : groups)
    for (const Entry& entry : group.of(person)) {
      if (entry.rank >= last) break;
      room.push_back(entry);
    }
  if (room.empty()) return;
  room.insert(room.end(), before.begin(), before.end());
  std::ranges::sort(room, {}, &Entry::rank);
  count_[person] = static_cast<std::uint32_t>(std::min<std::size_t>(room.size(), options_.size));
  std::copy_n(room.begin(), count_[person], entries_.begin() + std::size_t{person} * options_.size);
}

/// What a sketch has found: how often drawings had a target that the person reaches and is not.
struct InfluenceSketches::Found {
  double times = 0.0;     ///< Entries that count.
  double drawings = 0.0;  ///< Of which they are.
  double share = 0.0;     ///< Of drawings; worlds that gave all they may are known less far.
  double together = 0.0;  ///< Relative variance that drawings of one world add.
};

template <class IsOwn>
InfluenceSketches::Found InfluenceSketches::found_in(std::span<const Entry> entries,
                                                     const IsOwn& is_own) const {
  // The last entry of a full sketch says how far it reaches, and is not counted (Haldane 1945).
  const bool full = entries.size() == options_.size;
  Found found{.drawings = full ? static_cast<double>(std::max(1U, entries.back().rank))
                               : static_cast<double>(kGroups) * group_size_};
  std::array<std::uint32_t, kGroups> all{}, others{};
  double missed = 0.0;  // beyond what worlds were let to give
  for (const Entry& entry : entries.first(entries.size() - (full ? 1 : 0))) {
    const std::uint32_t world = entry.rank % kGroups;
    if (shares_worlds_ && ++all[world] == most_of_world(options_.size)) {
      // As above, in this world alone: others stand up to here, and go on as densely.
      const double seen = entry.rank / kGroups;
      missed += others[world] * std::max(0.0, found.drawings / kGroups / std::max(1.0, seen) - 1.0);
    } else if (!is_own(entry.target)) {
      found.together += 2.0 * others[world]++;
      ++found.times;
    }
  }
  found.share = std::min(1.0, (found.times + missed) / found.drawings);
  const double by_chance = std::max(0.0, 1.0 / kGroups - 1.0 / found.drawings);
  found.together = shares_worlds_ && found.times > 0.0
                       ? std::max(0.0, found.together / (found.times * found.times) - by_chance)
                       : 0.0;
  return found;
}

template <class IsOwn>
InfluenceEstimate InfluenceSketches::estimate(std::span<const Entry> entries, double own,
                                              const IsOwn& is_own) const {
  const Found found = found_in(entries, is_own);
  const double counted = found.times + 0.5;  // Jeffreys' prior
  const double shape = 1.0 / ((1.0 - found.share) / counted + found.together);
  const double scale = total_value_ * (found.share + 0.5 / found.drawings);
  // Nobody reaches more than all there is.
  const auto reached = [&](double others) { return std::min(total_value_, own + others); };
  InfluenceEstimate result{reached(total_value_ * found.share), own, own};
  if (found.times > 0.0)
    result.low = std::min(result.value, reached(scale * gamma_quantile(shape, -kTwoSided95)));
  result.high = std::max(result.value, reached(scale * gamma_quantile(shape, kTwoSided95)));
  return result;
}

InfluenceEstimate InfluenceSketches::of(NodeId person) const {
  const double own = own_value(person);
  if (reaches_nobody_[person]) return {own, own, own};
  return estimate(entries_of(person), own, [&](NodeId target) { return target == person; });
}

InfluenceEstimate InfluenceSketches::of(std::span<const NodeId> group) const {
  std::vector<NodeId> members(group.begin(), group.end());
  std::ranges::sort(members);
  members.erase(std::unique(members.begin(), members.end()), members.end());
  double own = 0.0;
  bool nobody = true;
  std::vector<Entry> all;
  for (const NodeId v : members) {
    own += own_value(v);
    nobody = nobody && reaches_nobody_[v];
    const auto entries = entries_of(v);
    all.insert(all.end(), entries.begin(), entries.end());
  }
  if (nobody) return {own, own, own};
  std::ranges::sort(all, {}, &Entry::rank);
  const auto same = [](const Entry& a, const Entry& b) { return a.rank == b.rank; };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  if (all.size() > options_.size) all.resize(options_.size);
  return estimate(std::span<const Entry>(all), own,
                  [&](NodeId target) { return std::ranges::binary_search(members, target); });
}

std::uint64_t influence_sketches_bytes(const GraphSize& size, const SketchOptions& options,
                                       std::size_t threads) {
  // Groups that wait and those in the making: some four entries a drawing.
  const std::uint64_t drawings = size.nodes * options.size / kGroups;
  const std::uint64_t group = size.nodes * sizeof(std::uint32_t) + 4 * drawings * kEntryBytes;
  return size.nodes * (options.size * kEntryBytes + sizeof(double)) +
         (kGroupsAtOnce + 2 * threads) * group;
}

}  // namespace grapevine
