#pragma once
#include <algorithm>
#include <array>
#include <string_view>

#include "tests/support/graphs.hpp"

namespace grapevine::testing {

/// How somebody ties fakes to themselves and to each other. Where their own walk goes to the fakes,
/// they have given up all other ties of their own, which is what pays best.
enum class FakeShape { Star, Chain, Ring, Reciprocal, SelfLoop, Clique };

struct NamedShape {
  FakeShape shape;
  std::string_view name;
};

inline constexpr std::array<NamedShape, 6> kFakeShapes{{{FakeShape::Star, "star"},
                                                        {FakeShape::Chain, "chain"},
                                                        {FakeShape::Ring, "ring"},
                                                        {FakeShape::Reciprocal, "reciprocal"},
                                                        {FakeShape::SelfLoop, "self-loop"},
                                                        {FakeShape::Clique, "clique"}}};

/// Ties of `honest` people and of fakes honest, honest + 1, ... that `attacker` made.
inline Ties attacked(Ties ties, NodeId honest, NodeId attacker, NodeId fakes, FakeShape shape) {
  if (shape != FakeShape::Star && shape != FakeShape::Chain)
    std::erase_if(ties, [&](const auto& tie) { return tie.first == attacker; });
  const NodeId end = honest + fakes;
  for (NodeId fake = honest; fake < end; ++fake) {
    const bool last = fake + 1 == end;
    const bool line = shape == FakeShape::Chain || shape == FakeShape::Ring;
    ties.emplace_back(fake, line && !last ? fake + 1 : attacker);
    if (shape == FakeShape::Reciprocal || shape == FakeShape::Clique)
      ties.emplace_back(attacker, fake);
    if (shape == FakeShape::SelfLoop) ties.emplace_back(fake, fake);
    if (shape == FakeShape::Clique)
      for (NodeId other = honest; other < end; ++other)
        if (other != fake) ties.emplace_back(fake, other);
  }
  if (shape == FakeShape::Ring) ties.emplace_back(attacker, honest);
  if (shape == FakeShape::SelfLoop) ties.emplace_back(attacker, attacker);
  return ties;
}

}  // namespace grapevine::testing
