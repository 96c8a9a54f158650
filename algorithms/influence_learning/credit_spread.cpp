#include "algorithms/influence_learning/credit_spread.hpp"

#include <algorithm>

#include "algorithms/diffusion/influence_ties.hpp"
#include "algorithms/influence_learning/learned_chances.hpp"
#include "engine/base/numbers.hpp"
#include "engine/base/progress.hpp"
#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

struct PassedRow {
  ContextId context;
  PassedCredit credit;
};

struct SeedRow {
  ContextId context;
  std::int64_t rank;
  CreditSeed seed;
  double spread;
};

ColumnInfo info(const char* name, const char* unit, const char* meaning) {
  return {name, unit, meaning, std::string(kCreditSpreadDoc.name), "ties purchases.t"};
}

Table passed_table(const Network& network, const std::vector<PassedRow>& rows) {
  using R = PassedRow;
  RowsTable<R> table(rows);
  table.add_ids(info("context_id", "", "the context"), network.contexts,
                [](const R& r) { return r.context; });
  table.add_ids(info("from_person_id", "", "who is credited"), *network.people,
                [](const R& r) { return r.credit.from; });
  table.add_ids(info("to_person_id", "", "for whose entry"), *network.people,
                [](const R& r) { return r.credit.to; });
  return table
      .add(info("direct", "people", "what goes along the tie between the two"),
           [](const R& r) { return r.credit.direct; })
      .add(info("credit", "people", "what goes along all paths; who passes credit on keeps it"),
           [](const R& r) { return r.credit.credit; })
      .finish();
}

Table seeds_table(const Network& network, const std::vector<SeedRow>& rows) {
  using R = SeedRow;
  RowsTable<R> table(rows);
  table.add_ids(info("context_id", "", "the context"), network.contexts,
                [](const R& r) { return r.context; });
  table.add(info("rank", "", "the place in which the person is chosen"),
            [](const R& r) { return r.rank; });
  table.add_ids(info("person_id", "", "who is chosen"), *network.people,
                [](const R& r) { return r.seed.person; });
  return table
      .add(info("gain", "people",
                "entries, the person's own too, that are credited to them and to "
                "nobody chosen before"),
           [](const R& r) { return r.seed.gain; })
      .add(info("spread", "people", "entries credited to all who are chosen by then"),
           [](const R& r) { return r.spread; })
      .finish();
}

}  // namespace

Facts CreditSpreadResult::facts() const {
  if (most_missing == 0.0) return {};
  return {{"credits of passed_credits are too low by at most", to_text(most_missing)}};
}

CreditSpreadResult credit_spread(const ScoreInputs& inputs, const CreditSpreadOptions& options) {
  validate(options);
  const Network& network = inputs.network;
  const Graph ties = influence_ties(network);
  const ActionLog entries = entries_log(network, inputs.journeys);
  const StudyDelays delays = study_delays(ties, entries, options.window_days);
  const std::vector<double> influenceability = pulled_to_all(delays.people);
  CreditSpreadResult result{.spread = std::vector<double>(network.num_rows())};
  std::vector<PassedRow> passed;
  std::vector<SeedRow> seeds;
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    const GraphView view(ties, {.context = context});
    ActionLog log;
    log.add(entries.acts_of(context));
    CreditFlow credits(network.num_people());
    credits.add(view, log, {options.rule, options.window_days, delays.tau_days, influenceability});
    const std::vector<double> spread = credits.spreads();
    for (const Act& act : log.acts)
      result.spread[network.row(context, act.person)] = spread[act.person] - 1.0;
    const PassedCredits kept = credits.passed(options.truncation);
    for (const PassedCredit& credit : kept.credits) passed.push_back({context, credit});
    result.most_missing = std::max(result.most_missing, kept.most_missing);
    double sum = 0.0;
    std::int64_t rank = 0;
    for (const CreditSeed& seed : credits.choose(static_cast<std::size_t>(options.seeds)))
      seeds.push_back({context, ++rank, seed, sum += seed.gain});
    report_progress("contexts credited", context + 1, network.num_contexts());
  }
  result.tables.push_back({"passed_credits", passed_table(network, passed)});
  result.tables.push_back({"credit_seeds", seeds_table(network, seeds)});
  if (!passed.empty())
    result.warnings.push_back(
        "credit_spread: who entered after whom is credited to them, which may be likeness; "
        "learned_ties has the tests");
  return result;
}

}  // namespace grapevine
