// No coalition can draw more from a study than outsiders paid: for every attribution model, in
// exact money.
#include <catch2/catch.hpp>
#include <map>

#include "algorithms/customer_value/customer_referral_value.hpp"
#include "tests/support/sanitizer.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;

constexpr std::uint64_t kStudies = testing::kSlowBuild ? 25 : 250;
constexpr int kCoalitions = 40;  // of each study

std::vector<std::string> all_models() {
  std::vector<std::string> models;
  for (const Algorithm& a : algorithms())
    if (a.on_journeys) models.emplace_back(a.doc.name);
  return models;
}

/// A row of the ledger, with people by their places.
struct Row {
  NodeId person, referrer;
  Money margin;
};

/// The ledger of each model.
std::map<std::string, std::vector<Row>> ledgers_of(const Study& study) {
  const auto result = customer_referral_value(study.inputs(), {});
  const Table& credits = result.tables.front().table;
  const auto person = credits.texts("person_id"), referrer = credits.texts("referrer_id"),
             model = credits.texts("model");
  const auto margin = credits.integers("margin_credited");
  std::map<std::string, std::vector<Row>> ledgers;
  for (std::size_t i = 0; i < person.size(); ++i)
    ledgers[model[i]].push_back({study.person(person[i]),
                                 referrer[i].empty() ? kNoNode : study.person(referrer[i]),
                                 margin[i]});
  return ledgers;
}

/// What members earn, less what they paid themselves; and what outsiders paid of that. Where
/// refunds left a member's acquisition below nothing, it paid nothing.
struct Balance {
  Money rewards = 0, paid = 0, from_outside = 0;
};

Balance balance_of(const std::vector<Row>& ledger, const std::vector<bool>& member) {
  Balance balance;
  for (const Row& row : ledger) {
    const bool earns = row.referrer != kNoNode && member[row.referrer];
    if (earns) balance.rewards += row.margin;
    if (member[row.person]) balance.paid += std::max<Money>(row.margin, 0);
    if (earns && !member[row.person]) balance.from_outside += row.margin;
  }
  return balance;
}

TEST_CASE("coalition law: rewards less what its members paid are at most what outsiders paid") {
  std::map<std::string, int> coalitions, gaining;
  for (std::uint64_t seed = 0; seed < kStudies; ++seed) {
    const Study study(
        testing::random_study({.seed = seed, .undated = false, .ties = seed % 2 * 30}).build(),
        {.exclude_cycles = seed % 3 != 0, .implied_touches = ImpliedTouches::PerAcquisition},
        all_models());
    for (const auto& [model, ledger] : ledgers_of(study)) {
      Random random(seed, 9);
      std::size_t wrong = 0;
      for (int i = 0; i < kCoalitions; ++i) {
        std::vector<bool> member(study.network.num_people());
        const std::uint64_t one_in = 1 + random.below(5);
        for (std::size_t p = 0; p < member.size(); ++p) member[p] = random.below(one_in) == 0;
        const Balance balance = balance_of(ledger, member);
        wrong += balance.rewards - balance.paid > balance.from_outside;
        gaining[model] += balance.rewards > balance.paid;
        ++coalitions[model];
      }
      CAPTURE(model, seed);
      CHECK(wrong == 0);
    }
  }
  CHECK(coalitions.size() == all_models().size());
  for (const auto& [model, count] : coalitions) {
    CAPTURE(model);
    if (!testing::kSlowBuild) CHECK(count >= 10'000);
    CHECK(gaining[model] > count / 100);  // the law is not kept by paying nobody
  }
}

}  // namespace
}  // namespace grapevine
