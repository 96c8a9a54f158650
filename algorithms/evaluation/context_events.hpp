#pragma once
#include <string>
#include <vector>

#include "engine/base/time_span.hpp"
#include "engine/network/journeys.hpp"
#include "engine/network/network.hpp"
#include "engine/registry/field.hpp"

namespace grapevine {

/// Something that a person did in a context.
struct ContextEvent {
  NodeId person;
  ContextId context;
  Time time;
  NodeId whom = kNoNode;  ///< Of a referral: the one brought.
};

/// What counts as a referral when scores are judged.
enum class ReferralKind {
  Acquisitions,  ///< Somebody brought in whose journey has a touch of the person: one each.
  Touches,       ///< Every touch of a role with weight, whether it brought a newcomer or not.
  Ties           ///< A dated tie to somebody who has entered the context, or is about to.
};
inline constexpr std::string_view kReferralKindNames[] = {"acquisitions", "touches", "ties"};

/// The referrals that people made, in the order of their kind. `roles` are the weights that
/// journeys were built with; none: every role has one. A touch without a time or a context is
/// none of these; a dated tie is one for each context that the influenced ever enters, at the tie's
/// own time. O(touches + ties x contexts).
std::vector<ContextEvent> referral_events(const Network& network, const Journeys& journeys,
                                          ReferralKind kind, const NamedNumbers& roles);

/// Who is ranked at a cut, or learnt from.
enum class PeoplePool {
  Known,   ///< Everybody whom a row before the cut or the people table names.
  Active,  ///< Who did something within the look-back.
  Tied     ///< Who is an end of the walk's edges.
};
inline constexpr std::string_view kPeoplePoolNames[] = {"known", "active", "tied"};

/// Which newcomers are worth a referral.
struct NewcomerRule {
  Time from = Time::min(), until = Time::max();  ///< Who entered in [from, until).
  int least_purchases = 0;                       ///< So many in the context ...
  std::optional<TimeSpan> within;  ///< ... after the entry, no later than this; absent: ever.
  bool after_entry = false;        ///< Only what came after the newcomer's entry counts.
};

/// Of referrals those whose newcomer is worth it. O(purchases log + referrals).
std::vector<ContextEvent> worth_it(std::vector<ContextEvent> referrals, const Network& network,
                                   const Journeys& journeys, const NewcomerRule& rule);

/// What people did: of the kinds "purchases", "touches" (made, successful or not) and "events".
/// Errors: InvalidOption for another kind.
std::vector<ContextEvent> activity_events(const Network& network,
                                          const std::vector<std::string>& kinds);

/// A number for each person, in all contexts together and in each of some.
struct EventCounts {
  std::vector<double> everywhere;               ///< One per person.
  std::vector<std::vector<double>> in_context;  ///< One list per chosen context, one per person.
};

/// How far back events count, and how much.
struct CountWindow {
  Time since = Time::min();     ///< Earlier ones do not count.
  Time until = Time::max();     ///< The moment of the score; this and later ones do not count.
  double half_life_days = 0.0;  ///< An event's weight halves in so many days; 0: it stays 1.
};

/// Events counted by person. The sum runs in the order of `events`, so it does not depend on
/// threads. O(events + people x contexts).
EventCounts count_events(const std::vector<ContextEvent>& events, NodeId num_people,
                         const std::vector<ContextId>& contexts, const CountWindow& window);

}  // namespace grapevine
