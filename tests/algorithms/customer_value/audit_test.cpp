#include "algorithms/customer_value/audit.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"
#include "tests/support/plain_value.hpp"
#include "tests/support/sanitizer.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

const std::vector<std::string> kModels = {"linear",     "first",    "last",
                                          "time_decay", "position", "credit_distribution"};

/// The rows of one model, and what they were made from.
std::vector<AuditRow> audit(const Study& study, const EconomicsOptions& options = {},
                            std::size_t model = 0) {
  const auto values = value_acquisitions(study.network, study.journeys, options);
  const Attribution& attribution = study.attributions[model];
  const auto ledger = build_ledger(study.journeys, attribution.share, values, options);
  const auto parts = split_value(study.network, study.journeys, ledger, values, options.lambda);
  return audit_by_context(study.network, study.journeys, values,
                          {attribution.model, ledger, parts});
}

/// Two contexts: in c bob was brought by two and cat by nobody, dan only ever returned a thing; in
/// d nobody bought.
StudyBuilder two_contexts() {
  return StudyBuilder()
      .context("d")
      .purchase({"bob", "2021-01-02", 100})
      .purchase({"bob", "2021-01-03", -10})
      .purchase({"bob", "2022-01-03", 5})
      .purchase({"cat", "2021-01-03", 7})
      .purchase({"dan", "2021-01-04", -3})
      .touch({.from = "ann", .to = "bob", .t = "2020-12-01"})
      .touch({.from = "eve", .to = "bob", .t = "2020-12-02"});
}

TEST_CASE("audit: the lines of two contexts, by hand") {
  const auto rows = audit(Study(two_contexts().build(), {.horizon_days = 100.0}));
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].context == 0);
  CHECK(rows[0].model == "linear");
  CHECK(rows[0].acquisitions == 2);
  CHECK(rows[0].referred == 1);
  CHECK(rows[0].shares == 1.0);
  CHECK(rows[0].total == 99);
  CHECK(rows[0].credited == 90);
  CHECK(rows[0].unattributed == 7);
  CHECK(rows[0].outside == 5 - 3);
  CHECK(rows[0].refunds == -13);
  CHECK(rows[0].split == 99);
  CHECK(rows[0].difference() == 0);
  CHECK(rows[1].context == 1);
  CHECK(rows[1].acquisitions == 0);
  CHECK(rows[1].shares == 0.0);
  CHECK(rows[1].total == 0);
}

TEST_CASE("audit: A pays 10, B pays 10, A referred B: 20 in all, for any lambda") {
  const Study study(StudyBuilder()
                        .purchase({"A", "2020-01-01", 1000})
                        .purchase({"B", "2020-02-01", 1000})
                        .touch({.from = "A", .to = "B", .t = "2020-01-15"})
                        .build());
  for (int i = 0; i <= 100; ++i) {
    const AuditRow row = audit(study, {.lambda = i / 100.0}).at(0);
    CHECK(row.total == 2000);
    CHECK(row.credited == 1000);
    CHECK(row.unattributed == 1000);
    CHECK(row.split == 2000);
  }
}

TEST_CASE("audit: nothing twice and nothing lost, in 10,000 studies, every model, any lambda") {
  std::size_t wrong = 0, refunds = 0, outside = 0;
  for (std::uint64_t seed = 0; seed < testing::cases(10'000); ++seed) {
    JourneyOptions journeys;
    if (seed % 2 == 0) journeys.horizon_days = 12.0;
    const Study study(
        testing::random_study(
            {.seed = seed, .people = 8, .purchases = 12, .touches = 16, .undated = false})
            .build(),
        journeys, kModels);
    const EconomicsOptions options = testing::random_economics(seed);
    for (std::size_t model = 0; model < kModels.size(); ++model)
      for (const AuditRow& row : audit(study, options, model)) {
        const auto referred = static_cast<double>(row.referred);
        const bool whole = kModels[model] != "credit_distribution";  // or it leaves some to nobody
        const bool right = row.difference() == 0 && row.split == row.total &&
                           (whole ? row.shares == referred : row.shares <= referred) &&
                           row.referred <= row.acquisitions && row.refunds <= 0;
        wrong += !right;
        refunds += row.refunds < 0;
        outside += row.outside != 0;
      }
  }
  CHECK(wrong == 0);
  CHECK(refunds > testing::cases(10'000));  // the law was put to work
  CHECK(outside > testing::cases(10'000));
}

TEST_CASE("audit: what is counted twice, or lost, shows") {
  const Study study(two_contexts().build());
  const auto values = value_acquisitions(study.network, study.journeys, {});
  auto ledger = build_ledger(study.journeys, study.attributions[0].share, values, {});
  auto parts = split_value(study.network, study.journeys, ledger, values, 0.5);
  ledger.push_back(ledger.front());  // half of bob's 95 a second time
  parts.pop_back();                  // dan's -3
  const AuditRow row =
      audit_by_context(study.network, study.journeys, values, {"linear", ledger, parts}).at(0);
  CHECK(row.difference() == -ledger.front().margin);
  CHECK(row.shares == 1.5);
  CHECK(row.split == row.total + 3);
}

TEST_CASE("audit: more shares than 64 bits of parts hold, and margins that they do not") {
  StudyBuilder rows;
  for (int i = 0; i < 10'000; ++i) {
    const std::string person = "p" + std::to_string(i);
    rows.purchase({person, "2020-02-01", 1})
        .touch({.from = "ann", .to = person, .t = "2020-01-01"})
        .touch({.from = "bob", .to = person, .t = "2020-01-01"})
        .touch({.from = "cat", .to = person, .t = "2020-01-01"});
  }
  CHECK(audit(Study(rows.build())).at(0).shares == 10'000.0);
  const Money most = std::numeric_limits<Money>::max();
  const Study rich(StudyBuilder()
                       .purchase({"ann", "2020-01-01", most})
                       .purchase({"bob", "2020-01-01", most})
                       .build());
  CHECK(testing::error_of([&] { audit(rich); }).starts_with("BadInput"));
}

TEST_CASE("audit: the table, exact in the study's decimals") {
  const Study study(two_contexts().decimals(3).build(), {.horizon_days = 100.0}, {"last"});
  const auto [name, table] = audit_table(study.network, audit(study));
  CHECK(name == "audit");
  using Texts = std::vector<std::string>;
  CHECK(table.column_names() == Texts{"context_id", "model", "acquisitions",
                                      "referred_acquisitions", "shares_credited", "total_margin",
                                      "credited", "unattributed", "outside_horizon", "refunds",
                                      "value_split_total", "difference"});
  CHECK(table.texts("context_id") == Texts{"c", "d"});
  CHECK(table.texts("model") == Texts{"last", "last"});
  CHECK(table.integers("acquisitions") == std::vector<std::int64_t>{2, 0});
  CHECK(table.integers("referred_acquisitions") == std::vector<std::int64_t>{1, 0});
  CHECK(table.doubles("shares_credited") == std::vector<double>{1.0, 0.0});
  CHECK(table.texts("total_margin") == Texts{"0.099", "0.000"});
  CHECK(table.texts("credited") == Texts{"0.090", "0.000"});
  CHECK(table.texts("unattributed") == Texts{"0.007", "0.000"});
  CHECK(table.texts("outside_horizon") == Texts{"0.002", "0.000"});
  CHECK(table.texts("refunds") == Texts{"-0.013", "0.000"});
  CHECK(table.texts("value_split_total") == Texts{"0.099", "0.000"});
  CHECK(table.texts("difference") == Texts{"0.000", "0.000"});
  CHECK(audit_table(Study(StudyBuilder().build()).network, {}).table.num_rows() == 0);
}

}  // namespace
}  // namespace grapevine
