#include "study/backtest.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/places.hpp"
#include "tests/support/program.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

OptionMap options_of(const std::map<std::string, std::string>& texts) {
  OptionMap options;
  for (const auto& [name, text] : texts) options[name] = {{text}, "--" + name};
  return options;
}

/// The bundled study with the rules of the published table: no seniority, cycles count, every
/// observed helper weighs the same.
StudyFile debian(const TempFolder& folder) {
  const std::filesystem::path bundled =
      std::filesystem::path(kSourceFolder) / "datasets/debian_referrals";
  std::string text = text_of(bundled / "study.toml");
  for (const char* table :
       {"people", "contexts", "ties", "purchases", "touches", "surveys", "events"})
    text = with(text, "\"" + std::string(table) + ".csv\"",
                "\"" + (bundled / (std::string(table) + ".csv")).string() + "\"");
  text = with(text, "sponsor_signed = 1.0, co_author = 0.5",
              "sponsor_signed = 1.0, sponsor_named = 1.0, co_author = 1.0");
  text = with(text, "senior_roles = [\"co_author\", \"uploaded_before\", \"vouched_before\"]",
              "senior_roles = []\nexclude_cycles = false");
  return read_study_file(folder.write("study.toml", text));
}

const std::map<std::string, std::string> kPublished = {
    {"cut", "2008-01-01,2010-01-01,2012-01-01,2014-01-01,2016-01-01,2018-01-01"},
    {"horizon", "1096d"},
    {"lookback", "1460d"},
    {"activity", "purchases"},
    {"contexts", "16"},
    {"least_referrals", "0"},
    {"least_positives", "3"},
    {"walk_recent", "false"},
    {"walk_distinct", "true"},
    {"decayed_seeds", "false"},
    {"seed_floor", "0"},
    {"part_ties", "false"}};

using CellKey = std::pair<Time, std::string>;

/// AUC of each baseline by cell.
std::map<std::string, std::map<CellKey, double>> baseline_cells(const Backtest& backtest) {
  std::map<std::string, std::map<CellKey, double>> cells;
  for (const JudgedCut& cut : backtest.cuts)
    for (const JudgedCell& cell : cut.cells)
      for (std::size_t s = 0; s < cut.scores.size(); ++s)
        if (cut.scores[s].second != ScoreKind::Provider)
          cells[cut.scores[s].first][{cut.moments.cut, cell.context}] = *cell.by_score[s].auc;
  return cells;
}

double mean_over(const std::map<CellKey, double>& cells, const std::set<CellKey>& keys) {
  double sum = 0.0;
  for (const CellKey& key : keys) sum += cells.at(key);
  return sum / static_cast<double>(keys.size());
}

}  // namespace

TEST_CASE("backtest_study: the published table of the bundled study, outcome by outcome") {
  const TempFolder folder;
  const StudyFile study = debian(folder);
  using Options = std::map<std::string, std::string>;
  const Options productive = {{"newcomer_purchases", "5"}, {"newcomer_within", "1096d"}};
  const Options vouch = {{"outcome", "ties"}, {"horizon", "2192d"}, {"newcomer_horizon", "1096d"}};
  const auto with_all = [](std::initializer_list<Options> all) {
    Options options;
    for (const Options& some : all)
      for (const auto& [name, text] : some) options[name] = text;
    return options;
  };
  const auto cells_of = [&](const Options& more) {
    return baseline_cells(backtest_study(study, options_of(with_all({kPublished, more})), 0));
  };
  const auto keys_of = [](const auto& cells) {
    std::set<CellKey> keys;
    for (const auto& [key, auc] : cells.at("pagerank")) keys.insert(key);
    return keys;
  };
  // Computed by another program from the same tables, to three digits: PageRank, in-degree, total
  // count, context count, context PageRank.
  const auto check = [&](const auto& cells, const std::set<CellKey>& keys, std::size_t count,
                         const std::array<double, 5>& aucs) {
    CHECK(keys.size() == count);
    const char* scores[] = {"pagerank", "in_degree", "activity", "context_activity",
                            "context_pagerank"};
    for (std::size_t i = 0; i < aucs.size(); ++i) {
      INFO(scores[i]);
      CHECK(mean_over(cells.at(scores[i]), keys) == Approx(aucs[i]).margin(0.0006));
    }
  };
  const auto vouched = cells_of(with_all({vouch, productive}));
  check(vouched, keys_of(vouched), 44, {0.723, 0.732, 0.601, 0.557, 0.693});
  const auto after = cells_of(with_all({vouch, productive, {{"after_entry", "true"}}}));
  check(after, keys_of(after), 38, {0.720, 0.731, 0.593, 0.550, 0.686});
  const Options among = {{"only_acting", "true"}, {"least_positives", "2"}};
  const auto introduced = cells_of({});
  check(introduced, keys_of(introduced), 43, {0.659, 0.649, 0.704, 0.945, 0.944});
  // Among the active it took the same cells, two positives being enough there.
  check(cells_of(among), keys_of(introduced), 43, {0.689, 0.677, 0.755, 0.761, 0.783});
  const auto well = cells_of(productive);
  check(well, keys_of(well), 11, {0.715, 0.695, 0.782, 0.947, 0.955});
  check(cells_of(with_all({productive, among})), keys_of(well), 11,
        {0.763, 0.750, 0.823, 0.801, 0.801});
}

namespace {

/// Twelve people buy tea and coffee and bring each other; `more` adds rows.
struct Town {
  TempFolder folder;
  std::string purchases = "person_id,t,context_id,amount\n";
  std::string touches = "from_person,to_person,t,context_id\n";
  std::string ties = "src,dst,t\n";
  std::string surveys = "person_id,item,value,t\n";
  std::string events = "person_id,kind,t,context_id\n";

  Town() {
    for (int i = 0; i < 40; ++i) {
      const std::string context = i % 3 == 0 ? "coffee" : "tea", t = std::to_string(100 + i);
      const std::string person = "p" + std::to_string(100 + i);
      purchases += person + "," + t + "," + context + ",5\n";
      if (i % 4 != 0)
        touches +=
            "p" + std::to_string(100 + i % 7) + "," + person + "," + t + "," + context + "\n";
      ties += "p" + std::to_string(100 + i / 2) + "," + person + "," + t + "\n";
      surveys += person + ",nps," + std::to_string(i % 11) + "," + t + "\n";
      events += person + ",leaves," + t + "," + context + "\n";
    }
  }

  StudyFile study() const {
    folder.write("purchases.csv", purchases);
    folder.write("touches.csv", touches);
    folder.write("ties.csv", ties);
    folder.write("surveys.csv", surveys);
    folder.write("events.csv", events);
    return read_study_file(folder.write(
        "study.toml",
        "[tables]\npurchases = { file = \"purchases.csv\" }\ntouches = { file = \"touches.csv\" }\n"
        "ties = { file = \"ties.csv\", influence = \"src_to_dst\" }\n"
        "surveys = { file = \"surveys.csv\" }\n"
        "events = { file = \"events.csv\", stance = { leaves = -0.5 } }\n"
        "[study]\nend = \"1970-06-30\"\n"
        "[backtest]\ncut = 125\nhorizon = 10\nleast_referrals = 1\nleast_positives = 1\n"));
  }

  Backtest backtest() const { return backtest_study(study(), {}, 0); }
};

const Table& table_of(const Backtest& backtest, const std::string& name) {
  return std::ranges::find(backtest.tables, name, &NamedTable::name)->table;
}

}  // namespace

TEST_CASE("backtest_study: rows after the horizon, planted in each table, change no bit") {
  const Backtest plain = Town().backtest();
  REQUIRE(table_of(plain, "backtest_cells").num_rows() > 20);
  Town town;
  town.purchases += "stranger,140,tea,500\np101,150,tea,7\n";
  town.touches += "p101,stranger,140,tea\nstranger,p101,135,tea\n";
  town.ties += "stranger,p100,140\np101,p139,139\n";
  town.surveys += "p101,nps,0,170\n";
  town.events += "p101,leaves,170,tea\n";
  const Backtest planted = town.backtest();
  for (std::size_t i = 0; i < plain.tables.size(); ++i)
    CHECK(planted.tables[i].table.equals(plain.tables[i].table));
  // While a row before the cut does.
  town.ties += "p139,p101,110\n";
  CHECK_FALSE(
      table_of(town.backtest(), "backtest_cells").equals(table_of(plain, "backtest_cells")));
}

TEST_CASE("backtest_study: what comes within the horizon is outcome, and moves no score") {
  // A newcomer whom a stranger brings: nobody known is ranked otherwise, no positive is added.
  Town town;
  town.purchases += "newcomer,127,tea,500\n";
  town.touches += "stranger,newcomer,127,tea\n";
  town.ties += "stranger,newcomer,126\n";
  const Backtest plain = Town().backtest(), planted = town.backtest();
  CHECK(table_of(planted, "backtest_cells").equals(table_of(plain, "backtest_cells")));
  CHECK(planted.cuts[0].by_unseen == plain.cuts[0].by_unseen + 1);
  CHECK(planted.cuts[0].outcomes == plain.cuts[0].outcomes + 1);
}

TEST_CASE("backtest_study: the same at any number of threads, and by the seed") {
  const Town town;
  const StudyFile study = town.study();
  const auto cells = [&](std::size_t threads, std::uint64_t seed) {
    const ThreadLimit limit(threads);
    return table_of(backtest_study(study, {}, seed), "backtest_scores");
  };
  CHECK(cells(1, 5).equals(cells(8, 5)));
  CHECK_FALSE(cells(1, 5).equals(cells(1, 6)));
}

TEST_CASE("backtest_study: what is given goes before what the study says, both are told") {
  const Town town;
  const Backtest backtest = backtest_study(town.study(), options_of({{"horizon", "5"}}), 0);
  CHECK(backtest.cuts[0].moments.horizon_days() == 5.0);
  CHECK(backtest.options.at("horizon") == "5");
  CHECK(backtest.options.at("cut") == "125");
  CHECK(backtest.options.at("damping") == "0.85");
  CHECK_THAT(error_of([&] { backtest_study(town.study(), options_of({{"horison", "5"}}), 0); }),
             Catch::StartsWith("InvalidOption --horison: "));
  CHECK_THAT(error_of([&] { backtest_study(town.study(), options_of({{"pool", "all"}}), 0); }),
             Catch::StartsWith("InvalidOption --pool: "));
}

TEST_CASE("backtest_study: a cut before all purchases is refused, as a year among days is") {
  const Town town;
  CHECK_THAT(error_of([&] { backtest_study(town.study(), options_of({{"cut", "20"}}), 0); }),
             Catch::StartsWith("InvalidOption cut: no purchase is dated before 1970-01-21, the "
                               "first being of 1970-04-11; cut later"));
}
