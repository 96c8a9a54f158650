#include "algorithms/influence_maximization/opinion_sets.hpp"

#include "algorithms/diffusion/live_ties.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/scratch_pool.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kListsPerBlock = OpinionSampler::kListsPerBlock,
                      kJudgingPerBlock = OpinionSampler::kJudgingPerBlock;

std::size_t blocks_of(std::uint64_t lists, std::size_t per_block) {
  return (lists + per_block - 1) / per_block;
}

/// Groups that a person is in, one bit each.
constexpr std::uint8_t kFirst = 1, kSecond = 2;

std::size_t outcome(int opinion) { return static_cast<std::size_t>(opinion + 1); }

}  // namespace

/// What a thread works with.
struct OpinionSampler::Scratch {
  /// Who was met, and what the target takes if they are for, and if they are against.
  struct Met {
    NodeId person;
    std::int8_t if_for, if_against;
  };

  /// Room is taken once; what nobody is met in stays untouched.
  explicit Scratch(NodeId nodes) : marks(nodes) { met.reserve(nodes); }

  MeetingMarks marks;
  std::vector<Met> met;
  std::vector<std::size_t> ties;
};

OpinionSampler::OpinionSampler(const TieChances& chances, const std::vector<bool>& detractors,
                               std::span<const double> values, std::uint64_t seed, OwnWord own_word)
    : chances_(chances),
      detractors_(detractors),
      seed_(seed),
      own_word_(own_word),
      draw_target_(chances.graph().num_nodes(), values) {}

std::uint64_t OpinionSampler::scratch_bytes(std::uint64_t people) {
  return people * (sizeof(Scratch::Met) + sizeof(std::size_t)) + people / 8;
}

/// Calls `hear(speaker)` for those of one list in their order, until it says that it is enough.
template <class Hear>
void OpinionSampler::search(FastRandom& random, Scratch& scratch, const Hear& hear) const {
  const Graph& graph = chances_.graph();
  scratch.met.clear();
  bool enough = false;
  const auto meet = [&](NodeId u, std::int8_t if_for, std::int8_t if_against) {
    if (enough || !scratch.marks.meet(u)) return;
    if (!detractors_.empty() && detractors_[u]) if_for = if_against;
    scratch.met.push_back({u, if_for, if_against});
    const bool is_heard = own_word_ == OwnWord::Counts || scratch.met.size() > 1;
    enough = is_heard && hear(Speaker{u, if_for});
  };
  meet(draw_target_(random), 1, -1);
  for (std::size_t i = 0; i < scratch.met.size() && !enough; ++i) {
    const Scratch::Met one = scratch.met[i];
    scratch.ties.clear();
    for_each_live_in_tie(chances_, one.person, random,
                         [&](std::size_t tie) { scratch.ties.push_back(tie); });
    for (std::size_t left = scratch.ties.size(); left > 1; --left)
      std::swap(scratch.ties[left - 1],
                scratch.ties[random.below(static_cast<std::uint32_t>(left))]);
    const auto sources = graph.in_neighbors(one.person);
    const auto edges = graph.in_edges(one.person);
    for (const std::size_t tie : scratch.ties) {
      const bool keeps = edges.empty() || graph.sign(edges[tie]) > 0;
      meet(sources[tie], keeps ? one.if_for : one.if_against, keeps ? one.if_against : one.if_for);
    }
  }
  for (const Scratch::Met& one : scratch.met) scratch.marks.unmeet(one.person);
}

/// Calls `work(block, draw)`, in parallel, for blocks of so many lists from the first on;
/// `draw(hear)` draws the next.
template <class Work>
void OpinionSampler::for_each_block_of_lists(std::uint64_t first, std::uint64_t count,
                                             std::size_t per_block, std::uint64_t stream,
                                             const Work& work) const {
  ScratchPool<Scratch> pool([&] { return std::make_unique<Scratch>(graph().num_nodes()); });
  for_each_index(
      blocks_of(count, per_block),
      [&](std::size_t b) {
        pool.with([&](Scratch& scratch) {
          FastRandom random(seed_, stream << 48 | (first / per_block + b));
          work(b, [&](const auto& hear) { search(random, scratch, hear); });
        });
      },
      1);
}

void OpinionSampler::add(OpinionSets& sets, std::uint64_t count, std::uint64_t stream) const {
  std::vector<OpinionSets> blocks(blocks_of(count, kListsPerBlock));
  for_each_block_of_lists(
      sets.count(), count, kListsPerBlock, stream, [&](std::size_t b, const auto& draw) {
        std::vector<Speaker> found;
        OpinionSets& block = blocks[b];
        for (std::size_t i = 0; i < kListsPerBlock; ++i) {
          draw([&](Speaker speaker) {
            found.push_back(speaker);
            return found.size() - block.offsets.back() >= kLongest;
          });
          block.offsets.push_back(found.size());
        }
        block.speakers.assign(found.begin(), found.end());  // room for no more than these
      });
  std::uint64_t speakers = sets.speakers.size();
  for (const OpinionSets& block : blocks) speakers += block.speakers.size();
  sets.speakers.reserve(speakers);
  for (const OpinionSets& block : blocks) {
    const std::uint64_t before = sets.speakers.size();
    sets.speakers.insert(sets.speakers.end(), block.speakers.begin(), block.speakers.end());
    for (std::size_t i = 1; i < block.offsets.size(); ++i)
      sets.offsets.push_back(before + block.offsets[i]);
  }
}

void OpinionSampler::look(OpinionCounts& counts, const std::vector<NodeId>& first,
                          const std::vector<NodeId>& second, std::uint64_t count,
                          std::uint64_t stream) const {
  std::vector<std::uint8_t> bits(graph().num_nodes());
  for (const NodeId v : first) bits[v] |= kFirst;
  for (const NodeId v : second) bits[v] |= kSecond;
  const unsigned all = (first.empty() ? 0U : kFirst) | (second.empty() ? 0U : kSecond);
  std::vector<OpinionCounts> blocks(blocks_of(count, kJudgingPerBlock));
  for_each_block_of_lists(counts.sets, count, kJudgingPerBlock, stream,
                          [&](std::size_t b, const auto& draw) {
                            for (std::size_t i = 0; i < kJudgingPerBlock; ++i) {
                              unsigned heard = 0;
                              int of_first = 0, of_second = 0;
                              draw([&](Speaker speaker) {
                                const unsigned is_new = bits[speaker.person] & ~heard;
                                if ((is_new & kFirst) != 0) of_first = speaker.opinion;
                                if ((is_new & kSecond) != 0) of_second = speaker.opinion;
                                heard |= is_new;
                                ++blocks[b].looked_at;
                                return heard == all;
                              });
                              ++blocks[b].times[outcome(of_first)][outcome(of_second)];
                            }
                          });
  counts.sets += blocks.size() * kJudgingPerBlock;
  for (const OpinionCounts& block : blocks) {
    counts.looked_at += block.looked_at;
    for (std::size_t i = 0; i < OpinionCounts::kOutcomes; ++i)
      for (std::size_t j = 0; j < OpinionCounts::kOutcomes; ++j)
        counts.times[i][j] += block.times[i][j];
  }
}

std::vector<OpinionSampler::Given> OpinionSampler::given_by(const std::vector<NodeId>& group,
                                                            std::uint64_t count,
                                                            std::uint64_t stream) const {
  std::vector<std::uint32_t> place(graph().num_nodes());
  for (std::size_t i = 0; i < group.size(); ++i)
    place[group[i]] = static_cast<std::uint32_t>(i + 1);
  std::vector<std::vector<Speaker>> first(
      blocks_of(count, kJudgingPerBlock));  // of each list that meets the group
  for_each_block_of_lists(0, count, kJudgingPerBlock, stream, [&](std::size_t b, const auto& draw) {
    for (std::size_t i = 0; i < kJudgingPerBlock; ++i)
      draw([&](Speaker speaker) {
        if (place[speaker.person] == 0) return false;
        first[b].push_back(speaker);
        return true;
      });
  });
  std::vector<Given> given(group.size());
  for (const auto& block : first)
    for (const Speaker& speaker : block) {
      Given& one = given[place[speaker.person] - 1];
      ++one.times;
      one.net += speaker.opinion;
    }
  return given;
}

}  // namespace grapevine
