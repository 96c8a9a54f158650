#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "loaders/columnar/source_table.hpp"
#include "tests/support/data.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/program.hpp"
#include "tests/support/random_tables.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

bool have_python() {
  if (run_command({"python3", "-c", "import tomllib"}).code == 0) return true;
  std::cout << "SKIPPED: python3 with tomllib is not here\n";
  return false;
}

/// The cells of some columns, joined into one key for each row.
std::vector<std::string> keys_of(const Table& table, const std::vector<std::string>& columns) {
  std::vector<std::string> keys(static_cast<std::size_t>(table.num_rows()));
  for (const std::string& column : columns) {
    const auto cells = table.texts(column);
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i] += "/" + cells[i];
  }
  return keys;
}

using Cells = std::map<std::string, std::string>;

/// Both sides' cells of one column by row, compared; says the first rows that differ.
class Comparison {
 public:
  Comparison(std::string column, const std::vector<std::string>& keys,
             const std::vector<std::string>& ours, const std::vector<std::string>& oracle_keys,
             const std::vector<std::string>& theirs)
      : column_(std::move(column)) {
    for (std::size_t i = 0; i < keys.size(); ++i) ours_[keys[i]] = ours[i];
    for (std::size_t i = 0; i < oracle_keys.size(); ++i) theirs_[oracle_keys[i]] = theirs[i];
  }

  using Same = std::function<bool(const std::string& key, const std::string& ours,
                                  const std::string& theirs)>;

  void check(const Same& same) const {
    INFO(column_ << " (ours, the oracle's)");
    CHECK(ours_.size() == theirs_.size());
    std::string wrong;
    int count = 0;
    for (const auto& [key, cell] : ours_) {
      const auto other = theirs_.find(key);
      if (other != theirs_.end() && same(key, cell, other->second)) continue;
      if (++count <= 5)
        wrong +=
            key + ": " + cell + ", " + (other == theirs_.end() ? "no row" : other->second) + "\n";
    }
    INFO(wrong);
    CHECK(count == 0);
  }

 private:
  std::string column_;
  Cells ours_, theirs_;
};

bool same_text(const std::string&, const std::string& ours, const std::string& theirs) {
  return ours == theirs;
}

/// Equal; by time decay shares are irrational, and a double knows one to some 10^-16; the oracle
/// knows removal effects to some 10^-12.
bool same_parts(const std::string& key, const std::string& ours, const std::string& theirs) {
  const bool markov = key.find("/markov/") != std::string::npos;
  if (key.find("/time_decay/") == std::string::npos && !markov) return ours == theirs;
  return std::abs(std::stoll(ours) - std::stoll(theirs)) <= (markov ? 100'000 : 1);
}

/// Equal; what markov shares out may lie half a unit the other way.
bool same_margin(const std::string& key, const std::string& ours, const std::string& theirs) {
  if (key.find("/markov/") == std::string::npos) return ours == theirs;
  return std::abs(std::stoll(ours) - std::stoll(theirs)) <= 1;
}

bool close(const std::string&, const std::string& ours, const std::string& theirs) {
  if (ours.empty() || theirs.empty()) return ours == theirs;
  const double a = std::stod(ours), b = std::stod(theirs);
  return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b));
}

std::vector<std::string> minor_units(const Table& table, const std::string& column) {
  std::vector<std::string> texts;
  for (const std::int64_t amount : table.integers(column)) texts.push_back(std::to_string(amount));
  return texts;
}

/// "12.5" as the oracle writes a fraction of whole minor units.
std::vector<std::string> to_minor_units(std::vector<std::string> major, int decimals) {
  for (std::string& text : major)
    text = std::to_string(std::llround(std::stod(text) * std::pow(10.0, decimals)));
  return major;
}

Ran run_oracle(const std::filesystem::path& study, const std::filesystem::path& out) {
  return run_command({"python3", std::string(kSourceFolder) + "/tests/oracle/study_oracle.py",
                      study.string(), out.string()});
}

class AgainstOracle {
 public:
  explicit AgainstOracle(const std::filesystem::path& study)
      : study_(read_study_file(study)), run_(run_study(study_)) {
    const Ran ran = run_oracle(study, folder_.path());
    INFO(ran.err);
    REQUIRE(ran.code == 0);
  }

  const StudyRun& run() const { return run_; }

  void compare() const {
    compare_credits();
    compare_excluded();
    compare_value_split();
    compare_scores();
    compare_percentiles();
    compare_type1();
    compare_audit();
  }

  const Journeys& journeys() const { return run_.journeys; }

 private:
  Table oracle_table(const std::string& name) const {
    return read_source_table(folder_.path() / (name + ".csv"), name).table();
  }

  void compare_credits() const {
    const Table& ours = run_.table("credits");
    const Table theirs = oracle_table("credits");
    const std::vector<std::string> key = {"context_id", "person_id", "model", "referrer"};
    const auto keys = keys_of(ours, key), oracle_keys = keys_of(theirs, key);
    const auto against = [&](const std::string& column, const std::vector<std::string>& cells) {
      return Comparison("credits." + column, keys, cells, oracle_keys, theirs.texts(column));
    };
    against("share_parts", ours.texts("share_parts")).check(same_parts);
    against("margin_credited", minor_units(ours, "margin_credited")).check(same_margin);
    against("p_type1", ours.texts("p_type1")).check(close);
    against("incentivised", ours.texts("incentivised")).check(same_text);
    against("evidence", ours.texts("evidence")).check(same_text);
    against("crv_amount", ours.texts("crv_amount")).check(close);
    against("civ_amount", ours.texts("civ_amount")).check(close);
    for (const char* column :
         {"crv_forecast", "civ_forecast", "margin_forecast", "periods_not_forecast"})
      against(column, ours.texts(column)).check(close);
  }

  void compare_type1() const {
    const Table& ours = run_.table("type1_estimates");
    const Table theirs = oracle_table("type1");
    const auto keys = keys_of(ours, {"context_id", "source"}),
               oracle_keys = keys_of(theirs, {"context_id", "source"});
    for (const char* column : {"p_type1", "low", "high"})
      Comparison(std::string("type1_estimates.") + column, keys, ours.texts(column), oracle_keys,
                 theirs.texts(column))
          .check(close);
  }

  /// As lists: one touch may be there twice.
  void compare_excluded() const {
    const std::vector<std::string> columns = {"context_id", "referrer_id", "person_id", "t",
                                              "role",       "reason",      "evidence"};
    auto ours = keys_of(run_.table("excluded_touches"), columns);
    auto theirs = keys_of(oracle_table("excluded_touches"), columns);
    std::ranges::sort(ours);
    std::ranges::sort(theirs);
    CHECK(ours == theirs);
  }

  void compare_value_split() const {
    const Table& ours = run_.table("value_split");
    const Table theirs = oracle_table("value_split");
    const std::vector<std::string> key = {"context_id", "customer_id", "receiver_id"};
    Comparison("value_split.amount", keys_of(ours, key), minor_units(ours, "amount"),
               keys_of(theirs, key), theirs.texts("amount"))
        .check(same_text);
  }

  void compare_scores() const {
    const Table& ours = run_.table("scores");
    const Table theirs = oracle_table("scores");
    const auto keys = keys_of(ours, {"context_id", "person_id"}),
               oracle_keys = keys_of(theirs, {"context_id", "person_id"});
    for (const std::string& column : theirs.column_names()) {
      if (column == "person_id" || column == "context_id") continue;
      if (column == "percentile_in_context") continue;
      const bool money = column == "realised_margin", text = column == "segment";
      const Comparison comparison(
          "scores." + column, keys, money ? minor_units(ours, column) : ours.texts(column),
          oracle_keys,
          money ? to_minor_units(theirs.texts(column), study_.tables.value_decimals)
                : theirs.texts(column));
      comparison.check(money || text ? same_text : close);
    }
  }

  /// The share of the context's rows below: both sides' sums of shares are rounded, each in its own
  /// way, so whose crv is the same but for 1e-9 may count as below or not.
  void compare_percentiles() const {
    const Table& scores = run_.table("scores");
    const auto crv = scores.doubles("crv"), ours = scores.doubles("percentile_in_context");
    const auto keys = keys_of(scores, {"context_id", "person_id"});
    const Table oracle = oracle_table("scores");
    const auto oracle_keys = keys_of(oracle, {"context_id", "person_id"});
    const auto oracle_cells = oracle.texts("percentile_in_context");
    std::map<std::string, double> theirs;
    for (std::size_t i = 0; i < oracle_keys.size(); ++i)
      theirs[oracle_keys[i]] = std::stod(oracle_cells[i]);
    const std::size_t people = run_.network.num_people();
    for (std::size_t first = 0; first < crv.size(); first += people) {
      std::vector<double> sorted(crv.begin() + static_cast<std::ptrdiff_t>(first),
                                 crv.begin() + static_cast<std::ptrdiff_t>(first + people));
      std::ranges::sort(sorted);
      const auto share_below = [&](double value) {
        return static_cast<double>(std::ranges::lower_bound(sorted, value) - sorted.begin()) /
               static_cast<double>(people);
      };
      std::size_t wrong = 0;
      for (std::size_t row = first; row < first + people; ++row) {
        const double least = share_below(crv[row] - 1e-9), most = share_below(crv[row] + 1e-9);
        for (const double given : {ours[row], theirs.at(keys[row])})
          wrong += given < least - 1e-12 || given > most + 1e-12;
      }
      INFO("percentile_in_context from row " << first);
      CHECK(wrong == 0);
    }
  }

  void compare_audit() const {
    const auto theirs = nlohmann::json::parse(text_of(folder_.path() / "audit.json"));
    CHECK(audit_line(run_, "total_margin") == theirs["total"].get<Money>());
    CHECK(audit_line(run_, "credited") == theirs["credited"].get<Money>());
    CHECK(audit_line(run_, "unattributed") == theirs["unattributed"].get<Money>());
    CHECK(audit_line(run_, "outside_horizon") == theirs["outside"].get<Money>());
    CHECK(audit_adds_up(run_));
  }

  StudyFile study_;
  StudyRun run_;
  TempFolder folder_;
};

}  // namespace

TEST_CASE("oracle: the bundled study") {
  if (!have_python()) return;
  AgainstOracle(bundled("debian_referrals") / "study.toml").compare();
}

TEST_CASE("oracle: twenty random studies") {
  if (!have_python()) return;
  std::set<std::pair<Exclusion, bool>> met;  // with whether it was implied
  std::uint64_t implied = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const TempFolder folder;
    const auto study = RandomTables(seed, {.some_undated = true}).write(folder);
    INFO("seed " << seed << "\n" << text_of(study));
    const AgainstOracle against(study);
    against.compare();
    implied += against.journeys().implied_acquisitions;
    for (const ExcludedTouch& touch : against.journeys().excluded)
      met.emplace(touch.reason, touch.implied);
  }
  CHECK(implied > 100);
  CHECK(met.contains({Exclusion::SamePayer, true}));
  for (std::size_t reason = 0; reason < std::size(kExclusionNames); ++reason) {
    CAPTURE(kExclusionNames[reason]);
    CHECK(met.contains({static_cast<Exclusion>(reason), false}));
  }
}

TEST_CASE("oracle: ten random studies with a hold-out group") {
  if (!have_python()) return;
  std::ptrdiff_t refused = 0, pooled = 0, own = 0;
  for (std::uint64_t seed = 21; seed <= 30; ++seed) {
    const TempFolder folder;
    const auto study = RandomTables(seed, {.held_out = true}).write(folder);
    INFO("seed " << seed << "\n" << text_of(study));
    if (const std::string error = error_of([&] { run_study(read_study_file(study)); });
        !error.empty()) {
      CHECK(error.starts_with("BadInput [economics] p_type1: holdout tells too little"));
      CHECK(run_oracle(study, folder.path()).err.find("tells too little") != std::string::npos);
      ++refused;
      continue;
    }
    const AgainstOracle both(study);
    both.compare();
    const auto sources = both.run().table("type1_estimates").texts("source");
    pooled += std::ranges::count(sources, "holdout of all contexts");
    own += std::ranges::count(sources, "holdout");
  }
  CAPTURE(refused, pooled, own);
  CHECK(refused < 8);
  CHECK(pooled > 0);
  CHECK(own > 10 - refused);  // that of all contexts, and some context's
}
