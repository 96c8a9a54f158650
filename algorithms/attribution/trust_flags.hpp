#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct TrustFlagsOptions {
  double burst_window_days = 7.0;
  int burst_min = 5;
  double burst_chance = 0.001;

  static constexpr auto fields() {
    using O = TrustFlagsOptions;
    return std::tuple{
        field("burst_window_days", &O::burst_window_days, "Length of the window of a burst", 1e-6,
              3'650'000.0)
            .in("days"),
        field("burst_min", &O::burst_min, "Fewest newcomers that make a burst", 2, 1e9),
        field("burst_chance", &O::burst_chance,
              "A burst is flagged when chance alone would bring one to any referrer of the context "
              "at most so often",
              0.0, 1.0)};
  }
};

/// One reason to look at what a person earns in a context.
struct TrustFlag {
  ContextId context;
  NodeId person;
  std::string flag;    ///< burst, reciprocal, ring, same_payer or self.
  std::string reason;  ///< A sentence with its numbers.
  std::int64_t touches = 0;
  std::int64_t people = 0;  ///< Newcomers whom these touches are about.
  Money at_stake = 0;       ///< Margin of their acquisitions.
};

struct TrustFlagsResult {
  std::vector<std::string> flags;
  std::vector<TrustFlag> found;  ///< By context, person and flag.
  std::vector<NamedTable> tables;

  static constexpr auto columns() {
    return std::tuple{column("flags", &TrustFlagsResult::flags, "",
                             "reasons to look at what the person earns there, from the table "
                             "trust_flags; they change no credit",
                             "touches purchases people.payer_id")};
  }
};

inline constexpr AlgorithmDoc kTrustFlagsDoc{
    .name = "trust_flags",
    .section = "trust",
    .summary =
        "Marks who refers themselves, people who brought each other in pairs or rings, referrers "
        "and newcomers whom one pays for, and improbable bursts of newcomers, with reasons.",
    .complexity = "Time O(people x contexts + touches log touches), memory O(touches)",
    .reference =
        "Tarjan 1972 (rings); Naus 1965, The Distribution of the Size of the Maximum Cluster of "
        "Points on a Line (bursts)"};

/// A flag is about a person as a referrer, from recorded touches of acquisitions alone: what ties
/// imply nobody did. It never changes credit by itself; that `self`, `same_payer`, `reciprocal` and
/// `ring` earn nothing is a rule of journeys (rings: unless `exclude_cycles = false`).
///
/// - `self`: touches of one's own acquisition, by oneself or an identity merged with it.
/// - `reciprocal`: who brought whom they were brought by.
/// - `ring`: in a strongly connected component of three or more in the context's graph of
///   referrals that no rule but that of rings leaves out.
/// - `same_payer`: one pays for referrer and newcomer, or for several newcomers of the referrer.
/// - `burst`: a window with `burst_min` newcomers or more whose bound of `least_expected_burst`,
///   times the number of the context's referrers with so many newcomers (Bonferroni), is at most
///   `burst_chance`.
///
/// `at_stake` is the margin of the acquisitions that the flagged touches are about, from joining to
/// the horizon. Errors: InvalidOption.
TrustFlagsResult trust_flags(const ScoreInputs& inputs, const TrustFlagsOptions& options = {});

}  // namespace grapevine
