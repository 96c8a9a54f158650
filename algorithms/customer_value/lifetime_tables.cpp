#include "algorithms/customer_value/lifetime_tables.hpp"

#include <cmath>
#include <limits>

#include "engine/base/normal_quantile.hpp"
#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

constexpr const char* kSpendSource = "purchases.value purchases.t";
/// Stands for the unit of time that the options name.
constexpr const char* kTimes = "times";
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

/// One estimated number, and of which fit it is.
struct ParameterRow {
  ContextId context;
  const char* part;
  std::string parameter;
  double estimate, error;  ///< NaN: unknown.
  double log_error;        ///< Of the logarithm.
  const Maximum* fit;
  double customers, repeat_buyers;
};

std::string source_name(FitSource source) {
  return std::string(kFitSourceNames[static_cast<std::size_t>(source)]);
}

void add_buying(const ContextFit& fit, const std::vector<std::string>& groups,
                std::vector<ParameterRow>& rows) {
  const BuyingFit& buying = fit.buying;
  const auto names = parameter_names(buying.kind);
  for (std::size_t i = 0; i < buying.estimate.at.size(); ++i) {
    const bool ratio = i >= names.size();
    // alpha / alpha_g, the ratio of purchase rates, says more than its inverse.
    const double value = std::exp(ratio ? -buying.estimate.at[i] : buying.estimate.at[i]);
    const double log_error = buying.standard_error(i) / std::exp(buying.estimate.at[i]);
    rows.push_back({fit.context, "buying",
                    ratio ? "rate of " + groups[i - names.size() + 1] + " / " + groups[0]
                          : std::string(names[i]),
                    value, value * log_error, log_error, &buying.estimate, buying.customers,
                    buying.repeat_buyers});
  }
}

void add_spending(const ContextFit& fit, std::vector<ParameterRow>& rows) {
  const SpendFit& spending = fit.spending;
  constexpr const char* kNames[] = {"p", "q", "v"};
  const auto add = [&](std::string name, double value, double error) {
    rows.push_back({fit.context, "spending", std::move(name), value, error, error / value,
                    &spending.estimate, fit.buying.customers, spending.customers});
  };
  for (std::size_t i = 0; i < spending.estimate.at.size(); ++i)
    add(kNames[i], spending.parameters()[i], spending.standard_error(i));
  add("correlation of frequency and spend", spending.correlation, kNothing);
}

}  // namespace

ColumnInfo LifetimeTableMaker::info(const char* name, const char* unit, const char* meaning,
                                    const char* source) const {
  const bool times = std::string_view(unit) == kTimes;
  return {name, times ? std::string(time_unit) + "s" : unit, meaning, std::string(method), source};
}

NamedTable LifetimeTableMaker::customers(std::span<const LifetimeRow> rows) const {
  using R = LifetimeRow;
  RowsTable<R> table(rows);
  table.add_ids(info("person_id", "", "the customer"), *network.people,
                [](const R& r) { return r.history.person; });
  table.add_ids(info("context_id", "", "the context"), network.contexts,
                [](const R& r) { return r.history.context; });
  table.add(info("group", "", "as the option group has it; null: there are no groups"),
            [&](const R& r) { return groups.empty() ? std::string() : groups[r.group]; });
  table.add(info("frequency", "days", "x: days with a purchase after the first such day"),
            [](const R& r) { return r.history.repeats; });
  table.add(info("recency", kTimes, "t_x: from the first purchase to the last"),
            [](const R& r) { return r.buying.recency; });
  table.add(info("age", kTimes, "T: from the first purchase to the end of observation"),
            [](const R& r) { return r.buying.age; });
  table.add(info("repeat_spend", "money", "mean of the repeat purchases; null: none", kSpendSource),
            [](const R& r) { return r.spend.frequency > 0.0 ? r.spend.mean : kNothing; });
  table.add(info("p_alive", "probability", "that he is still a customer"),
            [](const R& r) { return r.forecast.alive; });
  table.add(info("expected_purchases", "purchases", "up to the horizon"),
            [](const R& r) { return r.forecast.purchases; });
  table.add(info("expected_spend", "money", "of one purchase to come", kSpendSource),
            [](const R& r) { return r.forecast.spend; });
  table.add(info("clv", "money", "discounted value of the purchases expected", kSpendSource),
            [](const R& r) { return r.forecast.value; });
  table.add(info("clv_low", "money", "low end of the interval of what he will bring", kSpendSource),
            [](const R& r) { return r.forecast.low; });
  table.add(info("clv_high", "money", "high end of it", kSpendSource),
            [](const R& r) { return r.forecast.high; });
  table.add(info("clv_error", "money",
                 "standard error of clv, by what the parameters are uncertain; null: unknown",
                 kSpendSource),
            [](const R& r) { return r.forecast.error; });
  table.add(info("fit", "", "of buying: the context's own, that of all contexts pooled, or none"),
            [](const R& r) { return source_name(r.buying_fit); });
  table.add(
      info("spend_fit", "", "of spending: own, pooled, or mean where all spend alike or too few do",
           kSpendSource),
      [](const R& r) { return source_name(r.spending_fit); });
  return {"clv", table.finish()};
}

NamedTable LifetimeTableMaker::fits(std::span<const ContextFit> fits) const {
  using R = ParameterRow;
  std::vector<R> rows;
  for (const ContextFit& fit : fits) {
    add_buying(fit, groups, rows);
    add_spending(fit, rows);
  }
  RowsTable<R> table{std::span<const R>(rows)};
  table.add_ids(info("context_id", "", "the context; null: all pooled"), network.contexts,
                [](const R& r) { return r.context == kEveryContext ? kNoNode : r.context; });
  table.add(info("part", "", "buying or spending"), [](const R& r) { return std::string(r.part); });
  table.add(info("parameter", "", "its letter in the papers"),
            [](const R& r) { return r.parameter; });
  table.add(info("estimate", "1", "of maximum likelihood"), [](const R& r) { return r.estimate; });
  table.add(info("standard_error", "1", "by the observed information; null: unknown"),
            [](const R& r) { return r.error; });
  table.add(info("low", "1", "low end of the 95 % interval, made on its logarithm"),
            [](const R& r) { return r.estimate * std::exp(-kTwoSided95 * r.log_error); });
  table.add(info("high", "1", "high end of it"),
            [](const R& r) { return r.estimate * std::exp(kTwoSided95 * r.log_error); });
  table.add(info("log_likelihood", "1", "of the data, at the estimates"),
            [](const R& r) { return r.fit->value; });
  table.add(info("gradient_norm", "1", "largest derivative there by the logarithm of a parameter"),
            [](const R& r) { return r.fit->gradient_norm; });
  table.add(info("evaluations", "evaluations", "of the likelihood"),
            [](const R& r) { return std::int64_t{r.fit->iterations}; });
  table.add(info("converged", "", "whether a maximum was found"),
            [](const R& r) { return std::string(r.fit->converged ? "yes" : "no"); });
  table.add(info("customers", "people", "whom the context has"),
            [](const R& r) { return static_cast<std::int64_t>(r.customers); });
  table.add(
      info("repeat_buyers", "people", "who bought again; for spending: for more than nothing"),
      [](const R& r) { return static_cast<std::int64_t>(r.repeat_buyers); });
  return {"clv_fits", table.finish()};
}

NamedTable LifetimeTableMaker::tracking(std::span<const TrackedRow> rows) const {
  using R = TrackedRow;
  RowsTable<R> table(rows);
  table.add_ids(info("context_id", "", "the context"), network.contexts,
                [](const R& r) { return r.context; });
  table.add(info("period", kTimes, "counted from the first purchase in the context"),
            [](const R& r) { return r.period.period; });
  table.add(info("last_day", "time", "of the period"),
            [](const R& r) { return Time{std::chrono::days{r.period.last_day}}; });
  table.add(info("held_out", "", "whether the fit did not see all of it"),
            [](const R& r) { return std::string(r.period.held_out ? "yes" : "no"); });
  table.add(info("actual", "purchases", "repeat purchases in the period"),
            [](const R& r) { return r.period.actual; });
  table.add(info("expected", "purchases", "by the model, of customers who joined as these did"),
            [](const R& r) { return r.period.expected; });
  table.add(info("actual_total", "purchases", "since the first purchase"),
            [](const R& r) { return r.period.actual_total; });
  table.add(info("expected_total", "purchases", "likewise"),
            [](const R& r) { return r.period.expected_total; });
  return {"clv_tracking", table.finish()};
}

NamedTable LifetimeTableMaker::conditional(std::span<const ConditionalRow> rows) const {
  using R = ConditionalRow;
  RowsTable<R> table(rows);
  table.add_ids(info("context_id", "", "the context"), network.contexts,
                [](const R& r) { return r.context; });
  table.add(info("frequency", "days", "x while observed; the last one stands for 7 and more"),
            [](const R& r) { return r.purchases.frequency; });
  table.add(info("customers", "people", "with that x"),
            [](const R& r) { return r.purchases.customers; });
  table.add(info("actual", "purchases", "mean of one of them in the days held out"),
            [](const R& r) { return r.purchases.actual; });
  table.add(info("expected", "purchases", "the same by the model, given their histories"),
            [](const R& r) { return r.purchases.expected; });
  return {"clv_conditional", table.finish()};
}

}  // namespace grapevine
