#include "algorithms/customer_value/customer_referral_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "algorithms/customer_value/audit.hpp"
#include "algorithms/customer_value/ledger.hpp"
#include "algorithms/customer_value/margin_forecast.hpp"
#include "algorithms/customer_value/model_agreement.hpp"
#include "algorithms/customer_value/type1_estimate.hpp"
#include "algorithms/customer_value/value_split.hpp"

namespace grapevine {
namespace {

/// What a share is still expected to bring: margin is of type 1 alone.
double forecast_value(const Credit& credit, const AcquisitionValue& value,
                      const ForecastMargin& to_come) {
  return credit.share * value.p_type1 * to_come.present_value;
}

/// Collects the rows of the credits table, model after model.
class CreditsTable {
 public:
  CreditsTable(const ScoreInputs& inputs, const std::vector<AcquisitionValue>& values,
               const std::vector<ForecastMargin>& forecast)
      : inputs_(inputs), values_(values), forecast_(forecast) {
    margin_.decimals = inputs.network.purchases.decimals;
  }

  void add(const std::string& model, const std::vector<Credit>& ledger) {
    for (const Credit& credit : ledger) {
      const Acquisition& acquisition = inputs_.journeys.acquisitions[credit.acquisition];
      const bool earned = credit.referrer != kNoNode;
      const double nothing = std::numeric_limits<double>::quiet_NaN();
      context_.push_back(acquisition.context);
      person_.push_back(acquisition.person);
      purchase_.push_back(inputs_.network.purchases.rows[acquisition.purchase].id);
      time_.push_back(acquisition.time);
      model_.push_back(model);
      referrer_.push_back(credit.referrer);
      name_.push_back(earned ? inputs_.network.people->name(credit.referrer) : "unattributed");
      parts_.push_back(credit.parts);
      share_.push_back(credit.share);
      margin_.amounts.push_back(credit.margin);
      p_type1_.push_back(values_[credit.acquisition].p_type1);
      incentivised_.push_back(!earned ? "" : credit.incentivised ? "true" : "false");
      evidence_.push_back(!earned ? "" : credit.implied ? "implied" : "recorded");
      crv_.push_back(earned && credit.incentivised ? credit.value() : nothing);
      civ_.push_back(earned && !credit.incentivised ? credit.value() : nothing);
      const ForecastMargin& to_come = forecast_[credit.acquisition];
      const double value = forecast_value(credit, values_[credit.acquisition], to_come);
      margin_forecast_.push_back(credit.share * to_come.margin);
      crv_forecast_.push_back(earned && credit.incentivised ? value : nothing);
      civ_forecast_.push_back(earned && !credit.incentivised ? value : nothing);
      not_forecast_.push_back(to_come.missing);
    }
  }

  NamedTable take() const {
    const Network& network = inputs_.network;
    TableBuilder builder;
    builder.add_ids(info("person_id", "", "who was acquired", "purchases"), *network.people,
                    person_);
    builder.add_ids(info("context_id", "", "the context", "purchases"), network.contexts, context_);
    builder.add_ids(info("purchase_id", "", "the purchase that acquired", "purchases"),
                    network.purchase_ids, purchase_);
    builder.add(info("t", "time", "when the person was acquired", "purchases.t"), time_);
    builder.add(info("model", "", "the attribution model", ""), model_);
    builder.add(info("referrer", "", "who earned the share; unattributed: nobody", "touches"),
                name_);
    builder.add_ids(info("referrer_id", "", "the same as an id; null: nobody", "touches"),
                    *network.people, referrer_);
    builder.add(info("share_parts", "10^-15", "the share in whole parts of 10^15", "touches"),
                std::span<const std::int64_t>(parts_));
    builder.add(info("share", "1", "share of the acquisition", "touches"), share_);
    builder.add(info("margin_credited", "money", "share x undiscounted margin of the person",
                     "purchases.value touches"),
                margin_);
    builder.add(info("p_type1", "probability",
                     "chance that the person would not have come otherwise", "surveys.value"),
                p_type1_);
    builder.add(info("incentivised", "", "false: no touch of the referrer's was made for a reward",
                     "touches"),
                incentivised_);
    builder.add(info("evidence", "", "recorded, or implied by ties: nobody recorded a touch",
                     "touches ties"),
                evidence_);
    builder.add(info("crv_amount", "money", "share x [p PV(A - M + ACQ1 - a) + (1 - p) PV(ACQ2)]",
                     "purchases.value touches surveys.value"),
                crv_);
    builder.add(info("civ_amount", "money", "the same with a = 0, of a share without a reward",
                     "purchases.value touches surveys.value"),
                civ_);
    add_forecast(builder);
    return {"credits", builder.finish()};
  }

 private:
  void add_forecast(TableBuilder& builder) const {
    builder.add(info("margin_forecast", "money",
                     "share x margin still expected up to the horizon; null: no horizon",
                     "purchases.value touches"),
                margin_forecast_);
    builder.add(info("crv_forecast", "money", "share x p PV(that margin); in no crv_amount",
                     "purchases.value touches surveys.value"),
                crv_forecast_);
    builder.add(info("civ_forecast", "money", "the same of a share without a reward",
                     "purchases.value touches surveys.value"),
                civ_forecast_);
    builder.add(info("periods_not_forecast", "periods",
                     "to come before the horizon, and completed by nobody yet", "purchases.t"),
                not_forecast_);
  }

  static ColumnInfo info(const char* name, const char* unit, const char* meaning,
                         const char* source) {
    return {name, unit, meaning, std::string(kCustomerReferralValueDoc.name), source};
  }

  const ScoreInputs& inputs_;
  const std::vector<AcquisitionValue>& values_;
  const std::vector<ForecastMargin>& forecast_;
  std::vector<std::uint32_t> context_, person_, purchase_, referrer_;
  std::vector<Time> time_;
  std::vector<std::string> model_, name_, incentivised_, evidence_;
  std::vector<std::int64_t> parts_;
  std::vector<double> share_, p_type1_, crv_, civ_, margin_forecast_, crv_forecast_, civ_forecast_,
      not_forecast_;
  MoneyColumn margin_;
};

NamedTable split_table(const Network& network, const std::vector<SplitPart>& parts) {
  std::vector<std::uint32_t> context, customer, receiver;
  MoneyColumn amount{.decimals = network.purchases.decimals};
  for (const SplitPart& part : parts) {
    context.push_back(part.context);
    customer.push_back(part.customer);
    receiver.push_back(part.receiver);
    amount.amounts.push_back(part.amount);
  }
  const auto info = [](const char* name, const char* unit, const char* meaning) {
    return ColumnInfo{name, unit, meaning, std::string(kCustomerReferralValueDoc.name),
                      "purchases.value touches"};
  };
  TableBuilder builder;
  builder.add_ids(info("customer_id", "", "whose margin is split"), *network.people, customer);
  builder.add_ids(info("context_id", "", "the context"), network.contexts, context);
  builder.add_ids(info("receiver_id", "", "who is counted for it: the customer, or a referrer"),
                  *network.people, receiver);
  builder.add(info("amount", "money", "the receiver's part; all parts sum to the total margin"),
              amount);
  return {"value_split", builder.finish()};
}

void add_scores(CustomerReferralValueResult& result, const ScoreInputs& inputs,
                const std::vector<Credit>& ledger, const std::vector<AcquisitionValue>& values,
                const std::vector<ForecastMargin>& forecast) {
  for (const Credit& credit : ledger) {
    if (credit.referrer == kNoNode) continue;
    const ContextId context = inputs.journeys.acquisitions[credit.acquisition].context;
    const std::size_t row = inputs.network.row(context, credit.referrer);
    if (credit.incentivised) {
      result.crv[row] += credit.value();
      result.crv_type1[row] += credit.type1;
      result.crv_type2[row] += credit.type2;
    } else {
      result.civ[row] += credit.value();
    }
    (credit.incentivised ? result.crv_forecast : result.civ_forecast)[row] +=
        forecast_value(credit, values[credit.acquisition], forecast[credit.acquisition]);
    ++result.referrals_made[row];
    Money& margin = result.margin_credited.amounts[row];
    margin = add_money(margin, credit.margin);
  }
}

/// The audit of the manifest: of the model that the scores rest on, all contexts together.
std::vector<AuditLine> lines_of(std::span<const AuditRow> rows, int decimals) {
  const auto sum = [&](Money AuditRow::* amount) {
    Money total = 0;
    for (const AuditRow& row : rows) total = add_money(total, row.*amount);
    return total;
  };
  return {{"total_margin", sum(&AuditRow::total), decimals},
          {"credited", sum(&AuditRow::credited), decimals},
          {"unattributed", sum(&AuditRow::unattributed), decimals},
          {"outside_horizon", sum(&AuditRow::outside), decimals},
          {"value_split_total", sum(&AuditRow::split), decimals}};
}

/// Where p and the forecast come from: tables, facts of the manifest and warnings.
void add_sources(CustomerReferralValueResult& result, const ScoreInputs& inputs,
                 Type1Estimates& type1, const MarginForecast& forecast) {
  const Type1Estimate& all = type1.rows.back();
  const std::string interval =
      std::isnan(all.low) ? "" : fmt::format(" ({:.3g} to {:.3g})", all.low, all.high);
  result.run_facts.emplace_back("p_type1",
                                fmt::format("{}: {:.3g}{}", all.source, all.p, interval));
  result.tables.push_back(type1_table(inputs.network, type1));
  result.warnings = std::move(type1.warnings);
  if (!inputs.journeys.horizon_days) {
    result.run_facts.emplace_back("forecast", "none: [attribution] horizon_days is not given");
    return;
  }
  result.run_facts.emplace_back("forecast", "of newcomers up to the horizon, by completed periods");
  result.tables.push_back(development_table(inputs.network, forecast.development));
  const auto incomplete = std::ranges::count_if(
      forecast.acquisitions, [](const ForecastMargin& f) { return f.missing > 0.0; });
  if (incomplete > 0)
    result.warnings.push_back(fmt::format(
        "forecast: {} newcomers have periods before the horizon that nobody has completed yet; "
        "they are not in crv_forecast (credits.periods_not_forecast)",
        incomplete));
}

}  // namespace

CustomerReferralValueResult customer_referral_value(const ScoreInputs& inputs,
                                                    const EconomicsOptions& options) {
  validate(options);
  const std::size_t rows = inputs.network.num_rows();
  CustomerReferralValueResult result{.crv = std::vector<double>(rows),
                                     .crv_type1 = std::vector<double>(rows),
                                     .crv_type2 = std::vector<double>(rows),
                                     .civ = std::vector<double>(rows),
                                     .referrals_made = std::vector<std::int64_t>(rows)};
  const double at_first = inputs.journeys.horizon_days ? 0.0 : std::nan("");
  result.crv_forecast.assign(rows, at_first);
  result.civ_forecast.assign(rows, at_first);
  result.margin_credited = {std::vector<Money>(rows), inputs.network.purchases.decimals};
  Type1Estimates type1 = estimate_type1(inputs.network, inputs.journeys, options);
  const auto values =
      value_acquisitions(inputs.network, inputs.journeys, options, type1.by_context());
  const MarginForecast forecast = forecast_margins(inputs.network, inputs.journeys, options);
  CreditsTable credits(inputs, values, forecast.acquisitions);
  std::vector<AuditRow> audit;
  std::vector<ModelScores> scores;
  for (const Attribution& attribution : inputs.attributions) {
    const auto ledger = build_ledger(inputs.journeys, attribution.share, values, options);
    const auto parts = split_value(inputs.network, inputs.journeys, ledger, values, options.lambda);
    const auto lines = audit_by_context(inputs.network, inputs.journeys, values,
                                        {attribution.model, ledger, parts});
    credits.add(attribution.model, ledger);
    audit.insert(audit.end(), lines.begin(), lines.end());
    scores.push_back({attribution.model, scores_of(inputs.network, inputs.journeys, ledger)});
    if (&attribution != &inputs.attributions.front()) continue;
    add_scores(result, inputs, ledger, values, forecast.acquisitions);
    result.audit = lines_of(lines, inputs.network.purchases.decimals);
    result.tables.push_back(split_table(inputs.network, parts));
  }
  result.tables.insert(result.tables.begin(), credits.take());
  result.tables.push_back(audit_table(inputs.network, audit));
  if (scores.size() > 1)
    result.tables.push_back(
        agreement_table(inputs.network, model_agreement(inputs.network, scores)));
  add_sources(result, inputs, type1, forecast);
  return result;
}

}  // namespace grapevine
