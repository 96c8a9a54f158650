#include "algorithms/customer_value/model_agreement.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "algorithms/customer_value/customer_referral_value.hpp"
#include "algorithms/customer_value/rounding_noise.hpp"
#include "algorithms/evaluation/rank_correlation.hpp"
#include "tests/support/plain_value.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

const std::vector<std::string> kModels = {"linear", "first", "last", "time_decay", "position"};

std::vector<ModelScores> scores_of_models(const Study& study, const EconomicsOptions& options) {
  const auto values = value_acquisitions(study.network, study.journeys, options);
  std::vector<ModelScores> scores;
  for (const Attribution& a : study.attributions)
    scores.push_back({a.model, scores_of(study.network, study.journeys,
                                         build_ledger(study.journeys, a.share, values, options))});
  return scores;
}

/// In c ann leads every journey and zoe ends it; in d eve alone brought bob.
StudyBuilder first_and_last() {
  StudyBuilder study;
  study.purchase({"bob", "2021-01-02", 300, "d"})
      .touch({.from = "eve", .to = "bob", .t = "2020-12-01", .context = "d"});
  for (const char* person : {"bob", "cat"})
    study.purchase({person, "2021-01-02", 100, "c"})
        .touch({.from = "ann", .to = person, .t = "2020-12-01", .context = "c"})
        .touch({.from = "zoe", .to = person, .t = "2020-12-02", .context = "c"});
  return study;
}

TEST_CASE("model_agreement: first against last turns the order of who began and who ended") {
  const Study study(first_and_last().build(), {}, {"first", "last", "linear"});
  const auto agreements = model_agreement(study.network, scores_of_models(study, {}));
  REQUIRE(agreements.size() == 9);  // three pairs, two contexts and all
  const ModelAgreement& c = agreements[0];
  CHECK(c.context == 0);
  CHECK(c.model_a == "first");
  CHECK(c.model_b == "last");
  CHECK(c.people == 2);
  CHECK(c.spearman == -1.0);  // ann 2 and zoe 0 against ann 0 and zoe 2
  CHECK(c.kendall == -1.0);
  const ModelAgreement& d = agreements[1];
  CHECK(d.context == 1);
  CHECK(d.people == 1);  // nothing to rank
  CHECK(std::isnan(d.spearman));
  CHECK(std::isnan(d.kendall));
  const ModelAgreement& all = agreements[2];
  CHECK(all.context == kEveryContext);
  CHECK(all.people == 3);
  CHECK(all.spearman == 0.5);  // ann 2, eve 3, zoe 0 against 0, 3, 2
  CHECK(all.kendall == Approx(1.0 / 3));
  CHECK(agreements[3].model_b == "linear");
  CHECK(std::isnan(agreements[3].kendall));  // linear ranks ann and zoe alike
  CHECK(agreements[6].model_a == "last");
}

TEST_CASE("model_agreement: equals a plain reckoning over dense columns, on random networks") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Study study(testing::random_study({.seed = seed, .undated = false}).build(), {}, kModels);
    const auto scores = scores_of_models(study, testing::random_economics(seed));
    const auto agreements = model_agreement(study.network, scores);
    REQUIRE(agreements.size() == 10 * (study.network.num_contexts() + 1));
    std::map<std::string, std::map<std::size_t, double>> values;
    for (const ModelScores& model : scores)
      for (const RowScore& score : model.rows) values[model.model][score.row] = score.value;
    std::size_t wrong = 0;
    for (const ModelAgreement& agreement : agreements) {
      std::map<NodeId, std::pair<double, double>> people;
      for (ContextId c = 0; c < study.network.num_contexts(); ++c)
        for (NodeId p = 0; p < study.network.num_people(); ++p) {
          if (agreement.context != kEveryContext && agreement.context != c) continue;
          const std::size_t row = study.network.row(c, p);
          auto &a = values[agreement.model_a], &b = values[agreement.model_b];
          if (!a.contains(row) && !b.contains(row)) continue;
          people[p].first += a.contains(row) ? a[row] : 0.0;
          people[p].second += b.contains(row) ? b[row] : 0.0;
        }
      std::vector<double> a, b;
      for (const auto& [person, pair] : people) {
        a.push_back(without_rounding_noise(pair.first));
        b.push_back(without_rounding_noise(pair.second));
      }
      const auto same = [](double given, std::optional<double> plain) {
        return plain ? given == *plain : std::isnan(given);
      };
      wrong += agreement.people != static_cast<std::int64_t>(people.size()) ||
               !same(agreement.spearman, spearman_rho(a, b)) ||
               !same(agreement.kendall, kendall_tau(a, b));
    }
    CAPTURE(seed);
    CHECK(wrong == 0);
  }
}

TEST_CASE("model_agreement: a person's score is the sum of the ledger, crv and civ together") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Study study(testing::random_study({.seed = seed, .undated = false}).build());
    const EconomicsOptions options = testing::random_economics(seed);
    const auto result = customer_referral_value(study.inputs(), options);
    const auto models = scores_of_models(study, options);
    std::vector<double> sums(study.network.num_rows());
    for (const RowScore& score : models[0].rows) sums[score.row] = score.value;
    for (std::size_t row = 0; row < sums.size(); ++row)
      CHECK(sums[row] == Approx(result.crv[row] + result.civ[row]).margin(1e-9));
  }
}

TEST_CASE("model_agreement: 0.1 + 0.2 and 0.3 are a tie, not an order") {
  StudyBuilder rows;
  rows.purchase({"bob", "2021-01-02", 10})
      .purchase({"cat", "2021-01-02", 20})
      .purchase({"dan", "2021-01-02", 30})
      .touch({.from = "ann", .to = "bob", .t = "2020-12-01"})
      .touch({.from = "ann", .to = "cat", .t = "2020-12-01"})
      .touch({.from = "zoe", .to = "dan", .t = "2020-12-01"});
  const Study study(rows.build(), {}, {"first", "last"});
  const auto scores = scores_of_models(study, {});
  REQUIRE(scores[0].rows[0].value != scores[0].rows[1].value);
  CHECK(std::isnan(model_agreement(study.network, scores)[0].kendall));
}

TEST_CASE("model_agreement: one model or none agrees with nobody, and a model with itself wholly") {
  const Study study(first_and_last().build(), {}, {"first"});
  const auto first = scores_of_models(study, {});
  CHECK(model_agreement(study.network, first).empty());
  CHECK(model_agreement(study.network, {}).empty());
  const std::vector<ModelScores> twice = {first[0], first[0]};
  CHECK(model_agreement(study.network, twice)[2].spearman == 1.0);
  CHECK(model_agreement(study.network, twice)[2].kendall == 1.0);
}

TEST_CASE("model_agreement: the table stands among those of two models, and not of one") {
  const auto names_of = [](const std::vector<std::string>& models) {
    const Study study(first_and_last().build(), {}, models);
    std::vector<std::string> names;
    for (const NamedTable& named : customer_referral_value(study.inputs()).tables)
      if (named.name != "type1_estimates") names.push_back(named.name);
    return names;
  };
  using Texts = std::vector<std::string>;
  CHECK(names_of({"first"}) == Texts{"credits", "value_split", "audit"});
  CHECK(names_of({"first", "last"}) == Texts{"credits", "value_split", "audit", "model_agreement"});
  const Study study(first_and_last().build(), {}, {"first", "last"});
  const Table table = customer_referral_value(study.inputs()).tables[3].table;
  CHECK(table.column_names() ==
        Texts{"context_id", "model_a", "model_b", "spearman", "kendall", "people"});
  CHECK(table.texts("context_id") == Texts{"c", "d", ""});
  CHECK(table.texts("model_a") == Texts(3, "first"));
  CHECK(table.texts("model_b") == Texts(3, "last"));
  CHECK(table.texts("spearman") == Texts{"-1", "", "0.5"});
  CHECK(table.texts("kendall")[1].empty());
  CHECK(table.integers("people") == std::vector<std::int64_t>{2, 1, 3});
}

}  // namespace
}  // namespace grapevine
