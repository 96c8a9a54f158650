#include "algorithms/simulation/town.hpp"

#include <algorithm>
#include <cmath>

#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

constexpr double kDegreeSpread = 0.8;   // of the logarithm of numbers of ties
constexpr double kContextSpread = 0.4;  // of the logarithm of contexts' organic rates
constexpr double kDaysPerYear = 365.25;
constexpr double kDaysBetweenRingMembers = 0.7;

std::size_t num_ties_of(const ShopOptions& options, Random random) {
  const double factor =
      std::exp(kDegreeSpread * normal(random) - 0.5 * kDegreeSpread * kDegreeSpread);
  const double ties = options.ties_per_person * factor;
  const double most = options.people - 1;
  return static_cast<std::size_t>(std::min(most, std::floor(ties + random.uniform())));
}

/// The people whom `person` may influence, ascending.
void targets_of(const ShopOptions& options, NodeId person, std::vector<NodeId>& targets) {
  const auto people = static_cast<NodeId>(options.people);
  const auto size = static_cast<NodeId>(options.community_size);
  const NodeId first = community_of(options, person) * size;
  const NodeId last =
      static_cast<NodeId>(std::min<std::uint64_t>(people, std::uint64_t{first} + size));
  const std::size_t wanted = num_ties_of(options, Draws(options, Draw::Degree).of(person));
  Random random = Draws(options, Draw::Target).of(person);
  targets.clear();
  for (std::size_t i = 0; i < wanted; ++i) {
    const bool outside = random.uniform() < options.outside;
    const auto target =
        static_cast<NodeId>(outside ? random.below(people) : first + random.below(last - first));
    if (target != person) targets.push_back(target);
  }
  std::ranges::sort(targets);
  targets.erase(std::ranges::unique(targets).begin(), targets.end());
}

/// Ties of consecutive people begin where those before them end.
EdgeList draw_ties(const ShopOptions& options) {
  const auto people = static_cast<std::size_t>(options.people);
  std::vector<EdgeId> first(people);
  for_each_block(people, [&](std::size_t begin, std::size_t end) {
    std::vector<NodeId> targets;
    for (std::size_t u = begin; u != end; ++u) {
      targets_of(options, static_cast<NodeId>(u), targets);
      first[u] = targets.size();
    }
  });
  const EdgeId ties = exclusive_scan_in_place(std::span(first));
  EdgeList edges{.source = std::vector<NodeId>(ties), .target = std::vector<NodeId>(ties)};
  for_each_block(people, [&](std::size_t begin, std::size_t end) {
    std::vector<NodeId> targets;
    for (std::size_t u = begin; u != end; ++u) {
      targets_of(options, static_cast<NodeId>(u), targets);
      std::ranges::copy(targets, edges.target.begin() + static_cast<std::ptrdiff_t>(first[u]));
      std::fill_n(edges.source.begin() + static_cast<std::ptrdiff_t>(first[u]), targets.size(),
                  static_cast<NodeId>(u));
    }
  });
  return edges;
}

GraphSize size_of(const ShopOptions& options, std::uint64_t ties) {
  return {.nodes = static_cast<std::uint64_t>(options.people), .edges = ties};
}

/// People in rings.
std::uint64_t ring_people(const ShopOptions& options) {
  return std::uint64_t{num_rings(options)} * static_cast<std::uint64_t>(options.ring_size);
}

NodeId ring_member(const ShopOptions& options, std::uint64_t member) {
  return static_cast<NodeId>(member * static_cast<std::uint64_t>(options.people) /
                             ring_people(options));
}

}  // namespace

Town build_town(const ShopOptions& options) {
  validate(options);
  return {options, Graph::build(static_cast<NodeId>(options.people), draw_ties(options))};
}

std::uint64_t expected_ties(const ShopOptions& options) {
  constexpr int kSample = 20'000;
  const int seen = std::min(options.people, kSample);
  std::vector<NodeId> targets;
  double ties = 0.0;
  for (int person = 0; person < seen; ++person) {
    targets_of(options, static_cast<NodeId>(person), targets);
    ties += static_cast<double>(targets.size());
  }
  return static_cast<std::uint64_t>(ties / seen * options.people);
}

std::uint64_t town_build_bytes(const ShopOptions& options, std::uint64_t ties) {
  return Graph::build_bytes_of(size_of(options, ties), {});
}

std::uint64_t town_bytes(const ShopOptions& options, std::uint64_t ties) {
  return Graph::bytes_of(size_of(options, ties));
}

bool held_out(const ShopOptions& options, NodeId person) {
  return Draws(options, Draw::Holdout).of(person).uniform() < options.holdout;
}

double taste_of(const ShopOptions& options, ContextId context, NodeId person) {
  Random shared = Draws(options, Draw::CommunityTaste, context).of(community_of(options, person));
  Random own = Draws(options, Draw::Taste, context).of(person);
  const double z = std::sqrt(options.homophily) * normal(shared) +
                   std::sqrt(1.0 - options.homophily) * normal(own);
  const double s = options.taste_spread;
  return std::exp(s * z - 0.5 * s * s);
}

ContextTraits traits_of(const ShopOptions& options, ContextId context) {
  Random random = Draws(options, Draw::Context).of(context);
  const double factor =
      std::exp(kContextSpread * normal(random) - 0.5 * kContextSpread * kContextSpread);
  return {.organic_per_day = options.organic_per_year * factor / kDaysPerYear,
          .referred_spending =
              context % 2 == 0 ? options.referred_spending : 1.0 / options.referred_spending};
}

std::uint32_t num_rings(const ShopOptions& options) {
  return static_cast<std::uint32_t>(options.ring_share * options.people / options.ring_size);
}

NodeId ring_person(const ShopOptions& options, std::uint32_t ring, std::uint32_t place) {
  return ring_member(options,
                     std::uint64_t{ring} * static_cast<std::uint64_t>(options.ring_size) + place);
}

std::optional<RingPlace> ring_place(const ShopOptions& options, NodeId person) {
  const std::uint64_t members = ring_people(options);
  if (members == 0) return std::nullopt;
  const auto people = static_cast<std::uint64_t>(options.people);
  const std::uint64_t member = (person * members + people - 1) / people;
  if (member >= members || ring_member(options, member) != person) return std::nullopt;
  const auto size = static_cast<std::uint64_t>(options.ring_size);
  RingPlace place{.ring = static_cast<std::uint32_t>(member / size),
                  .place = static_cast<std::uint32_t>(member % size)};
  Random random = Draws(options, Draw::Ring).of(place.ring);
  place.context =
      static_cast<ContextId>(random.below(static_cast<std::uint64_t>(options.contexts)));
  place.shape = random.below(2) == 0 ? RingShape::Circle : RingShape::Star;
  place.joined = options.days * random.uniform() + kDaysBetweenRingMembers * place.place;
  return place;
}

}  // namespace grapevine
