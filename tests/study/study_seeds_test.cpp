#include "study/study_seeds.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/support/data.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using testing::error_of;
using testing::TempFolder;

namespace {

/// In `x` ann reaches three who bought for 10 each; in `y` eve reaches two who bought for 100 and
/// 1; fay speaks against in `y`, where she would reach one of 500.
StudyFile town(const TempFolder& folder) {
  folder.write("ties.csv",
               "src,dst,weight,context_id,sign\nann,b1,1,x,1\nann,b2,1,x,1\nann,b3,1,x,1\n"
               "eve,c1,1,y,1\neve,c2,1,y,1\nfay,d1,1,y,1\ngus,d1,1,y,-1\n");
  folder.write("purchases.csv",
               "person_id,t,margin,context_id\nb1,2020-01-01,10,x\nb2,2020-01-01,10,x\n"
               "b3,2020-01-01,10,x\nc1,2020-01-01,100,y\nc2,2020-01-01,1,y\nd1,2020-01-01,500,y\n");
  folder.write("mentions.csv", "person_id,polarity,context_id,t\nfay,-1,y,2020-01-01\n");
  return read_study_file(folder.write(
      "study.toml",
      "[study]\ncurrency = \"EUR\"\n[tables]\n"
      "ties = { file = \"ties.csv\", influence = \"src_to_dst\" }\n"
      "purchases = { file = \"purchases.csv\" }\nmentions = { file = \"mentions.csv\" }\n"));
}

StudySeedRequest sure(int k) {
  return {.options = {.k = k, .weights = "column=weight", .most_samples = 8'192}};
}

std::vector<std::string> people(const StudySeeds& seeds) { return seeds.table.texts("person_id"); }

}  // namespace

TEST_CASE("study seeds: the context that is worth more gets the money first, by hand") {
  const TempFolder folder;
  const StudyFile study = town(folder);
  // Nobody but fay, who speaks against, reaches d1; d1's own margin would not be brought by d1.
  const StudySeeds seeds = study_seeds(study, sure(9));
  REQUIRE(people(seeds).size() == 2);
  const std::size_t eve = people(seeds)[0] == "eve" ? 0 : 1, ann = 1 - eve;
  CHECK(people(seeds)[ann] == "ann");
  CHECK(seeds.table.texts("context_id")[eve] == "y");
  CHECK(seeds.table.texts("context_id")[ann] == "x");
  const auto value = seeds.table.doubles("expected_value"),
             error = seeds.table.doubles("standard_error");
  CHECK(std::abs(value[eve] - 101.0) <= 5.0 * error[eve]);
  CHECK(std::abs(value[ann] - 30.0) <= 5.0 * error[ann]);
  CHECK(seeds.choice.total_value == 631.0);
  CHECK(std::abs(seeds.choice.spread.mean - 131.0) <= 5.0 * seeds.choice.spread.standard_error);
  CHECK(seeds.unit == "EUR");
  CHECK(seeds.table.info("expected_value").unit == "EUR");
  REQUIRE(seeds.contexts.size() == 2);
  const auto& y = seeds.contexts[seeds.contexts[0].context == "y" ? 0 : 1];
  CHECK(y.chosen == 1);
  CHECK(y.cost == 1.0);
  // One person may be paid for: where most is to be had.
  CHECK(people(study_seeds(study, sure(1))) == std::vector<std::string>{"eve"});
}

TEST_CASE("study seeds: one context alone, costs in all contexts and in one, a budget") {
  const TempFolder folder;
  const StudyFile study = town(folder);
  StudySeedRequest one = sure(1);
  one.context = "x";
  CHECK(people(study_seeds(study, one)) == std::vector<std::string>{"ann"});
  StudySeedRequest paid = sure(9);
  paid.costs =
      folder.write("costs.csv", "person_id,cost,context_id\nann,2,\neve,7,x\neve,3,y\nb1,1,\n");
  paid.options.budget = 5.0;
  const StudySeeds both = study_seeds(study, paid);
  const auto chosen = people(both);
  REQUIRE(std::set(chosen.begin(), chosen.end()) == std::set<std::string>{"ann", "eve"});
  const bool ann_first = chosen.front() == "ann";
  CHECK(both.table.doubles("cost") ==
        (ann_first ? std::vector<double>{2.0, 3.0} : std::vector<double>{3.0, 2.0}));
  // Ann costs the same in y, where she reaches nobody: she is paid for once in each.
  paid.options.budget = 2.0;
  CHECK(people(study_seeds(study, paid)) == std::vector<std::string>{"ann"});
  CHECK(study_seeds(study, paid).table.texts("context_id") == std::vector<std::string>{"x"});
}

TEST_CASE("study seeds: who speaks against is not chosen, and with signs counts against") {
  const TempFolder folder;
  const StudyFile study = town(folder);
  StudySeedRequest request = sure(9);
  request.options.exclude = {"d1"};
  request.context = "y";
  const StudySeeds plain = study_seeds(study, request);
  CHECK(std::ranges::count(people(plain), "fay") == 0);
  CHECK(std::ranges::any_of(plain.warnings, [](const std::string& warning) {
    return warning.starts_with("seeds: 1 times a person speaks against");
  }));
  request.options.with_signs = true;
  const StudySeeds with = study_seeds(study, request);
  CHECK_FALSE(with.choice.is_certified);
  CHECK(people(with) == std::vector<std::string>{"eve"});
  CHECK(with.choice.spread.mean == Approx(101.0).epsilon(0.1));
  // Who is told by nobody that they trust loses 500.
  request.options.detractors = {"gus"};
  const StudySeeds enemy = study_seeds(study, request);
  CHECK(people(enemy).size() == 2);
  CHECK(people(enemy).front() == "gus");
  CHECK(enemy.choice.spread.mean == Approx(601.0).epsilon(0.1));
}

TEST_CASE("study seeds: learned chances, and texts for people and for programs") {
  const TempFolder folder;
  const StudyFile study = town(folder);
  StudySeedRequest request = sure(2);
  request.options.weights = "learned";
  const StudySeeds learned = study_seeds(study, request);
  CHECK(std::ranges::any_of(learned.warnings, [](const std::string& warning) {
    return warning.starts_with("seeds: the chances of ties are learned");
  }));
  const StudySeeds seeds = study_seeds(study, sure(3));
  CHECK_THAT(study_seeds_text(seeds, "s.csv"),
             Catch::StartsWith("2 seeds written to s.csv: spread 1") &&
                 Catch::Contains(" of 631.0 EUR ") &&
                 Catch::Contains("context x: 1 chosen for 1, expected value ") &&
                 Catch::Contains("context y: 1 chosen for 1, expected value "));
  const auto json = nlohmann::json::parse(study_seeds_json(seeds));
  CHECK(json["unit"] == "EUR");
  CHECK(json["seeds"] == 2);
  CHECK(json["contexts"].size() == 2);
}

TEST_CASE("study seeds: without ties nobody brings anybody, and nobody is paid") {
  const TempFolder folder;
  folder.write("purchases.csv", "person_id,t,margin\nbob,2020-01-01,10\nflo,2020-01-01,90\n");
  const StudyFile study = read_study_file(
      folder.write("study.toml", "[tables]\npurchases = { file = \"purchases.csv\" }\n"));
  for (const bool with_signs : {false, true}) {
    StudySeedRequest request{.options = {.k = 1'000'000, .most_samples = 1'024}};
    request.options.with_signs = with_signs;
    const StudySeeds seeds = study_seeds(study, request);
    CHECK(seeds.table.num_rows() == 0);
    CHECK(seeds.choice.spread.mean == 0.0);
    CHECK(seeds.choice.certain_spread == 0.0);
  }
}

TEST_CASE("study seeds: what cannot be is refused by name") {
  const TempFolder folder;
  const StudyFile study = town(folder);
  const auto refusal = [&](const auto& change) {
    StudySeedRequest request = sure(2);
    change(request);
    return error_of([&] { study_seeds(study, request); });
  };
  CHECK(refusal([](auto& r) { r.context = "z"; }) ==
        "InvalidOption context: 'z' is no context of the study; give one that its tables have");
  CHECK_THAT(refusal([](auto& r) { r.options.exclude = {"zoe"}; }),
             Catch::StartsWith("InvalidOption exclude: 'zoe' is not in the graph"));
  CHECK_THAT(refusal([](auto& r) { r.options.detractors = {"ann"}; }),
             Catch::StartsWith("InvalidOption detractors: "));
  CHECK_THAT(refusal([](auto& r) { r.options.weights = "even"; }),
             Catch::StartsWith("InvalidOption weights: "));
  const auto costs = [&](const std::string& text) {
    const auto path = folder.write("bad.csv", text);
    const std::string error = refusal([&](auto& r) { r.costs = path; });
    return error.substr(std::min(error.find("bad.csv"), error.size()));
  };
  CHECK_THAT(costs("person_id,cost\nzoe,1\n"),
             Catch::StartsWith("bad.csv:2: column 'person_id': 'zoe' is nobody in the study; "));
  CHECK_THAT(costs("person_id,cost,context_id\nann,1,\nann,2,x\n"),
             Catch::StartsWith("bad.csv:3: column 'person_id': 'ann' stands twice"));
  CHECK_THAT(costs("person_id,cost,context_id\nann,1,z\n"),
             Catch::Contains("'z' is no context of the study"));
  StudySeedRequest poor = sure(2);
  poor.options.budget = 0.5;
  poor.costs = folder.write("c.csv", "person_id,cost\nann,1\neve,2\n");
  CHECK_THAT(error_of([&] { study_seeds(study, poor); }),
             Catch::StartsWith("InvalidOption budget: 0.5 is below the cheapest person's cost, 1"));
  folder.write("purchases.csv", "person_id,t,margin,context_id\nb1,2020-01-01,-10,x\n");
  CHECK_THAT(error_of([&] { study_seeds(study, sure(2)); }),
             Catch::Contains("nobody's purchases leave a margin in any context; "));
}

TEST_CASE("study seeds: the bundled study, on which choosing in all contexts beats any one alone") {
  const StudyFile study = read_study_file(testing::bundled("debian_referrals/study.toml"));
  StudySeedRequest request{.options = {.k = 5, .most_samples = 16'384}};
  const StudySeeds all = study_seeds(study, request);
  CHECK(people(all).size() == 5);
  CHECK(all.contexts.size() == 16);
  CHECK(all.choice.certified_ratio() > 0.5);
  CHECK(all.choice.spread.mean > all.choice.top_degree.mean);
  request.context = all.contexts.front().context;
  const StudySeeds one = study_seeds(study, request);
  CHECK(one.choice.spread.mean <= all.choice.spread.mean + 5.0 * all.choice.spread.standard_error);
}
