#include "algorithms/causality/precedence.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/parallel/loops.hpp"
#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

using Relations = std::map<std::string, std::vector<HelpedPair>>;

/// The entry of a person in a context, or null.
const Entry* find(std::span<const Entry> entries, ContextId context) {
  const auto found = std::ranges::lower_bound(entries, context, {}, &Entry::context);
  return found != entries.end() && found->context == context ? &*found : nullptr;
}

/// Adds the pair in the context, or in all that both entered.
void add_pair(const Entries& entries, NodeId helped, NodeId helper, ContextId context,
              std::vector<HelpedPair>& pairs) {
  const auto mine = entries.of(helped), theirs = entries.of(helper);
  const auto add = [&](ContextId c) {
    if (find(mine, c) && find(theirs, c)) pairs.push_back({c, helped, helper});
  };
  if (context != kEveryContext) return add(context);
  for (const Entry& entry : mine) add(entry.context);
}

void add_ties(const ScoreInputs& inputs, const Entries& entries, Relations& relations) {
  const Graph& ties = inputs.network.ties;
  if (inputs.network.influence == Influence::Both) return;
  const bool forward = inputs.network.influence == Influence::SourceToTarget;
  for (NodeId u = 0; u < ties.num_nodes(); ++u)
    for (EdgeId e = ties.first_out_edge(u); const NodeId v : ties.out_neighbors(u)) {
      const auto& type = ties.columns().type;
      const std::string name = type.empty() ? "" : ties.type_names()[type[e]];
      add_pair(entries, forward ? v : u, forward ? u : v, ties.context(e),
               relations[name.empty() ? "ties" : "ties " + name]);
      ++e;
    }
}

void add_touches(const ScoreInputs& inputs, const Entries& entries, Relations& relations) {
  const Touches& touches = inputs.network.touches;
  for (const Touch& touch : touches.rows) {
    if (touch.status != TouchStatus::Succeeded) continue;
    const std::string& role = touches.roles[touch.role];
    add_pair(entries, touch.to, touch.from, touch.context,
             relations[role.empty() ? "touches" : "touches " + role]);
  }
}

/// Helped people stand for themselves up to this many clusters; beyond, several stand together,
/// which leaves the interval right and the work bounded.
constexpr std::uint32_t kMostClusters = 20'000;

const char* reading(const Precedence& precedence) {
  switch (precedence.verdict) {
    case Verdict::Better:
      if (precedence.helper_first == precedence.pairs)
        return "helpers come first in every pair: made from the order of entry? then it is no sign";
      return "helpers come first more often than chance: influence is possible";
    case Verdict::NoDifference:
      return "no more often than chance: no sign of influence";
    case Verdict::Worse:
      return "helpers come later more often than chance: check the direction";
    case Verdict::CannotBeJudged:
      break;
  }
  return "too few pairs to judge";
}

Table to_table(const std::vector<Precedence>& relations) {
  const auto info = [](const char* name, const char* unit, const char* meaning) {
    return ColumnInfo{name, unit, meaning, std::string(kPrecedenceDoc.name),
                      "ties touches purchases.t"};
  };
  using P = Precedence;
  return RowsTable<P>(relations)
      .add(info("relation", "", "type of tie or role of touch"),
           [](const P& p) { return p.relation; })
      .add(info("pairs", "pairs", "distinct pairs whose ends entered at different times"),
           [](const P& p) { return p.pairs; })
      .add(info("helper_first", "pairs", "of them, those whose helper entered first"),
           [](const P& p) { return p.helper_first; })
      .add(info("share", "proportion", "helper_first / pairs"), [](const P& p) { return p.share; })
      .add(info("placebo", "proportion", "the same for a helper drawn from the others"),
           [](const P& p) { return p.placebo; })
      .add(info("difference_low", "proportion", "low end of share - placebo"),
           [](const P& p) { return p.difference.low; })
      .add(info("difference_high", "proportion", "high end of share - placebo"),
           [](const P& p) { return p.difference.high; })
      .add(info("reading", "", "what may be said of it"),
           [](const P& p) { return std::string(reading(p)); })
      .finish();
}

}  // namespace

Precedence precedence_of(std::string relation, const std::vector<HelpedPair>& pairs,
                         const Entries& entries, const PrecedenceOptions& options) {
  Precedence result{.relation = std::move(relation)};
  std::vector<double> difference;
  std::vector<std::uint32_t> cluster;
  double chances = 0.0;
  for (const HelpedPair& pair : pairs) {
    const Entry* helped = find(entries.of(pair.helped), pair.context);
    const Entry* helper = find(entries.of(pair.helper), pair.context);
    if (!helped || !helper || helped->time == helper->time) continue;
    const bool first = helper->time < helped->time;
    ++result.pairs;
    result.helper_first += first;
    const auto chance = entries.earlier_share(*helped);
    if (!chance) continue;
    chances += *chance;
    difference.push_back((first ? 1.0 : 0.0) - *chance);
    cluster.push_back(pair.helped % kMostClusters);
  }
  result.share = static_cast<double>(result.helper_first) / static_cast<double>(result.pairs);
  result.placebo = chances / static_cast<double>(difference.size());
  result.difference = {.mean = std::nan(""), .low = std::nan(""), .high = std::nan("")};
  if (difference.empty()) return result;
  result.difference = paired_bootstrap(
      difference, cluster, {.draws = options.draws, .level = options.level, .seed = options.seed});
  result.verdict = verdict_of(result.difference, 10);
  return result;
}

PrecedenceResult precedence(const ScoreInputs& inputs, const PrecedenceOptions& options) {
  validate(options);
  const Network& network = inputs.network;
  const Entries entries(
      inputs.journeys, network.num_people(),
      options.group.empty() ? std::vector<std::uint32_t>() : groups_by(network, options.group));
  Relations relations;
  add_ties(inputs, entries, relations);
  add_touches(inputs, entries, relations);
  PrecedenceResult result;
  for (auto& [name, pairs] : relations) {
    parallel_sort(pairs, std::less<HelpedPair>());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    result.relations.push_back(precedence_of(name, pairs, entries, options));
  }
  result.tables.push_back({"precedence", to_table(result.relations)});
  return result;
}

}  // namespace grapevine
