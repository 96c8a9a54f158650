#pragma once
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/money.hpp"
#include "engine/base/time.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/id_index.hpp"
#include "engine/table/table.hpp"

namespace grapevine {

inline constexpr std::uint32_t kNoId = std::numeric_limits<std::uint32_t>::max();

enum class YesNo : std::int8_t { No, Yes, NotSaid };

/// A dated value event of a person in a context. A refund has a negative margin.
struct Purchase {
  NodeId person;
  ContextId context;
  Time time;
  Money margin;
  std::uint32_t id = kNoId;  ///< Place in Network::purchase_ids.
};

enum class TouchStatus : std::int8_t { Succeeded, Failed, Expired };

/// A recorded act of referral: `from` brought `to`, or led to one purchase.
struct Touch {
  NodeId from;
  NodeId to = kNoNode;             ///< Of a touch that names a purchase: who bought.
  std::uint32_t purchase = kNoId;  ///< Place in Purchases::rows; kNoId: it names a person.
  ContextId context = kEveryContext;
  Time time = kUndated;
  std::int64_t seq = 0;
  std::uint16_t role = 0;  ///< Index into Touches::roles.
  double strength = 1.0;   ///< >= 0; multiplies the weight of the role.
  YesNo incentivised = YesNo::NotSaid;
  TouchStatus status = TouchStatus::Succeeded;
  Time expires = Time::max();  ///< An acquisition after it was not brought by this touch.
};

struct Event {
  NodeId person;
  ContextId context;
  Time time;
  std::uint16_t kind;  ///< Index into Network::event_kinds.
};

/// One answer of one person; what is asked is an index into Network::survey_items.
struct SurveyAnswer {
  NodeId person;
  ContextId context;
  Time time;
  std::uint16_t item;
  double value;
};

struct Mention {
  NodeId person;
  ContextId context;
  Time time;
  double polarity;  ///< In [-1, 1].
};

/// Purchases in canonical order: by (t, purchase id, person, context, margin). Of equal rows it
/// does not matter which comes first, so shuffled input gives the same order.
struct Purchases {
  std::vector<Purchase> rows;
  NodeId num_people = 0;
  ContextId num_contexts = 0;
  int decimals = 2;  ///< Minor units in one unit: 10^decimals.
};

struct Touches {
  std::vector<Touch> rows;
  std::vector<std::string> roles;  ///< roles[0] is the empty role of rows without one.
  bool have_times = false;         ///< Whether the table has a column of times at all.
};

/// Which way influence runs along a tie; the study says it, it is never guessed.
enum class Influence { SourceToTarget, TargetToSource, Both };

/// All that one study holds, immutable after loading: people 0..n-1, contexts 0..k-1, one typed
/// vector for each table, in canonical order. Raw tables stay at hand with their extra columns.
struct Network {
  std::shared_ptr<const IdIndex> people;
  IdIndex contexts;
  std::vector<std::string> context_labels;  ///< "company/topic", else the id.
  std::vector<NodeId> people_rows;   ///< Whom each row of the people table is about; or kNoNode.
  bool contexts_are_listed = false;  ///< Whether there is a table of contexts.
  Time end = Time::min();            ///< What is known ends before this: the day after the last.
  std::vector<std::uint32_t> payer;  ///< Code of who pays for a person; empty or kNoId: self.
  /// Whether the referral programme was kept from a person drawn at random; empty: nobody is said.
  std::vector<YesNo> held_out;

  Graph ties;
  Influence influence = Influence::SourceToTarget;

  IdIndex purchase_ids;
  Purchases purchases;
  Touches touches;
  std::vector<Event> events;
  std::vector<std::string> event_kinds;
  std::vector<double> event_stance;  ///< Stance of each kind; NaN: the kind says nothing.
  std::vector<SurveyAnswer> surveys;
  std::vector<std::string> survey_items;
  std::vector<Mention> mentions;

  std::map<std::string, Table, std::less<>> raw_tables;

  NodeId num_people() const { return static_cast<NodeId>(people->size()); }
  ContextId num_contexts() const { return static_cast<ContextId>(contexts.size()); }
  std::size_t num_rows() const { return std::size_t{num_people()} * num_contexts(); }

  /// Row of a person and context in every score table: contexts one after the other.
  std::size_t row(ContextId context, NodeId person) const {
    return std::size_t{context} * num_people() + person;
  }
};

/// What a referral walk is made of.
struct WalkSources {
  bool ties = true, touches = true;
  Time touches_since = Time::min();
  bool distinct = false;  ///< One edge for each pair, of weight 1 and no context.
};

/// The graph that a referral walk follows, from the influenced to the influencer: ties against
/// the direction of influence (negative ones left out: a walk cannot carry them), and an edge
/// newcomer -> referrer for each touch that neither failed nor expired. Edges carry weight and
/// context. O((n + m) log m).
Graph referral_walk(const Network& network, const WalkSources& sources = {});

/// When a touch happened: its own time, or that of the purchase which it names.
Time time_of(const Touch& touch, const Network& network);

}  // namespace grapevine
