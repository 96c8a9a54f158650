#include "study/report/report_rows.hpp"

#include <cmath>
#include <numeric>

#include "study/report/names.hpp"

namespace grapevine {
namespace {

/// What each person's purchases in a context brought, refunds taken off.
std::vector<double> margins_of(const Network& network) {
  std::vector<Money> sums(network.num_rows(), 0);
  for (const Purchase& purchase : network.purchases.rows) {
    Money& sum = sums[network.row(purchase.context, purchase.person)];
    sum = add_money(sum, purchase.margin);
  }
  std::vector<double> margins;
  margins.reserve(sums.size());
  for (const Money sum : sums) margins.push_back(major_units(sum, network.purchases.decimals));
  return margins;
}

std::vector<LedgerRow> ledger_of(const StudyRun& run) {
  const Table& credits = run.table("credits");
  const auto newcomer = credits.texts("person_id"), context = credits.texts("context_id"),
             referrer = credits.texts("referrer_id"), model = credits.texts("model");
  const auto share = credits.doubles("share"), p_type1 = credits.doubles("p_type1"),
             margin = credits.doubles("margin_credited"), crv = credits.doubles("crv_amount");
  const IdIndex& people = *run.network.people;
  std::vector<LedgerRow> ledger;
  for (std::size_t i = 0; i < share.size(); ++i) {
    if (model[i] != run.attribution_models.front()) continue;
    const NodeId by = referrer[i].empty() ? kNoNode : *people.find(std::string_view(referrer[i]));
    ledger.push_back({*people.find(std::string_view(newcomer[i])), by,
                      *run.network.contexts.find(std::string_view(context[i])), share[i],
                      p_type1[i], margin[i], crv[i]});
  }
  return ledger;
}

}  // namespace

std::string ReportRows::context_of(std::size_t row) const {
  return context_name(network, context(row));
}

ReportRows report_rows(const StudyRun& run) {
  const Table& scores = run.table("scores");
  ReportRows rows{.run = run, .network = run.network};
  rows.margin = margins_of(run.network);
  rows.has_clv = scores.has("clv");
  rows.customer_value = rows.has_clv ? scores.doubles("clv") : rows.margin;
  for (std::size_t row = 0; row < rows.margin.size(); ++row)
    if (std::isnan(rows.customer_value[row])) rows.customer_value[row] = rows.margin[row];
  rows.crv = scores.doubles("crv");
  rows.referrals = scores.doubles("referrals_made");
  rows.purchases = scores.doubles("purchases");
  rows.general_rank = scores.doubles("general_rank");
  rows.segment = scores.texts("segment");
  rows.ledger = ledger_of(run);
  rows.shown_contexts = largest_contexts(rows, rows.crv, kContextsShown);
  return rows;
}

std::map<std::pair<NodeId, ContextId>, double> newcomer_margins(const ReportRows& rows) {
  std::map<std::pair<NodeId, ContextId>, double> margins;
  for (const LedgerRow& line : rows.ledger) margins[{line.newcomer, line.context}] += line.margin;
  return margins;
}

std::vector<double> per_person(const ReportRows& rows, const std::vector<double>& value) {
  std::vector<double> sums(rows.network.num_people(), 0.0);
  for (std::size_t row = 0; row < value.size(); ++row)
    if (!std::isnan(value[row])) sums[rows.person(row)] += value[row];
  return sums;
}

std::vector<NodeId> first_people(const std::vector<double>& value, std::size_t most) {
  std::vector<NodeId> people(value.size());
  std::iota(people.begin(), people.end(), NodeId{0});
  std::erase_if(people, [&](NodeId p) { return !(value[p] > 0.0); });
  std::ranges::stable_sort(people, std::greater(), [&](NodeId p) { return value[p]; });
  people.resize(std::min(most, people.size()));
  return people;
}

std::vector<ContextId> largest_contexts(const ReportRows& rows, const std::vector<double>& value,
                                        std::size_t most) {
  const ContextId count = rows.network.num_contexts();
  std::vector<double> sums(count, 0.0);
  for (std::size_t row = 0; row < value.size(); ++row)
    if (!std::isnan(value[row])) sums[rows.context(row)] += value[row];
  std::vector<ContextId> contexts(count);
  std::iota(contexts.begin(), contexts.end(), ContextId{0});
  std::ranges::stable_sort(contexts, std::greater(), [&](ContextId c) { return sums[c]; });
  contexts.resize(std::min(most, contexts.size()));
  return contexts;
}

}  // namespace grapevine
