#include "loaders/study_tables/purchase_margin.hpp"

#include <fmt/format.h>

#include <cmath>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

constexpr int kRateDecimals = 9;

/// amount x rate, exactly, then rounded to a whole minor unit, halves away from zero.
Money times_rate(Money amount, Money rate) {
  __extension__ using Wide = __int128;
  constexpr Wide kOne = 1'000'000'000;
  const Wide exact = Wide{amount} * rate;
  return static_cast<Money>((exact + (exact < 0 ? -kOne / 2 : kOne / 2)) / kOne);
}

}  // namespace

PurchaseMargin::PurchaseMargin(const Rows& purchases, Rows& contexts, const Identities& ids,
                               const StudyTables& study, LoadReport& report)
    : rows_(purchases), ids_(ids), decimals_(study.value_decimals) {
  if (!purchases.given()) return;
  choose(study, contexts.any("margin_rate"), report);
  if (rule_ == Rule::AmountTimesRate) read_rates(contexts);
}

void PurchaseMargin::choose(const StudyTables& study, bool have_rates, LoadReport& report) {
  const auto use = [&](Rule rule, const char* column, const char* note) {
    rule_ = rule;
    column_ = column;
    report.notes.push_back(note);
  };
  if (!study.purchase_value.empty()) {
    column_ = study.purchase_value;
    rows_.require(column_);
  } else if (rows_.any("margin")) {
    use(Rule::Column, "margin", "purchases: value is the column margin");
  } else if (rows_.any("amount") && rows_.any("cost")) {
    use(Rule::AmountLessCost, "amount", "purchases: value is amount - cost");
  } else if (rows_.any("amount") && have_rates) {
    use(Rule::AmountTimesRate, "amount", "purchases: value is amount x the context's margin_rate");
  } else if (rows_.any("amount")) {
    use(Rule::Column, "amount", "purchases: there is no margin; value is the whole amount");
  } else if (rows_.any("units")) {
    use(Rule::Column, "units", "purchases: there is no money; value is counted in units");
  } else {
    use(Rule::One, "units", "purchases: there is neither money nor units; each counts 1");
  }
}

void PurchaseMargin::read_rates(Rows& contexts) {
  rate_.assign(ids_.contexts().size(), std::nullopt);
  contexts.for_each_row([&](std::int64_t i) {
    contexts.number_in(i, "margin_rate", -1.0, 1.0);
    const auto rate = contexts.money(i, "margin_rate", kRateDecimals);
    if (const ContextId context = ids_.context(contexts, i); context != kEveryContext)
      rate_[context] = rate;
  });
}

std::optional<Money> PurchaseMargin::of(std::int64_t row) const {
  if (rule_ == Rule::One) return *parse_money("1", decimals_);
  const auto value = rows_.money(row, column_, decimals_);
  if (!value || rule_ == Rule::Column) return value;
  if (rule_ == Rule::AmountLessCost) {
    const auto cost = rows_.money(row, "cost", decimals_);
    return cost ? std::optional(add_money(*value, -*cost)) : std::nullopt;
  }
  const ContextId context = ids_.context_or_only(rows_, row);
  const auto rate = context == kEveryContext ? std::nullopt : rate_[context];
  return rate ? std::optional(times_rate(*value, *rate)) : std::nullopt;
}

std::string_view PurchaseMargin::missing_column(std::int64_t row) const {
  if (rule_ == Rule::AmountLessCost && !rows_.text(row, column_).empty()) return "cost";
  if (rule_ == Rule::AmountTimesRate && !rows_.text(row, column_).empty()) return "margin_rate";
  return column_;
}

}  // namespace grapevine
