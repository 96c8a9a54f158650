#include "algorithms/influence_maximization/sketch_greedy.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "algorithms/diffusion/live_rows.hpp"
#include "algorithms/influence_maximization/purse.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/scratch_pool.hpp"

namespace grapevine {
namespace {

/// Independent random numbers of worlds and of drawings.
enum Stream : std::uint64_t { kWorlds = 8, kDrawings };
std::uint64_t item_of(Stream stream, std::uint64_t item) { return stream << 48 | item; }

/// What all worlds may take, and how few there are at least.
constexpr double kWorldBytes = 1 << 28;
constexpr double kLeastWorlds = 8.0;
/// Of a sketch, however cheap the person.
constexpr double kLeastEntries = 8.0, kMostEntries = 1 << 30;
/// Drawings looked at together, at first and at most, and their members.
constexpr std::size_t kFirstBatch = 8, kMostBatch = 256;
constexpr std::uint64_t kBatchMembers = 1 << 20;
constexpr std::uint32_t kNoEntry = ~std::uint32_t{0};

/// Of rows both ways, and who is covered, and, where it counts, who twice.
double bytes_of_world(double people, double live_ties, OwnWord own_word) {
  const double marks = own_word == OwnWord::Silent ? 2.0 : 1.0;
  return 2.0 * sizeof(NodeId) * (people + live_ties) + marks * people / 8.0;
}

std::uint32_t num_worlds(double people, double live_ties, const SketchGreedyOptions& options) {
  const double allowed =
      std::max(kLeastWorlds, kWorldBytes / bytes_of_world(people, live_ties, options.own_word));
  return static_cast<std::uint32_t>(std::min<double>(options.most_worlds, allowed));
}

/// Of one world on average.
double mean_live_ties(const TieChances& chances) {
  const Graph& graph = chances.graph();
  if (chances.form() == TieChances::Form::Equal)
    return chances.equal() * static_cast<double>(graph.num_edges());
  if (chances.form() == TieChances::Form::ByTarget) return graph.num_nodes();  // or fewer
  return sum_over(graph.num_nodes(), [&](std::size_t v) {
    double sum = 0.0;
    for (const float chance : chances.in(static_cast<NodeId>(v)))
      sum += static_cast<double>(chance);
    return sum;
  });
}

/// Who passes on to whom in one world, both ways, and whom the chosen reach there.
class World {
 public:
  void draw(const TieChances& chances, CascadeModel model, OwnWord own_word, FastRandom random) {
    into_.draw(chances, model, random);
    const NodeId people = chances.graph().num_nodes();
    out_of_.offsets.assign(std::size_t{people} + 1, 0);
    for (const NodeId u : into_.sources) ++out_of_.offsets[u + 1];
    for (NodeId u = 0; u < people; ++u) out_of_.offsets[u + 1] += out_of_.offsets[u];
    out_of_.sources.resize(into_.sources.size());
    // Each row is filled from its end, which leaves its begin in place of it.
    for (NodeId v = people; v-- > 0;)
      for (const NodeId u : into_.into(v)) out_of_.sources[--out_of_.offsets[u + 1]] = v;
    std::copy(out_of_.offsets.begin() + 1, out_of_.offsets.end(), out_of_.offsets.begin());
    out_of_.offsets.back() = static_cast<std::uint32_t>(out_of_.sources.size());
    covered_ = MeetingMarks(people);
    if (own_word == OwnWord::Silent) twice_ = MeetingMarks(people);
  }

  std::span<const NodeId> sources(NodeId v) const { return into_.into(v); }
  /// One of the chosen reaches v, v itself among them.
  bool is_covered(NodeId v) const { return covered_.has_met(v); }
  /// Two of them do; known if `cover_twice` has covered.
  bool is_covered_twice(NodeId v) const { return twice_.has_met(v); }

  /// Covers all whom `seed` reaches. Beyond who was covered nobody is new.
  void cover(NodeId seed) { search(seed, covered_); }

  /// The same, and tells who was covered by others already: beyond who is so twice nobody is new.
  void cover_twice(NodeId seed) {
    for (const NodeId v : search(seed, twice_))
      if (covered_.meet(v)) twice_.unmeet(v);
  }

 private:
  /// All who are reached from `seed` along people not marked yet, who are then.
  std::vector<NodeId> search(NodeId seed, MeetingMarks& marks) const {
    std::vector<NodeId> reached;
    if (marks.meet(seed)) reached.push_back(seed);
    for (std::size_t i = 0; i < reached.size(); ++i)
      for (const NodeId v : out_of_.into(reached[i]))
        if (marks.meet(v)) reached.push_back(v);
    return reached;
  }

  LiveRows into_, out_of_;  ///< The rows of the second are of targets.
  MeetingMarks covered_{0}, twice_{0};
};

/// Entries by which everybody is chosen, in proportion to what they cost.
std::vector<std::uint32_t> sketch_sizes(const SeedLimits& limits, NodeId people,
                                        std::uint32_t size) {
  std::vector<std::uint32_t> sizes(people, size);
  if (!limits.budget || limits.costs.empty()) return sizes;
  double sum = 0.0, count = 0.0;
  for (NodeId v = 0; v < people; ++v)
    if (limits.may_choose(v) && limits.cost(v) <= *limits.budget) {
      sum += limits.cost(v);
      ++count;
    }
  for (NodeId v = 0; v < people; ++v)
    sizes[v] = static_cast<std::uint32_t>(
        std::clamp(std::ceil(size * limits.cost(v) * count / std::max(sum, 1e-300)), kLeastEntries,
                   kMostEntries));
  return sizes;
}

class SketchGreedy {
 public:
  SketchGreedy(const TieChances& chances, CascadeModel model, const SeedLimits& limits,
               std::span<const double> values, const SketchGreedyOptions& options)
      : graph_(chances.graph()),
        limits_(limits),
        options_(options),
        draw_target_(graph_.num_nodes(), values),
        worlds_(num_worlds(graph_.num_nodes(), mean_live_ties(chances), options)),
        purse_(limits),
        sizes_(sketch_sizes(limits, graph_.num_nodes(), options.size)),
        count_(graph_.num_nodes()),
        is_chosen_(graph_.num_nodes()),
        last_entry_(graph_.num_nodes(), kNoEntry),
        pool_([&] { return std::make_unique<MeetingMarks>(graph_.num_nodes()); }) {
    for_each_index(
        worlds_.size(),
        [&](std::size_t w) {
          worlds_[w].draw(chances, model, options.own_word,
                          FastRandom(options.seed, item_of(kWorlds, w)));
        },
        1);
  }

  std::vector<NodeId> choose() && {
    while (!purse_.is_full() && work_ < options_.most_work) draw_batch();
    if (purse_.is_full()) return std::move(purse_).take();
    return greedy_cover(sets_, graph_, limits_, purse_.chosen()).chosen;
  }

 private:
  struct Drawing {
    NodeId target;
    std::uint32_t world;
    std::vector<NodeId> members;
  };
  struct Entry {
    std::uint32_t drawing, before;  ///< The one before of the same person.
  };

  /// Searched all at once, then taken one by one: the thread count changes no bit.
  void draw_batch() {
    const std::uint64_t mean = 1 + sets_.members / std::max<std::uint64_t>(1, sets_.count);
    const std::size_t size =
        batches_ == 0 ? kFirstBatch : std::clamp<std::size_t>(kBatchMembers / mean, 1, kMostBatch);
    FastRandom random(options_.seed, item_of(kDrawings, batches_++));
    batch_.resize(std::max(batch_.size(), size));
    for (std::size_t i = 0; i < size; ++i) {
      batch_[i].target = draw_target_(random);
      batch_[i].world = random.below(static_cast<std::uint32_t>(worlds_.size()));
      batch_[i].members.clear();
    }
    for_each_block(
        size,
        [&](std::size_t begin, std::size_t end) {
          pool_.with([&](MeetingMarks& marks) {
            for (std::size_t i = begin; i < end; ++i)
              if (!is_covered(batch_[i])) search_back(batch_[i], marks);
          });
        },
        std::max<std::size_t>(1, size / 8));
    for (std::size_t i = 0; i < size && !purse_.is_full(); ++i) {
      ++work_;
      if (!is_covered(batch_[i])) take(set_of(batch_[i]));
    }
  }

  bool is_covered(const Drawing& drawing) const {
    const World& world = worlds_[drawing.world];
    // Whose own word is silent counts if another of the chosen reaches them.
    return options_.own_word == OwnWord::Silent && is_chosen_[drawing.target]
               ? world.is_covered_twice(drawing.target)
               : world.is_covered(drawing.target);
  }

  std::span<const NodeId> set_of(const Drawing& drawing) const {
    return std::span(drawing.members).subspan(options_.own_word == OwnWord::Silent ? 1 : 0);
  }

  void search_back(Drawing& drawing, MeetingMarks& marks) const {
    std::vector<NodeId>& members = drawing.members;
    const auto meet = [&](NodeId v) {
      if (marks.meet(v)) members.push_back(v);
    };
    meet(drawing.target);
    for (std::size_t i = 0; i < members.size(); ++i)
      for (const NodeId u : worlds_[drawing.world].sources(members[i])) meet(u);
    marks.forget(members);
  }

  /// Gives all members an entry, and chooses whose sketches are full now.
  void take(std::span<const NodeId> members) {
    const auto drawing = static_cast<std::uint32_t>(sets_.count++);
    if (drawing % ReverseSets::kSetsPerBlock == 0) sets_.blocks.emplace_back();
    ReverseSets::Block& block = sets_.blocks.back();
    block.members.insert(block.members.end(), members.begin(), members.end());
    block.ends.push_back(static_cast<std::uint32_t>(block.members.size()));
    sets_.members += members.size();
    work_ += members.size();
    is_met_.push_back(false);
    std::vector<NodeId> full;
    for (const NodeId v : members) {
      entries_.push_back({drawing, last_entry_[v]});
      last_entry_[v] = static_cast<std::uint32_t>(entries_.size() - 1);
      if (++count_[v] == sizes_[v]) full.push_back(v);
    }
    std::ranges::sort(full);
    for (const NodeId v : full)
      if (count_[v] >= sizes_[v] && purse_.can_pay(v)) choose_one(v);
  }

  void choose_one(NodeId v) {
    purse_.pay(v);
    is_chosen_[v] = true;
    for (std::uint32_t e = last_entry_[v]; e != kNoEntry; e = entries_[e].before) {
      const std::uint32_t drawing = entries_[e].drawing;
      if (is_met_[drawing]) continue;
      is_met_[drawing] = true;
      for (const NodeId member : sets_.set(drawing)) --count_[member];
    }
    const bool is_silent = options_.own_word == OwnWord::Silent;
    for_each_index(
        worlds_.size(),
        [&](std::size_t w) { is_silent ? worlds_[w].cover_twice(v) : worlds_[w].cover(v); }, 1);
  }

  const Graph& graph_;
  const SeedLimits& limits_;
  SketchGreedyOptions options_;
  TargetDraw draw_target_;
  std::vector<World> worlds_;
  Purse purse_;
  std::vector<std::uint32_t> sizes_, count_;  ///< Of everybody; entries of drawings not met yet.
  std::vector<bool> is_chosen_;
  std::vector<std::uint32_t> last_entry_;
  std::vector<Entry> entries_;
  ReverseSets sets_;
  std::vector<bool> is_met_;
  std::vector<Drawing> batch_;
  std::uint64_t batches_ = 0, work_ = 0;
  ScratchPool<MeetingMarks> pool_;
};

}  // namespace

std::vector<NodeId> choose_by_sketches(const TieChances& chances, CascadeModel model,
                                       const SeedLimits& limits, std::span<const double> values,
                                       const SketchGreedyOptions& options) {
  if (chances.graph().num_nodes() == 0) return {};
  if (model == CascadeModel::LinearThreshold) chances.require_shares();
  return SketchGreedy(chances, model, limits, values, options).choose();
}

std::uint64_t sketch_greedy_bytes(std::uint64_t people, double live_ties,
                                  const SketchGreedyOptions& options) {
  const auto n = static_cast<double>(people);
  const double worlds =
      num_worlds(n, live_ties, options) * bytes_of_world(n, live_ties, options.own_word);
  // Of the work a part are drawings; a member has its place in a set and its entry, and vectors
  // have room to grow.
  constexpr double kMembers = 0.7, kMember = 1.25 * (sizeof(NodeId) + 8.0);
  constexpr std::uint64_t kPerson = 3 * sizeof(std::uint32_t);
  const double members = kMembers * static_cast<double>(options.most_work);
  return static_cast<std::uint64_t>(worlds + members * kMember) + people * kPerson +
         set_cover_bytes(people, static_cast<std::uint64_t>(members));
}

}  // namespace grapevine
