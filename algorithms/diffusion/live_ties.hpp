#pragma once
#include <algorithm>
#include <array>
#include <cmath>

#include "algorithms/diffusion/tie_chances.hpp"

namespace grapevine {

/// Calls `visit(i)` for those of 0 .. count-1 that happen, each with the same chance.
template <class Visit>
void for_each_happening(std::size_t count, double chance, const std::optional<SkipTable>& skips,
                        FastRandom& random, const Visit& visit) {
  if (skips) {
    for (std::uint64_t i = skips->skip(count, random); i < count;
         i += 1 + skips->skip(count - i - 1, random))
      visit(i);
  } else if (chance >= 1.0) {
    for (std::size_t i = 0; i < count; ++i) visit(i);
  } else if (chance > 0.0) {
    for (std::size_t i = 0; i < count; ++i)
      if (random.uniform() < chance) visit(i);
  }
}

/// The same where each has a chance of its own, the largest of a whole graph being `largest`: with
/// skips by that one, those that are met are thinned.
template <class Visit>
void for_each_happening(std::span<const float> chances, double largest,
                        const std::optional<SkipTable>& skips, FastRandom& random,
                        const Visit& visit) {
  if (skips) {
    for_each_happening(chances.size(), largest, skips, random, [&](std::size_t i) {
      const auto chance = static_cast<double>(chances[i]);
      if (chance >= largest || random.uniform() * largest < chance) visit(i);
    });
  } else {
    for (std::size_t i = 0; i < chances.size(); ++i)
      if (random.uniform() < static_cast<double>(chances[i])) visit(i);
  }
}

/// Calls `visit(i)` for the places, in u's row, of the ties that let pass when u tries once along
/// each.
template <class Visit>
void for_each_live_out_tie(const TieChances& chances, NodeId u, FastRandom& random,
                           const Visit& visit) {
  const auto targets = chances.graph().out_neighbors(u);
  switch (chances.form()) {
    case TieChances::Form::Equal:
      return for_each_happening(targets.size(), chances.equal(), chances.skips(), random, visit);
    case TieChances::Form::ByTie:
      return for_each_happening(chances.out(u), chances.largest(), chances.skips(), random, visit);
    case TieChances::Form::ByTarget:
      for (std::size_t i = 0; i < targets.size(); ++i)
        if (random.uniform() < static_cast<double>(chances.into(targets[i]))) visit(i);
  }
}

/// Calls `visit(v)` for whom u reaches when it tries once along each of its ties.
template <class Visit>
void for_each_live_target(const TieChances& chances, NodeId u, FastRandom& random,
                          const Visit& visit) {
  const auto targets = chances.graph().out_neighbors(u);
  for_each_live_out_tie(chances, u, random, [&](std::size_t i) { visit(targets[i]); });
}

/// Calls `visit(i)` for `count` different ones of 0 .. bound-1. Requires count <= bound and
/// count <= LiveCounts::kMost.
template <class Visit>
void for_each_of_sample(std::uint32_t count, std::uint32_t bound, FastRandom& random,
                        const Visit& visit) {
  std::array<std::uint32_t, LiveCounts::kMost> chosen;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto end = chosen.begin() + i;
    do chosen[i] = random.below(bound);
    while (std::find(chosen.begin(), end, chosen[i]) != end);
    visit(chosen[i]);
  }
}

/// Calls `visit(i)` for the places, in v's incoming row, of the ties that would let pass if their
/// sources tried: the same law as `for_each_live_out_tie`, seen from the other end.
template <class Visit>
void for_each_live_in_tie(const TieChances& chances, NodeId v, FastRandom& random,
                          const Visit& visit) {
  const auto degree = static_cast<std::uint32_t>(chances.graph().in_degree(v));
  switch (chances.form()) {
    case TieChances::Form::Equal:
      return for_each_happening(degree, chances.equal(), chances.skips(), random, visit);
    case TieChances::Form::ByTie:
      return for_each_happening(chances.in(v), chances.largest(), chances.skips(), random, visit);
    case TieChances::Form::ByTarget:
      if (degree == 0) return;
      const auto word = static_cast<std::uint32_t>(random());
      for_each_of_sample(chances.live_counts()(degree, word), degree, random, visit);
  }
}

/// Calls `visit(u)` for those who would reach v if they tried.
template <class Visit>
void for_each_live_source(const TieChances& chances, NodeId v, FastRandom& random,
                          const Visit& visit) {
  const auto sources = chances.graph().in_neighbors(v);
  for_each_live_in_tie(chances, v, random, [&](std::size_t i) { visit(sources[i]); });
}

/// The one person, if any, whose tie into v counts when thresholds are linear: each with the tie's
/// chance (Kempe, Kleinberg, Tardos 2003, theorem 4.6: reached are those with a way of such ties
/// from the seeds).
inline NodeId live_source(const TieChances& chances, NodeId v, FastRandom& random) {
  const auto sources = chances.graph().in_neighbors(v);
  const auto degree = static_cast<std::uint32_t>(sources.size());
  if (degree == 0) return kNoNode;
  if (chances.form() == TieChances::Form::ByTarget) return sources[random.below(degree)];
  double drawn = random.uniform();
  if (chances.form() == TieChances::Form::Equal) {
    const double place = drawn / chances.equal();  // by 0: infinite, or no number
    return place < degree ? sources[static_cast<std::size_t>(place)] : kNoNode;
  }
  const auto chance = chances.in(v);
  for (std::size_t i = 0; i < chance.size(); ++i) {
    drawn -= static_cast<double>(chance[i]);
    if (drawn < 0.0) return sources[i];
  }
  return kNoNode;
}

}  // namespace grapevine
