#include "algorithms/customer_value/model_agreement.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "algorithms/customer_value/customer_referral_value.hpp"
#include "algorithms/customer_value/rounding_noise.hpp"
#include "algorithms/evaluation/rank_correlation.hpp"
#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

/// Sums the values of equal rows, in the order given.
std::vector<RowScore> summed(const std::vector<RowScore>& scores) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(scores[i].row, i); });
  std::vector<RowScore> sums;
  for (const std::size_t i : order) {
    const RowScore& score = scores[i];
    if (!sums.empty() && sums.back().row == score.row)
      sums.back().value += score.value;
    else
      sums.push_back(score);
  }
  return sums;
}

/// Each person's sum over the contexts, in their order.
std::vector<RowScore> by_person(std::span<const RowScore> rows, NodeId num_people) {
  std::vector<RowScore> scores;
  for (const RowScore& score : rows) scores.push_back({score.row % num_people, score.value});
  return summed(scores);
}

/// The rows of one context.
std::span<const RowScore> within(const std::vector<RowScore>& rows, const Network& network,
                                 ContextId context) {
  const auto begin = std::ranges::lower_bound(rows, network.row(context, 0), {}, &RowScore::row);
  const auto end = std::ranges::lower_bound(rows, network.row(context + 1, 0), {}, &RowScore::row);
  return {begin, end};
}

/// Two lists of values, of the rows that are in either.
struct Compared {
  std::vector<double> a, b;
};

Compared side_by_side(std::span<const RowScore> a, std::span<const RowScore> b) {
  Compared values;
  for (auto x = a.begin(), y = b.begin(); x != a.end() || y != b.end();) {
    const bool in_a = x != a.end() && (y == b.end() || x->row <= y->row);
    const bool in_b = y != b.end() && (x == a.end() || y->row <= x->row);
    values.a.push_back(in_a ? without_rounding_noise(x->value) : 0.0);
    values.b.push_back(in_b ? without_rounding_noise(y->value) : 0.0);
    if (in_a) ++x;
    if (in_b) ++y;
  }
  return values;
}

void compare(ModelAgreement& agreement, std::span<const RowScore> a, std::span<const RowScore> b) {
  const Compared values = side_by_side(a, b);
  agreement.people = static_cast<std::int64_t>(values.a.size());
  agreement.spearman = spearman_rho(values.a, values.b).value_or(agreement.spearman);
  agreement.kendall = kendall_tau(values.a, values.b).value_or(agreement.kendall);
}

}  // namespace

std::vector<RowScore> scores_of(const Network& network, const Journeys& journeys,
                                std::span<const Credit> ledger) {
  std::vector<RowScore> scores;
  for (const Credit& credit : ledger)
    if (credit.referrer != kNoNode)
      scores.push_back(
          {network.row(journeys.acquisitions[credit.acquisition].context, credit.referrer),
           credit.value()});
  return summed(scores);
}

std::vector<ModelAgreement> model_agreement(const Network& network,
                                            std::span<const ModelScores> models) {
  std::vector<std::vector<RowScore>> people;
  for (const ModelScores& model : models)
    people.push_back(by_person(model.rows, network.num_people()));
  std::vector<ModelAgreement> agreements;
  const auto pair = [&](std::size_t a, std::size_t b, ContextId context) -> ModelAgreement& {
    return agreements.emplace_back(
        ModelAgreement{.context = context, .model_a = models[a].model, .model_b = models[b].model});
  };
  for (std::size_t a = 0; a < models.size(); ++a)
    for (std::size_t b = a + 1; b < models.size(); ++b) {
      for (ContextId c = 0; c < network.num_contexts(); ++c)
        compare(pair(a, b, c), within(models[a].rows, network, c),
                within(models[b].rows, network, c));
      compare(pair(a, b, kEveryContext), people[a], people[b]);
    }
  return agreements;
}

NamedTable agreement_table(const Network& network, std::span<const ModelAgreement> agreements) {
  using A = ModelAgreement;
  const auto info = [](const char* name, const char* unit, const char* meaning) {
    return ColumnInfo{name, unit, meaning, std::string(kCustomerReferralValueDoc.name),
                      "purchases.value touches surveys.value"};
  };
  RowsTable<A> table(agreements);
  table.add_ids(info("context_id", "", "the context; null: each person's values in all of them"),
                network.contexts,
                [](const A& a) { return a.context == kEveryContext ? kNoNode : a.context; });
  table.add(info("model_a", "", "an attribution model"), [](const A& a) { return a.model_a; });
  table.add(info("model_b", "", "another one"), [](const A& a) { return a.model_b; });
  table.add(
      info("spearman", "1", "rank correlation of crv + civ under the two; null: all ranked alike"),
      [](const A& a) { return a.spearman; });
  table.add(info("kendall", "1", "the same as Kendall's tau-b"),
            [](const A& a) { return a.kendall; });
  table.add(info("people", "people", "with credit under either model"),
            [](const A& a) { return a.people; });
  return {"model_agreement", table.finish()};
}

}  // namespace grapevine
