#include "algorithms/attribution/coalition_game.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <numeric>

#include "engine/base/error.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// The different players of each path, ascending.
struct Sets {
  std::vector<std::uint64_t> first = {0};
  std::vector<NodeId> members;

  explicit Sets(const Paths& paths) {
    for (std::size_t i = 0; i < paths.num_paths(); ++i) {
      const auto begin = static_cast<std::ptrdiff_t>(members.size());
      const auto path = paths.path(i);
      members.insert(members.end(), path.begin(), path.end());
      std::sort(members.begin() + begin, members.end());
      members.erase(std::unique(members.begin() + begin, members.end()), members.end());
      first.push_back(members.size());
    }
  }
  std::span<const NodeId> of(std::size_t i) const {
    return std::span(members).subspan(first[i], first[i + 1] - first[i]);
  }
};

std::uint64_t mask_of(std::span<const NodeId> players) {
  std::uint64_t mask = 0;
  for (const NodeId player : players) mask |= std::uint64_t{1} << player;
  return mask;
}

std::string names_of(const Paths& paths, std::span<const NodeId> players) {
  std::string names;
  for (const NodeId p : players) names += (names.empty() ? "" : " > ") + paths.players->name(p);
  return in_quotes(names);
}

std::vector<NodeId> players_of(std::uint64_t mask) {
  std::vector<NodeId> players;
  for (NodeId p = 0; p < 64; ++p)
    if (mask >> p & 1) players.push_back(p);
  return players;
}

[[noreturn]] void refuse(const std::string& what, const char* to_do) {
  throw Error(ErrorCode::BadInput, "paths", what, to_do);
}

}  // namespace

Coalitions coalitions_of(const Paths& paths) {
  const Sets sets(paths);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < paths.num_paths(); ++i)
    if (!paths.path(i).empty()) order.push_back(i);
  parallel_sort(order, [&](std::size_t a, std::size_t b) {
    const auto x = sets.of(a), y = sets.of(b);
    const auto which =
        std::lexicographical_compare_three_way(x.begin(), x.end(), y.begin(), y.end());
    return which != 0 ? which < 0 : a < b;
  });
  Coalitions all;
  for (const std::size_t i : order) {
    const auto players = sets.of(i);
    if (all.size() == 0 || !std::ranges::equal(all.players(all.size() - 1), players)) {
      all.members.insert(all.members.end(), players.begin(), players.end());
      all.first_member.push_back(all.members.size());
      all.row.push_back(i);
      all.rows.push_back(0);
      for (auto* sums : {&all.conversions, &all.value, &all.failed}) sums->push_back(0.0);
    }
    all.conversions.back() += paths.conversions[i];
    all.value.back() += paths.value[i];
    all.failed.back() += paths.nulls[i];
    ++all.rows.back();
  }
  return all;
}

std::vector<double> sums_within(const Coalitions& coalitions, std::span<const double> worth,
                                int n) {
  assert(n <= 20);
  std::vector<double> sums(std::size_t{1} << n);
  for (std::size_t c = 0; c < coalitions.size(); ++c)
    sums[mask_of(coalitions.players(c))] += worth[c];
  for (int p = 0; p < n; ++p) {
    const std::size_t bit = std::size_t{1} << p;
    for (std::size_t set = 0; set < sums.size(); ++set)
      if (set & bit) sums[set] += sums[set ^ bit];
  }
  return sums;
}

void sums_along(const Coalitions& coalitions, std::span<const double> worth,
                std::span<const std::uint32_t> order, std::span<double> sums) {
  std::vector<std::uint32_t> place(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  std::ranges::fill(sums, 0.0);
  for (std::size_t c = 0; c < coalitions.size(); ++c) {
    std::uint32_t last = 0;
    for (const NodeId player : coalitions.players(c)) last = std::max(last, place[player]);
    sums[last] += worth[c];
  }
  std::partial_sum(sums.begin(), sums.end(), sums.begin());
}

void refuse_no_set_function(const Paths& paths, const Coalitions& coalitions) {
  for (std::size_t i = 0; i < paths.num_paths(); ++i)
    if (paths.path(i).empty() && (paths.conversions[i] > 0.0 || paths.value[i] > 0.0))
      refuse("the coalition of nobody has a worth", "give it none: a game begins at 0");
  std::vector<std::uint64_t> masks;
  for (std::size_t c = 0; c < coalitions.size(); ++c) {
    const auto players = coalitions.players(c);
    if (players.back() < 64) masks.push_back(mask_of(players));
    if (coalitions.rows[c] > 1)
      refuse(fmt::format("the coalition {} stands in {} rows", names_of(paths, players),
                         coalitions.rows[c]),
             "give each once");
  }
  std::ranges::sort(masks);
  const std::uint64_t most =
      paths.num_players() < 64 ? (std::uint64_t{1} << paths.num_players()) - 1 : ~std::uint64_t{0};
  for (std::uint64_t mask = 1; mask <= most; ++mask)
    if (mask > masks.size() || masks[mask - 1] != mask)
      refuse("the coalition " + names_of(paths, players_of(mask)) + " is missing",
             "give every set of players a row, or take another game");
}

}  // namespace grapevine
