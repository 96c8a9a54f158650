#include "algorithms/customer_value/referral_funnel.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "study/run_study.hpp"
#include "tests/support/data.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

const FunnelRow& row_of(const ReferralFunnelResult& result, ContextId context,
                        const std::string& segment = "all") {
  const auto found = std::ranges::find_if(result.rows, [&](const FunnelRow& row) {
    return row.context == context && row.segment == segment;
  });
  REQUIRE(found != result.rows.end());
  return *found;
}

/// Five people are asked: four intend, of whom ann and cat made a touch, ann's newcomer came and
/// paid; eve, who does not intend, brought one at a loss, hal, who was not asked, one who paid.
StudyBuilder small_study() {
  StudyBuilder rows;
  for (const char* person : {"ann", "cat", "gus", "jon"})
    rows.survey({person, "intends", 1.0, "c"});
  rows.survey({"eve", "intends", 0.0, "c"});
  rows.survey({"ann", "did_recommend", 1.0, "c"})
      .survey({"gus", "did_recommend", 1.0, "c"})
      .survey({"eve", "did_recommend", 0.0, "c"});
  for (const auto& [person, nps] :
       std::map<const char*, double>{{"ann", 10}, {"cat", 9}, {"eve", 7}, {"gus", 8}, {"jon", 6}})
    rows.survey({person, "nps", nps, "c"});
  rows.touch({.from = "ann", .to = "bob", .t = 1, .context = "c"}).purchase({"bob", 5, 100});
  rows.touch({.from = "cat", .to = "dan", .t = 1, .context = "c", .status = TouchStatus::Failed})
      .purchase({"dan", 5, 100});
  rows.touch({.from = "eve", .to = "fay", .t = 1, .context = "c"})
      .purchase({"fay", 5, 10})
      .purchase({"fay", 6, -15});
  rows.touch({.from = "hal", .to = "ivy", .t = 1, .context = "c"}).purchase({"ivy", 5, 20});
  return rows;
}

TEST_CASE("referral_funnel: a study counted by hand") {
  const Study study(small_study().build());
  const auto result = referral_funnel(study.inputs());
  for (const ContextId context : {ContextId{0}, kEveryContext}) {
    const FunnelRow& row = row_of(result, context);
    CHECK(row.people == 10);
    CHECK(row.asked == 5);
    CHECK(row.intends == 4);
    CHECK(row.intends_says_did == 2);
    CHECK(row.intends_did == 2);
    CHECK(row.intends_joined == 1);
    CHECK(row.intends_profitable == 1);
    CHECK(row.asked_did == 3);
    CHECK(row.gap() == Approx(0.2));  // 4 of 5 intend, 3 of 5 did
    // Two intend and did not, one did and does not intend: (3 - 2) / 7, with an error of
    // sqrt((5/7 - 1/49) / 7).
    CHECK(row.gap_interval().low == Approx(1.0 / 7 - 1.959964 * std::sqrt(34.0 / 343)));
    CHECK(row.gap_interval().high == Approx(1.0 / 7 + 1.959964 * std::sqrt(34.0 / 343)));
    CHECK(row.did == 4);
    CHECK(row.joined == 3);
    CHECK(row.profitable == 2);
    CHECK(row.asked_whether == 3);
    CHECK(row.says_did == 2);
    CHECK(row.nps_people == 5);
    CHECK(row.nps() == Approx(20.0));  // two promoters, one detractor
    CHECK(row.not_asked().empty());
  }
}

TEST_CASE("referral_funnel: the table has shares of the step before, and null where none was") {
  const Study study(small_study().build());
  const auto tables = referral_funnel(study.inputs()).tables;
  REQUIRE(tables.size() == 2);
  const Table& funnel = tables.front().table;
  CHECK(tables.front().name == "funnel");
  CHECK(funnel.texts("context_id") == std::vector<std::string>{"c", "c", "", ""});
  CHECK(funnel.texts("segment") == std::vector<std::string>{"all", "none", "all", "none"});
  CHECK(funnel.doubles("intends_share")[0] == Approx(0.8));
  CHECK(funnel.doubles("intends_did_share")[0] == Approx(0.5));
  CHECK(funnel.doubles("intends_joined_share")[0] == Approx(0.5));
  CHECK(funnel.doubles("intends_profitable_share")[0] == Approx(1.0));
  CHECK(funnel.doubles("did_share")[0] == Approx(0.4));
  CHECK(funnel.doubles("joined_share")[0] == Approx(0.75));
  CHECK(funnel.doubles("profitable_share")[0] == Approx(2.0 / 3.0));
  CHECK(funnel.doubles("says_did_share")[0] == Approx(2.0 / 3.0));
}

TEST_CASE("referral_funnel: where a step was not asked, its cells are null and it says so") {
  StudyBuilder rows;
  rows.purchase({"ann", 1, 10}).survey({"ann", "nps", 9.0, "c"});
  const Study study(rows.build());
  const auto tables = referral_funnel(study.inputs()).tables;
  const Table& funnel = tables.front().table;
  CHECK(funnel.texts("not_asked")[0] == "intends, did_recommend, touches");
  for (const char* column :
       {"intends", "intends_share", "intends_says_did", "intends_did", "intends_joined",
        "intends_profitable", "asked_did", "gap", "gap_low", "gap_high", "did", "joined",
        "profitable", "says_did", "joined_share"}) {
    CAPTURE(column);
    CHECK(funnel.texts(column)[0].empty());
  }
  CHECK(funnel.integers("asked")[0] == 0);
  CHECK(funnel.doubles("nps")[0] == 100.0);
}

/// Two contexts; ann is a champion in one and a miser in the other.
TEST_CASE("referral_funnel: segments, and all contexts together") {
  StudyBuilder rows;
  rows.context("c").context("d");
  rows.survey({"ann", "intends", 1.0, "c"}).survey({"ann", "intends", 0.0, "d"});
  rows.survey({"ann", "nps", 10.0, "c"}).survey({"ann", "nps", 7.0, "d"});
  rows.touch({.from = "ann", .to = "bob", .t = 1, .context = "d"});
  rows.purchase({"ann", 1, 10, "c"}).purchase({"ann", 1, 10, "d"}).purchase({"bob", 2, 10, "d"});
  Study study(rows.build());
  study.earlier.add(
      {{.name = "segment"}, std::vector<std::string>{"champion", "", "miser", "affluent"}});
  const auto result = referral_funnel(study.inputs());
  CHECK(row_of(result, 0, "champion").people == 1);
  CHECK(row_of(result, 0, "champion").intends == 1);
  CHECK(row_of(result, 0, "champion").did == 0);
  CHECK(row_of(result, 1, "miser").intends == 0);
  CHECK(row_of(result, 1, "miser").did == 1);
  CHECK(row_of(result, 1, "affluent").people == 1);
  const FunnelRow& all = row_of(result, kEveryContext);
  CHECK(all.people == 2);
  CHECK(all.intends_did == 1);  // she intends in c and did in d
  CHECK(all.nps() == 0.0);      // 8.5 on the mean is neither promoter nor detractor
  CHECK(row_of(result, kEveryContext, "champion").did == 0);
  CHECK(row_of(result, kEveryContext, "miser").did == 1);
  // bob takes no part in c: nobody there is without a segment.
  CHECK(std::ranges::none_of(result.rows, [](const FunnelRow& r) { return r.segment == "none"; }));
}

TEST_CASE("referral_funnel: intent that decides who refers correlates, one at random does not") {
  for (const bool honest : {true, false}) {
    StudyBuilder rows;
    Random random(5, honest);
    for (int i = 0; i < 300; ++i) {
      const std::string person = "p" + std::to_string(i), newcomer = "n" + std::to_string(i);
      const bool refers = random.uniform() < 0.4;
      const bool intends = honest ? refers || random.uniform() < 0.3 : random.uniform() < 0.5;
      rows.survey({person, "intends", intends ? 1.0 : 0.0, "c"});
      rows.survey({person, "nps", static_cast<double>(random.below(11)), "c"});
      rows.purchase({person, 1, 10});
      if (refers)
        rows.touch({.from = person, .to = newcomer, .t = 2, .context = "c"})
            .purchase({newcomer, 3, 10});
    }
    Study study(rows.build());
    std::vector<std::int64_t> referrals(study.network.num_rows());
    for (const Touch& touch : study.network.touches.rows) ++referrals[touch.from];
    study.earlier.add({{.name = "referrals_made"}, referrals});
    const auto result = referral_funnel(study.inputs());
    const auto find = [&](const char* answer, const char* measure) {
      return std::ranges::find_if(result.correlations,
                                  [&](const IntentCorrelation& c) {
                                    return c.answer == answer && c.measure == measure &&
                                           c.outcome == "referrals_made" && c.segment == "all";
                                  })
          ->correlation;
    };
    // Both are yes or no here: ranks and values tell the same.
    CHECK(find("intends", "spearman").value == Approx(find("intends", "point_biserial").value));
    CHECK((find("intends", "spearman").low > 0.3) == honest);
    if (!honest) CHECK(find("intends", "spearman").high > 0.0);
    CHECK(find("nps", "spearman").low < 0.0);
    CHECK(find("nps", "spearman").high > 0.0);
    const Table& table = result.tables[1].table;
    CHECK(table.texts("reading")[0] ==
          (honest ? "what they say goes with what they bring"
                  : "not proven that what they say goes with what they bring"));
  }
}

TEST_CASE("referral_funnel: each step's people are of the step before, and segments sum to all") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    StudyBuilder rows = testing::random_study({.seed = seed});
    Random random(seed, 8);
    for (const char* item : {"intends", "did_recommend", "nps"})
      for (int i = 0; i < 8; ++i)
        rows.survey({"p" + std::to_string(random.below(12)), item,
                     static_cast<double>(random.below(item[0] == 'n' ? 11 : 2)),
                     random.below(3) == 0 ? "" : "c" + std::to_string(random.below(2))});
    Study study(rows.build());
    std::vector<std::string> segments;
    constexpr const char* kNames[] = {"champion", "miser", "detractor", ""};
    for (std::size_t i = 0; i < study.network.num_rows(); ++i)
      segments.emplace_back(kNames[random.below(4)]);
    study.earlier.add({{.name = "segment"}, segments});
    const auto result = referral_funnel(study.inputs());
    std::map<ContextId, std::int64_t> people, joined;
    for (const FunnelRow& row : result.rows) {
      CAPTURE(seed, row.context, row.segment);
      CHECK(row.asked <= row.people);
      CHECK(row.intends <= row.asked);
      CHECK(row.intends_says_did <= std::min(row.intends, row.says_did));
      CHECK(row.intends_did <= std::min(row.intends, row.asked_did));
      CHECK(row.intends_joined <= std::min(row.intends_did, row.joined));
      CHECK(row.intends_profitable <= std::min(row.intends_joined, row.profitable));
      CHECK(row.asked_did <= row.did);
      CHECK(row.did <= row.people);
      CHECK(row.joined <= row.did);
      CHECK(row.profitable <= row.joined);
      CHECK(row.says_did <= row.asked_whether);
      if (row.segment == "all") continue;
      people[row.context] += row.people;
      joined[row.context] += row.joined;
    }
    for (const ContextId context : {ContextId{0}, ContextId{1}}) {
      CHECK(people[context] == row_of(result, context).people);
      CHECK(joined[context] == row_of(result, context).joined);
    }
    CHECK(people[kEveryContext] >= row_of(result, kEveryContext).people);
  }
}

TEST_CASE("referral_funnel: shuffled rows change no bit, and nothing gives one empty row") {
  const auto tables = [](const Network& network) {
    return referral_funnel(Study(network).inputs()).tables;
  };
  const auto plain = tables(small_study().build()),
             other = tables(small_study().shuffled(3).build());
  for (std::size_t i = 0; i < plain.size(); ++i) CHECK(plain[i].table.equals(other[i].table));
  const auto nothing = referral_funnel(Study(StudyBuilder().build()).inputs());
  REQUIRE(nothing.rows.size() == 1);
  CHECK(nothing.rows.front().people == 0);
  CHECK(std::isnan(nothing.rows.front().gap()));
}

// Counted from the touches by hand: the surveys of this study ask how carefully keys are checked.
TEST_CASE("referral_funnel: Debian's people made touches, and nobody was asked whether they intend",
          "[files]") {
  const StudyRun run = run_study(read_study_file(testing::bundled("debian_referrals/study.toml")));
  const Table& funnel = run.table("funnel");
  const auto context = funnel.texts("context_id"), segment = funnel.texts("segment");
  const auto did = funnel.integers("did"), joined = funnel.integers("joined"),
             profitable = funnel.integers("profitable");
  std::map<std::string, std::set<NodeId>> touched;
  for (const Touch& touch : run.network.touches.rows) {
    const std::string& role = run.network.touches.roles[touch.role];
    if (touch.from == touch.to ||
        (role != "uploader" && role != "sponsor_signed" && role != "co_author"))
      continue;
    touched[run.network.contexts.name(touch.context)].insert(touch.from);
    touched[""].insert(touch.from);
  }
  std::map<std::string, std::int64_t> referrers;
  const Table& scores = run.table("scores");
  const auto made = scores.doubles("referrals_made");
  const auto of = scores.texts("context_id");
  for (std::size_t i = 0; i < made.size(); ++i) referrers[of[i]] += made[i] > 0.0;
  std::size_t looked_at = 0;
  for (std::size_t i = 0; i < context.size(); ++i) {
    CHECK(funnel.texts("not_asked")[i] == "intends, did_recommend, nps");
    if (segment[i] != "all") continue;
    CAPTURE(context[i]);
    CHECK(did[i] == static_cast<std::int64_t>(touched[context[i]].size()));
    if (!context[i].empty()) CHECK(joined[i] == referrers[context[i]]);
    CHECK(profitable[i] == joined[i]);  // every contribution is worth a unit
    ++looked_at;
  }
  CHECK(looked_at == 17);
}

}  // namespace
}  // namespace grapevine
