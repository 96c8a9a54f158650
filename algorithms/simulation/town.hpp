#pragma once
#include <optional>
#include <vector>

#include "algorithms/simulation/draws.hpp"
#include "engine/base/memory_estimate.hpp"
#include "engine/graph/graph.hpp"

namespace grapevine {

/// What is the same in every context: who may influence whom. Ties run from the influencer; there
/// are none to oneself and none twice. O(people + ties) memory.
struct Town {
  ShopOptions options;
  Graph ties;
};

/// Numbers of ties are log-normal around their mean, so that some people have many; targets lie in
/// the person's community, or anywhere. O(ties log ties) time, parallel. Errors: InvalidOption.
Town build_town(const ShopOptions& options);

/// The ties that `build_town` will make, estimated from the first people.
std::uint64_t expected_ties(const ShopOptions& options);
/// Bytes held at the peak of `build_town`, and of the town itself.
std::uint64_t town_build_bytes(const ShopOptions& options, std::uint64_t ties);
std::uint64_t town_bytes(const ShopOptions& options, std::uint64_t ties);

/// Communities are consecutive people.
inline NodeId community_of(const ShopOptions& options, NodeId person) {
  return person / static_cast<NodeId>(options.community_size);
}

/// Whether no word reaches the person, in any context.
bool held_out(const ShopOptions& options, NodeId person);

/// How much likelier than the average a person comes to a context unasked: log-normal with mean 1;
/// log tastes of one community correlate by `homophily`, those of different ones do not.
double taste_of(const ShopOptions& options, ContextId context, NodeId person);

/// What a context is like.
struct ContextTraits {
  double organic_per_day = 0.0;
  double referred_spending = 1.0;  ///< Factor on the amounts of people who were referred.
};
ContextTraits traits_of(const ShopOptions& options, ContextId context);

/// How a ring collects rewards: each brings the next and the last the first, or one brings all.
enum class RingShape { Circle, Star };

/// A person's place in a reward-farming ring. Rings are spread over the town; in the ring's context
/// its people neither influence nor are influenced, they buy once, for next to nothing.
struct RingPlace {
  std::uint32_t ring = 0, place = 0;
  ContextId context = 0;
  RingShape shape = RingShape::Circle;
  double joined = 0.0;  ///< Day of that purchase.
};
std::optional<RingPlace> ring_place(const ShopOptions& options, NodeId person);
/// Who stands at `place` of `ring`.
NodeId ring_person(const ShopOptions& options, std::uint32_t ring, std::uint32_t place);
std::uint32_t num_rings(const ShopOptions& options);

}  // namespace grapevine
