#include "algorithms/influence_learning/learned_ties.hpp"

#include "algorithms/causality/matched_estimate.hpp"
#include "algorithms/causality/shuffle_test.hpp"
#include "algorithms/diffusion/influence_ties.hpp"
#include "algorithms/influence_learning/learned_chances.hpp"
#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

/// One tie that was tried in one context.
struct TieRow {
  ContextId context;
  NodeId from, to;
  double followed, tried, chance, learned, delay_days, tau_days;
};

/// One person who entered a context, or several.
struct PersonRow {
  NodeId person;
  Tally tally;
  double influenceability;
};

/// One context, with what the tests say of it.
struct ContextRow {
  ContextId context;
  Tally tally;
  double rate;
  InfluenceTest shuffled;
  MatchedEstimate matched;
};

ColumnInfo info(const char* name, const char* unit, const char* meaning) {
  return {name, unit, meaning, std::string(kLearnedTiesDoc.name), "ties purchases.t"};
}

const char* reading(const ContextRow& row) {
  const Verdict matched = row.matched.verdict, shuffled = row.shuffled.verdict;
  if (matched == Verdict::CannotBeJudged)
    return "too few entries to judge: the chances may be likeness";
  if (matched != Verdict::Better) return "nothing is left once people are compared with their like";
  return shuffled == Verdict::Better
             ? "people follow beyond likeness in what is matched, and order matters"
             : "people follow beyond likeness in what is matched; order alone does not say so";
}

void add_ties(std::vector<TieRow>& rows, const Graph& ties, ContextId context,
              const ContextChances& learned, std::span<const double> tau_days) {
  for (NodeId u = 0; u < ties.num_nodes(); ++u) {
    EdgeId e = ties.first_out_edge(u);
    for (const NodeId v : ties.out_neighbors(u)) {
      const TieEvidence& evidence = learned.evidence;
      if (evidence.tried[e] > 0.0)
        rows.push_back({context, u, v, evidence.followed[e], evidence.tried[e], evidence.chance(e),
                        learned.chance[e], evidence.mean_delay_days[e], tau_days[e]});
      ++e;
    }
  }
}

Table ties_table(const Network& network, const std::vector<TieRow>& rows) {
  using R = TieRow;
  RowsTable<R> table(rows);
  table.add_ids(info("context_id", "", "the context"), network.contexts,
                [](const R& r) { return r.context; });
  table.add_ids(info("from_person_id", "", "who entered before"), *network.people,
                [](const R& r) { return r.from; });
  table.add_ids(info("to_person_id", "", "who may follow"), *network.people,
                [](const R& r) { return r.to; });
  return table
      .add(info("followed", "entries", "times that the second followed, by shares of them"),
           [](const R& r) { return r.followed; })
      .add(info("tried", "entries", "times that they could have, as the method counts them"),
           [](const R& r) { return r.tried; })
      .add(info("chance", "probability", "followed / tried"), [](const R& r) { return r.chance; })
      .add(info("learned_chance", "probability",
                "the same pulled towards the source's, the context's and the general rate"),
           [](const R& r) { return r.learned; })
      .add(info("mean_delay_days", "days", "how much later the second entered, where they did"),
           [](const R& r) { return r.delay_days; })
      .add(info("tau_days", "days",
                "the mean delay along the tie in all contexts, pulled towards that of all ties"),
           [](const R& r) { return r.tau_days; })
      .finish();
}

/// People who entered no context say nothing.
std::vector<PersonRow> rows_of(std::span<const Tally> people) {
  const std::vector<double> pulled = pulled_to_all(people);
  std::vector<PersonRow> rows;
  for (NodeId person = 0; person < people.size(); ++person)
    if (people[person].trials > 0.0) rows.push_back({person, people[person], pulled[person]});
  return rows;
}

Table people_table(const Network& network, const std::vector<PersonRow>& rows) {
  using R = PersonRow;
  RowsTable<R> table(rows);
  table.add_ids(info("person_id", "", "the person"), *network.people,
                [](const R& r) { return r.person; });
  return table
      .add(info("entries", "entries", "contexts that the person entered"),
           [](const R& r) { return r.tally.trials; })
      .add(info("soon_after", "entries", "of them, no later than tau after somebody with a tie"),
           [](const R& r) { return r.tally.successes; })
      .add(info("influenceability", "probability",
                "soon_after / entries, pulled towards that of everybody"),
           [](const R& r) { return r.influenceability; })
      .finish();
}

Table contexts_table(const Network& network, const std::vector<ContextRow>& rows) {
  using R = ContextRow;
  RowsTable<R> table(rows);
  table.add_ids(info("context_id", "", "the context"), network.contexts,
                [](const R& r) { return r.context; });
  return table
      .add(info("followed", "entries", "times that somebody followed, by shares of them"),
           [](const R& r) { return r.tally.successes; })
      .add(info("tried", "entries", "times that somebody could have"),
           [](const R& r) { return r.tally.trials; })
      .add(info("learned_rate", "probability", "chance of a tie, pulled towards the general rate"),
           [](const R& r) { return r.rate; })
      .add(info("shuffle_p_value", "probability", "chance of so much order if order means nothing"),
           [](const R& r) { return r.shuffled.p_value; })
      .add(info("matched_difference", "probability",
                "how much oftener the exposed enter in a step than people like them"),
           [](const R& r) { return r.matched.matched_risk.difference; })
      .add(info("matched_low", "probability", "lower end of its interval"),
           [](const R& r) { return r.matched.matched_risk.difference_low; })
      .add(info("matched_high", "probability", "upper end of its interval"),
           [](const R& r) { return r.matched.matched_risk.difference_high; })
      .add(info("reading", "", "what may be said of it"),
           [](const R& r) { return std::string(reading(r)); })
      .finish();
}

/// One method learns itself how influence fades.
void refuse_own_delays(const LearnedTiesOptions& options) {
  if (options.method != LearningMethod::Background) return;
  const bool window = options.window_days > 0.0;
  if (window || options.decay != TimeDecay::None)
    throw Error(ErrorCode::InvalidOption, window ? "window_days" : "decay",
                "the method em_background finds its own delays", "leave it out");
}

std::string warning_of(const std::vector<ContextRow>& rows) {
  std::size_t left = 0;
  for (const ContextRow& row : rows) left += row.matched.verdict == Verdict::Better;
  return "learned_ties: in " + std::to_string(left) + " of " + std::to_string(rows.size()) +
         " contexts people follow their friends beyond likeness in what is matched; in the others "
         "the learned chances may be nothing else (table learned_contexts)";
}

}  // namespace

LearnedTiesResult learned_ties(const ScoreInputs& inputs, const LearnedTiesOptions& options) {
  validate(options);
  refuse_own_delays(options);
  const Network& network = inputs.network;
  const Graph ties = influence_ties(network);
  const StudyDelays delays =
      study_delays(ties, entries_log(network, inputs.journeys), options.window_days);
  const ChanceLearner learner(ties, network, inputs.journeys,
                              {.method = options.method,
                               .window_days = options.window_days,
                               .decay = options.decay,
                               .tau_days = delays.tau_days});
  const auto shuffled = shuffle_test(inputs, {.step = options.step, .seed = options.seed}).contexts;
  const auto matched =
      matched_estimate(inputs, {.step = options.step, .group = options.group}).contexts;
  std::vector<TieRow> tie_rows;
  std::vector<ContextRow> context_rows;
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    const ContextChances learned = learner.of(context);
    add_ties(tie_rows, ties, context, learned, delays.tau_days);
    context_rows.push_back(
        {context, learned.tally, learned.rate, shuffled[context], matched[context]});
  }
  LearnedTiesResult result;
  result.tables.push_back({"learned_ties", ties_table(network, tie_rows)});
  result.tables.push_back({"learned_people", people_table(network, rows_of(delays.people))});
  result.tables.push_back({"learned_contexts", contexts_table(network, context_rows)});
  if (!context_rows.empty()) result.warnings.push_back(warning_of(context_rows));
  return result;
}

}  // namespace grapevine
