#include "algorithms/customer_value/customer_referral_value.hpp"

#include <limits>

#include "algorithms/customer_value/audit.hpp"
#include "algorithms/customer_value/ledger.hpp"
#include "algorithms/customer_value/model_agreement.hpp"
#include "algorithms/customer_value/value_split.hpp"

namespace grapevine {
namespace {

/// Collects the rows of the credits table, model after model.
class CreditsTable {
 public:
  CreditsTable(const ScoreInputs& inputs, const std::vector<AcquisitionValue>& values)
      : inputs_(inputs), values_(values) {
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
    return {"credits", builder.finish()};
  }

 private:
  static ColumnInfo info(const char* name, const char* unit, const char* meaning,
                         const char* source) {
    return {name, unit, meaning, std::string(kCustomerReferralValueDoc.name), source};
  }

  const ScoreInputs& inputs_;
  const std::vector<AcquisitionValue>& values_;
  std::vector<std::uint32_t> context_, person_, purchase_, referrer_;
  std::vector<Time> time_;
  std::vector<std::string> model_, name_, incentivised_, evidence_;
  std::vector<std::int64_t> parts_;
  std::vector<double> share_, p_type1_, crv_, civ_;
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
                const std::vector<Credit>& ledger) {
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
  result.margin_credited = {std::vector<Money>(rows), inputs.network.purchases.decimals};
  const auto values = value_acquisitions(inputs.network, inputs.journeys, options);
  CreditsTable credits(inputs, values);
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
    add_scores(result, inputs, ledger);
    result.audit = lines_of(lines, inputs.network.purchases.decimals);
    result.tables.push_back(split_table(inputs.network, parts));
  }
  result.tables.insert(result.tables.begin(), credits.take());
  result.tables.push_back(audit_table(inputs.network, audit));
  if (scores.size() > 1)
    result.tables.push_back(
        agreement_table(inputs.network, model_agreement(inputs.network, scores)));
  return result;
}

}  // namespace grapevine
