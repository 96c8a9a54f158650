#include "algorithms/influence_maximization/reverse_sets.hpp"

#include <algorithm>

#include "algorithms/diffusion/live_ties.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/scratch_pool.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kSetsPerBlock = ReverseSets::kSetsPerBlock;

/// The item whose random numbers a block of a stream has.
std::uint64_t item_of(std::uint64_t stream, std::uint64_t block) { return stream << 48 | block; }

std::size_t blocks_of(std::uint64_t sets) { return (sets + kSetsPerBlock - 1) / kSetsPerBlock; }

/// Who is in which group, one bit a group.
std::vector<std::uint8_t> group_bits(NodeId nodes, std::span<const std::vector<NodeId>> groups) {
  std::vector<std::uint8_t> bits(nodes);
  for (std::size_t g = 0; g < groups.size(); ++g)
    for (const NodeId v : groups[g]) bits[v] |= static_cast<std::uint8_t>(1U << g);
  return bits;
}

}  // namespace

/// What a thread works with.
struct ReverseSampler::Scratch {
  explicit Scratch(NodeId nodes) : marks(nodes) {}

  MeetingMarks marks;
  std::vector<NodeId> members;
};

ReverseSampler::ReverseSampler(const TieChances& chances, CascadeModel model,
                               std::span<const double> values, std::uint64_t seed, OwnWord own_word)
    : chances_(chances),
      model_(model),
      seed_(seed),
      own_word_(own_word),
      draw_target_(chances.graph().num_nodes(), values) {
  if (model == CascadeModel::LinearThreshold) chances.require_shares();
}

/// Appends a person drawn at random, and others of their set, to `members`, until it is whole or
/// `meets(v)` says of a member that no more need be known; whether it did. Leaves no marks.
template <class Meets>
bool ReverseSampler::follow(FastRandom& random, MeetingMarks& marks, std::vector<NodeId>& members,
                            const Meets& meets) const {
  const std::size_t begin = members.size();
  bool met = false;
  const auto add = [&](NodeId v) {
    if (!marks.meet(v)) return false;
    members.push_back(v);
    met = met || meets(v);
    return true;
  };
  if (own_word_ == OwnWord::Counts) {
    add(draw_target_(random));
  } else {
    members.push_back(draw_target_(random));
    marks.meet(members.back());
  }
  if (model_ == CascadeModel::LinearThreshold) {
    for (NodeId v = members.back(); !met;) {
      v = live_source(chances_, v, random);
      if (v == kNoNode || !add(v)) break;
    }
  } else {
    for (std::size_t i = begin; i < members.size() && !met; ++i)
      for_each_live_source(chances_, members[i], random, add);
  }
  marks.forget(std::span(members).subspan(begin));
  return met;
}

void ReverseSampler::add(ReverseSets& sets, std::uint64_t count, std::uint64_t stream,
                         const SetLimits& limits) const {
  const std::size_t first = sets.blocks.size(), more = blocks_of(count);
  sets.blocks.resize(first + more);
  std::vector<bool> is_sure(graph().num_nodes());
  for (const NodeId v : limits.sure) is_sure[v] = true;
  ScratchPool<Scratch> pool([&] { return std::make_unique<Scratch>(graph().num_nodes()); });
  std::vector<std::uint64_t> left_out(more);
  const auto fill = [&](std::size_t b, Scratch& scratch) {
    FastRandom random(seed_, item_of(stream, first + b));
    ReverseSets::Block& block = sets.blocks[first + b];
    std::vector<NodeId>& members = scratch.members;
    members.clear();
    for (std::size_t i = 0; i < kSetsPerBlock; ++i) {
      const std::size_t begin = members.size();
      const auto is_large = [&] { return members.size() - begin > limits.largest; };
      const auto meets = [&](NodeId v) { return is_sure[v] || is_large(); };
      if (follow(random, scratch.marks, members, meets) && !limits.cut) {
        members.resize(begin);
        ++left_out[b];
      } else if (own_word_ == OwnWord::Silent) {
        members[begin] = members.back();
        members.pop_back();
      }
      block.ends.push_back(static_cast<std::uint32_t>(members.size()));
    }
    block.members.assign(members.begin(), members.end());
  };
  for_each_index(
      more, [&](std::size_t b) { pool.with([&](Scratch& scratch) { fill(b, scratch); }); }, 1);
  sets.count += more * kSetsPerBlock;
  for (std::size_t b = 0; b < more; ++b) {
    sets.left_out += left_out[b];
    sets.members += sets.blocks[first + b].members.size();
  }
}

void ReverseSampler::look(Meetings& meetings, std::span<const std::vector<NodeId>> groups,
                          std::uint64_t count, std::uint64_t stream) const {
  const std::size_t first = meetings.sets / kSetsPerBlock, more = blocks_of(count);
  const auto bits = group_bits(graph().num_nodes(), groups);
  const std::size_t patterns = std::size_t{1} << groups.size();
  std::uint8_t all = 0;  // groups with somebody
  for (const std::uint8_t one : bits) all |= one;
  ScratchPool<Scratch> pool([&] { return std::make_unique<Scratch>(graph().num_nodes()); });
  std::vector<std::uint32_t> times(more * patterns);
  std::vector<std::uint64_t> members(more);
  const auto look_at = [&](std::size_t b, Scratch& scratch) {
    FastRandom random(seed_, item_of(stream, first + b));
    for (std::size_t i = 0; i < kSetsPerBlock; ++i) {
      std::uint8_t found = 0;
      scratch.members.clear();
      follow(random, scratch.marks, scratch.members, [&](NodeId v) {
        found |= bits[v];
        return found == all;
      });
      ++times[b * patterns + found];
      members[b] += scratch.members.size();
    }
  };
  for_each_index(
      more, [&](std::size_t b) { pool.with([&](Scratch& scratch) { look_at(b, scratch); }); }, 1);
  meetings.sets += more * kSetsPerBlock;
  for (const std::uint64_t count_of_block : members) meetings.members += count_of_block;
  meetings.times.resize(patterns);
  for (std::size_t i = 0; i < times.size(); ++i) meetings.times[i % patterns] += times[i];
}

std::vector<std::uint64_t> ReverseSampler::first_met(std::span<const NodeId> people,
                                                     std::uint64_t count,
                                                     std::uint64_t stream) const {
  constexpr std::uint32_t kNobody = ~std::uint32_t{0};
  std::vector<std::uint32_t> place(graph().num_nodes(), kNobody);
  for (std::size_t i = people.size(); i-- > 0;) place[people[i]] = static_cast<std::uint32_t>(i);
  std::vector<std::vector<std::uint32_t>> first(blocks_of(count));  // of each set that is met
  ScratchPool<Scratch> pool([&] { return std::make_unique<Scratch>(graph().num_nodes()); });
  const auto look_at = [&](std::size_t b, Scratch& scratch) {
    FastRandom random(seed_, item_of(stream, b));
    for (std::size_t i = 0; i < kSetsPerBlock; ++i) {
      std::uint32_t least = kNobody;
      scratch.members.clear();
      follow(random, scratch.marks, scratch.members, [&](NodeId v) {
        least = std::min(least, place[v]);
        return least == 0;
      });
      if (least != kNobody) first[b].push_back(least);
    }
  };
  for_each_index(
      first.size(),
      [&](std::size_t b) { pool.with([&](Scratch& scratch) { look_at(b, scratch); }); }, 1);
  std::vector<std::uint64_t> met(people.size());
  for (const auto& block : first)
    for (const std::uint32_t i : block) ++met[i];
  return met;
}

std::uint64_t Meetings::of(std::size_t group) const {
  std::uint64_t sum = 0;
  for (std::size_t pattern = 0; pattern < times.size(); ++pattern)
    if ((pattern >> group & 1) != 0) sum += times[pattern];
  return sum;
}

std::uint64_t Meetings::of_first_alone(std::size_t first, std::size_t second) const {
  std::uint64_t sum = 0;
  for (std::size_t pattern = 0; pattern < times.size(); ++pattern)
    if ((pattern >> first & 1) != 0 && (pattern >> second & 1) == 0) sum += times[pattern];
  return sum;
}

}  // namespace grapevine
