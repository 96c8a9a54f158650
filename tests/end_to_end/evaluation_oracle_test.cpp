#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "algorithms/evaluation/calibration.hpp"
#include "algorithms/evaluation/rank_correlation.hpp"
#include "algorithms/evaluation/ranking.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/program.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

using Values = std::vector<double>;
using Json = nlohmann::json;

/// How a score of one person is drawn. No infinite ones: scikit-learn refuses them.
struct ScoreKind {
  const char* name;
  double (*draw)(Random& random, std::size_t people);
};

double below(Random& random, std::uint64_t bound) {
  return static_cast<double>(random.below(bound));
}

const ScoreKind kScores[] = {
    {"no ties", [](Random& random, std::size_t) { return random.uniform(); }},
    {"few ties", [](Random& random, std::size_t people) { return below(random, 4 * people); }},
    {"many ties", [](Random& random, std::size_t) { return below(random, 5) / 4.0 - 0.5; }},
    {"negative",
     [](Random& random, std::size_t people) { return -below(random, people) / 3.0 - 1e6; }},
    {"neighbouring numbers",
     [](Random& random, std::size_t) {
       return 1.0 + below(random, 9) * std::numeric_limits<double>::epsilon();
     }},
    {"the smallest numbers",
     [](Random& random, std::size_t) {
       return (below(random, 9) - 4.0) * std::numeric_limits<double>::denorm_min();
     }},
    {"every magnitude",
     [](Random& random, std::size_t) {
       return std::ldexp(random.uniform() - 0.5, static_cast<int>(random.below(2000)) - 1000);
     }},
    {"zeros of both signs",
     [](Random& random, std::size_t) {
       return std::copysign(below(random, 2), random.uniform() - 0.5);
     }},
    {"one score for all", [](Random&, std::size_t) { return 0.3; }},
};

/// What came of one person; `likely` who has a high score, mostly.
struct OutcomeKind {
  const char* name;
  double (*draw)(Random& random, bool likely);
};

const OutcomeKind kOutcomes[] = {
    {"yes or no",
     [](Random& random, bool likely) { return random.below(likely ? 2 : 6) == 0 ? 1.0 : 0.0; }},
    {"rare",
     [](Random& random, bool likely) { return random.below(likely ? 20 : 80) ? 0.0 : 1.0; }},
    {"counts",
     [](Random& random, bool likely) {
       return random.below(likely ? 2 : 6) == 0 ? 1.0 + below(random, 4) : 0.0;
     }},
    {"amounts",
     [](Random& random, bool likely) {
       return random.below(4) == 0 ? random.uniform() * (likely ? 90.0 : 30.0) : 0.0;
     }},
    {"one positive", [](Random&, bool) { return 0.0; }},
    {"all positive but one",
     [](Random& random, bool likely) { return 1.0 + below(random, likely ? 7 : 3); }},
};

struct ScoredList {
  std::string name;
  Values score, outcome;
};

/// At least one positive and one who is not.
ScoredList random_list(const ScoreKind& scores, const OutcomeKind& outcomes, std::size_t people,
                       std::uint64_t item) {
  Random random(20, item);
  ScoredList list{fmt::format("{}: {}: {}", scores.name, outcomes.name, people), {}, {}};
  for (std::size_t i = 0; i < people; ++i) list.score.push_back(scores.draw(random, people));
  for (std::size_t i = 0; i < people; ++i) {
    const bool likely = list.score[i] > list.score[random.below(people)];
    list.outcome.push_back(outcomes.draw(random, likely));
  }
  const std::size_t positive = random.below(people);
  list.outcome[positive] = 1.0 + below(random, 3);
  list.outcome[(positive + 1 + random.below(people - 1)) % people] = 0.0;
  return list;
}

/// Each kind of score with each of outcome at three lengths, some long ones, and all positive.
std::vector<ScoredList> random_lists() {
  std::vector<ScoredList> lists;
  const auto add = [&](const ScoreKind& scores, const OutcomeKind& outcomes, std::size_t people) {
    lists.push_back(random_list(scores, outcomes, people, lists.size()));
  };
  for (const ScoreKind& scores : kScores)
    for (const OutcomeKind& outcomes : kOutcomes)
      for (const std::size_t people : {7U, 60U, 410U}) add(scores, outcomes, people);
  for (const ScoreKind& scores : kScores) {
    const std::size_t kind = static_cast<std::size_t>(&scores - kScores);
    for (const std::size_t other : {kind, kind + 3})
      add(scores, kOutcomes[other % std::size(kOutcomes)], 20'000);
    ScoredList all_positive = lists[lists.size() - 1];
    all_positive.name += ": all positive";
    for (double& outcome : all_positive.outcome) outcome += 1.0;
    lists.push_back(std::move(all_positive));
  }
  return lists;
}

/// What scikit-learn and scipy make of all lists, in one run. Nothing where they are not here.
std::optional<Json> by_the_libraries(const std::vector<ScoredList>& lists) {
  std::string text = "list,score,outcome\n";
  for (const ScoredList& list : lists)
    for (std::size_t i = 0; i < list.score.size(); ++i)
      text += fmt::format("{},{},{}\n", list.name, list.score[i], list.outcome[i]);
  const TempFolder folder;
  const auto file = folder.write("lists.csv", text);

  const std::filesystem::path source = kSourceFolder, own = source / ".venv/bin/python";
  const std::string python = std::filesystem::exists(own) ? own.string() : "python3";
  const Ran ran =
      run_command({python, (source / "tests/oracle/evaluation_oracle.py").string(), file.string()});
  if (ran.code == 77 || ran.code == 127) {
    std::cout << "SKIPPED: scikit-learn and scipy are not here; scripts/setup.sh test puts them "
                 "into .venv\n";
    return std::nullopt;
  }
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  return Json::parse(ran.out);
}

/// Both sides' numbers of one measure; `null` stands for nothing.
class Comparison {
 public:
  explicit Comparison(std::string measure) : measure_(std::move(measure)) {}

  void add(const std::string& list, std::optional<double> ours, const Json& theirs) {
    ++compared_;
    undefined_ += theirs.is_null();
    // Written so that a NaN of ours counts as wrong.
    const bool same = theirs.is_null() || !ours ? theirs.is_null() && !ours
                                                : std::abs(*ours - theirs.get<double>()) <= 1e-12;
    if (same || ++wrong_ > 5) return;
    places_ += fmt::format("{}: {}, {}\n", list, ours ? fmt::format("{}", *ours) : "nothing",
                           theirs.dump());
  }

  void check(int compared, int undefined) const {
    INFO(measure_ << " (ours, the library's)\n" << places_);
    CHECK(wrong_ == 0);
    CHECK(compared_ == compared);
    CHECK(undefined_ == undefined);
  }

 private:
  std::string measure_, places_;
  int compared_ = 0, undefined_ = 0, wrong_ = 0;
};

/// Their deciles are of positives, whatever the outcome's size.
std::vector<CalibrationBin> deciles_of_positives(const ScoredList& list) {
  Values positive;
  for (const double outcome : list.outcome) positive.push_back(outcome > 0.0 ? 1.0 : 0.0);
  return calibration(rank_outcomes(list.score, positive));
}

}  // namespace

TEST_CASE("evaluation oracle: scikit-learn and scipy say the same of random lists") {
  const std::vector<ScoredList> lists = random_lists();
  const auto libraries = by_the_libraries(lists);
  if (!libraries) return;
  Comparison area("area_under_roc"), precision("average_precision"), tau("kendall_tau"),
      predicted("calibration: mean score of a decile"),
      realised("calibration: share of positives in a decile");
  for (const ScoredList& list : lists) {
    const Json& theirs = libraries->at(list.name);
    const RankedOutcomes ranked = rank_outcomes(list.score, list.outcome);
    area.add(list.name, area_under_roc(ranked), theirs["area_under_roc"]);
    precision.add(list.name, average_precision(ranked), theirs["average_precision"]);
    tau.add(list.name, kendall_tau(list.score, list.outcome), theirs["kendall_tau"]);
    if (theirs["deciles"].is_null()) continue;
    const auto bins = deciles_of_positives(list);
    REQUIRE(theirs["deciles"].size() == bins.size());
    for (std::size_t b = 0; b < bins.size(); ++b) {
      predicted.add(list.name, bins[b].predicted / bins[b].people, theirs["deciles"][b][0]);
      realised.add(list.name, bins[b].realised / bins[b].people, theirs["deciles"][b][1]);
    }
  }
  area.check(189, 9);  // all positive
  precision.check(189, 0);
  tau.check(189, 21);       // one score for all
  predicted.check(150, 0);  // no ties, and a multiple of ten people
  realised.check(150, 0);
}
