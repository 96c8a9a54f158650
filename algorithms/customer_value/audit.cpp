#include "algorithms/customer_value/audit.hpp"

#include <algorithm>

#include "algorithms/customer_value/customer_referral_value.hpp"
#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

void add_to(Money& sum, Money amount) { sum = add_money(sum, amount); }

/// Counts parts of acquisitions: as whole ones and a rest, since 10,000 of them pass 64 bits.
class Shares {
 public:
  void add(std::int64_t parts) {
    rest_ += parts;
    whole_ += rest_ / kWholeShare;
    rest_ %= kWholeShare;
  }
  double acquisitions() const {
    return static_cast<double>(whole_) +
           static_cast<double>(rest_) / static_cast<double>(kWholeShare);
  }

 private:
  std::int64_t whole_ = 0, rest_ = 0;
};

void add_purchases(std::vector<AuditRow>& rows, const Network& network) {
  for (const Purchase& purchase : network.purchases.rows) {
    AuditRow& row = rows[purchase.context];
    add_to(row.total, purchase.margin);
    add_to(row.refunds, std::min<Money>(purchase.margin, 0));
  }
}

void add_outside(std::vector<AuditRow>& rows, const Network& network, const Journeys& journeys,
                 std::span<const AcquisitionValue> values) {
  const std::vector<Money> never_acquired = margin_without_acquisition(network, journeys);
  for (AuditRow& row : rows) row.outside = never_acquired[row.context];
  for (std::size_t i = 0; i < values.size(); ++i) {
    AuditRow& row = rows[journeys.acquisitions[i].context];
    add_to(row.outside, values[i].outside);
    ++row.acquisitions;
  }
}

void add_ledger(std::vector<AuditRow>& rows, const Journeys& journeys,
                std::span<const Credit> ledger) {
  std::vector<Shares> shares(rows.size());
  const Credit* before = nullptr;
  for (const Credit& credit : ledger) {
    const ContextId context = journeys.acquisitions[credit.acquisition].context;
    AuditRow& row = rows[context];
    if (credit.referrer == kNoNode) {
      add_to(row.unattributed, credit.margin);
      continue;
    }
    add_to(row.credited, credit.margin);
    shares[context].add(credit.parts);
    if (!before || before->acquisition != credit.acquisition) ++row.referred;
    before = &credit;
  }
  for (AuditRow& row : rows) row.shares = shares[row.context].acquisitions();
}

}  // namespace

std::vector<AuditRow> audit_by_context(const Network& network, const Journeys& journeys,
                                       std::span<const AcquisitionValue> values,
                                       const ModelAccounts& accounts) {
  std::vector<AuditRow> rows;
  for (ContextId context = 0; context < network.num_contexts(); ++context)
    rows.push_back({.context = context, .model = accounts.model});
  add_purchases(rows, network);
  add_outside(rows, network, journeys, values);
  add_ledger(rows, journeys, accounts.ledger);
  for (const SplitPart& part : accounts.parts) add_to(rows[part.context].split, part.amount);
  return rows;
}

NamedTable audit_table(const Network& network, std::span<const AuditRow> rows) {
  using R = AuditRow;
  const auto info = [](const char* name, const char* unit, const char* meaning) {
    return ColumnInfo{name, unit, meaning, std::string(kCustomerReferralValueDoc.name),
                      "purchases.value touches"};
  };
  RowsTable<R> table(rows);
  table.add_ids(info("context_id", "", "the context"), network.contexts,
                [](const R& r) { return r.context; });
  table.add(info("model", "", "the attribution model"), [](const R& r) { return r.model; });
  table.add(info("acquisitions", "people", "people whose first purchase is here"),
            [](const R& r) { return r.acquisitions; });
  table.add(
      info("referred_acquisitions", "people", "of them, those of whom anybody earned a share"),
      [](const R& r) { return r.referred; });
  table.add(info("shares_credited", "people",
                 "all shares earned: as many as were referred, or fewer where a model leaves "
                 "shares to nobody"),
            [](const R& r) { return r.shares; });
  const auto money = [&](const char* name, const char* meaning, const auto& amount) {
    table.add_money(info(name, "money", meaning), network.purchases.decimals, amount);
  };
  money("total_margin", "margin of all purchases", [](const R& r) { return r.total; });
  money("credited", "of it, credited to referrers", [](const R& r) { return r.credited; });
  money("unattributed", "of it, what nobody earned", [](const R& r) { return r.unattributed; });
  money("outside_horizon", "of it, before an acquisition, after its horizon, or without one",
        [](const R& r) { return r.outside; });
  money("refunds", "negative margins, inside the lines above",
        [](const R& r) { return r.refunds; });
  money("value_split_total", "all parts of the value split under this model",
        [](const R& r) { return r.split; });
  money("difference", "total less credited, unattributed and outside: always 0",
        [](const R& r) { return r.difference(); });
  return {"audit", table.finish()};
}

}  // namespace grapevine
