#pragma once
#include <fmt/format.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "engine/base/money.hpp"
#include "engine/base/time.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/files.hpp"

namespace grapevine::testing {

/// A study of random small tables, with everything that can change a score: refunds, surveys,
/// payers, roles, seniority, expiry, look-back, horizon, discount, incentives, signs, weights and
/// contexts. Weights are quarters, so that shares, but those of time decay, are fractions of small
/// numbers.
class RandomTables {
 public:
  /// `held_out`: p_type1 rests on a hold-out group of many people, most of whom never act.
  /// `some_undated`: some touches of persons have no time, in a table where others do.
  struct With {
    bool held_out = false, some_undated = false;
  };

  explicit RandomTables(std::uint64_t seed) : RandomTables(seed, With{}) {}
  RandomTables(std::uint64_t seed, With with)
      : random_(seed, 0), seed_(seed), held_out_(with.held_out), some_undated_(with.some_undated) {}

  /// Writes tables and study; returns the study's path.
  std::filesystem::path write(const TempFolder& folder) {
    text_ids_ = chance(0.5);
    years_ = seed_ % 5 == 4;
    undated_touches_ = seed_ % 7 == 3;
    folder.write("people.csv", people());
    folder.write("contexts.csv", contexts());
    folder.write("ties.csv", ties());
    folder.write("purchases.csv", purchases());
    folder.write("touches.csv", touches());
    folder.write("surveys.csv", surveys());
    folder.write("events.csv", events());
    folder.write("mentions.csv", mentions());
    return folder.write("study.toml", study());
  }

 private:
  static constexpr std::uint64_t kPeople = 40, kContexts = 3;

  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
  bool chance(double p) { return random_.uniform() < p; }
  std::string pick(const std::vector<std::string>& words) { return words[below(words.size())]; }

  std::string person(std::uint64_t i) const {
    return text_ids_ ? fmt::format("p{}", i) : std::to_string(i);
  }
  std::string any_person() { return person(below(kPeople)); }
  /// Often one of a few, so that pairs and rings bring each other.
  std::string any_referrer() { return chance(0.3) ? person(below(4)) : any_person(); }
  std::string any_context() { return std::to_string(below(kContexts)); }

  /// Days since 1970 around 2015, or years.
  std::string time(std::uint64_t first_day, std::uint64_t days) {
    if (years_) return std::to_string(1950 + below(12));
    const auto day = std::chrono::days{16'400 + first_day + below(days)};
    return time_text(std::chrono::sys_days{day});
  }

  /// Hundredths as a decimal number.
  static std::string amount(std::int64_t hundredths) { return money_text(hundredths, 2); }

  std::string people() {
    std::string csv = "person_id,payer_id,town\n";
    for (std::uint64_t i = 0; i < kPeople; ++i)
      csv +=
          fmt::format("{},{},x\n", person(i), chance(0.3) ? fmt::format("card{}", below(6)) : "");
    return held_out_ ? with_held_out(csv) : csv;
  }

  /// The people and 300 more, with who of them was held out: of some it is not said.
  std::string with_held_out(const std::string& csv) const {
    Random random(seed_, 1);
    const auto said = [&](std::uint64_t twentieths) {
      const auto drawn = random.below(20);
      return drawn == 0 ? "" : drawn <= twentieths ? "yes" : "no";
    };
    std::istringstream rows(csv);
    std::string header, row, more;
    std::getline(rows, header);
    while (std::getline(rows, row)) more += row + "," + said(3) + "\n";
    for (int i = 0; i < 300; ++i)
      more += fmt::format("{},,x,{}\n",
                          text_ids_ ? fmt::format("q{}", i) : std::to_string(1'000 + i), said(9));
    return header + ",holdout\n" + more;
  }

  std::string contexts() {
    std::string csv = "context_id,company,topic,margin_rate\n";
    for (std::uint64_t c = 0; c < kContexts; ++c)
      csv += fmt::format("{},shop,topic{},{}\n", c, c, c % 2 == 0 ? "0.25" : "0.5");
    return csv;
  }

  std::string ties() {
    std::string csv = "src,dst,weight,sign,context_id,t,t_end\n";
    for (int i = 0; i < 150; ++i) {
      csv += fmt::format("{},{},{},{},{},", any_person(), any_person(),
                         chance(0.2) ? "" : std::to_string(below(5)), chance(0.1) ? "-1" : "1",
                         chance(0.5) ? any_context() : "");
      csv += fmt::format("{},{}\n", chance(0.5) ? time(0, 600) : "",
                         chance(0.2) ? time(200, 600) : "");
    }
    return csv;
  }

  std::string purchases() {
    const std::uint64_t rule = seed_ % 4;
    std::string csv = "purchase_id,person_id,t,context_id,";
    csv += std::vector<std::string>{"margin", "amount,cost", "amount", "units"}[rule] + "\n";
    for (std::uint64_t i = 0; i < purchases_; ++i) {
      const auto value = static_cast<std::int64_t>(below(20'000)) - (chance(0.15) ? 20'000 : 0);
      std::string money = amount(value);
      if (rule == 1) money += "," + amount(static_cast<std::int64_t>(below(3000)));
      if (rule == 2) money = amount(value);
      if (rule == 3) money = chance(0.1) ? "-1" : std::to_string(below(9));
      csv += fmt::format("{},{},{},{},{}\n", i * 7 % purchases_, any_person(), time(100, 700),
                         any_context(), money);
    }
    return csv;
  }

  std::string touches() {
    std::string csv = "from_person,to_person,purchase_id,";
    csv += undated_touches_ ? "" : "t,";
    csv += "seq,context_id,role,incentivised,strength,status,expires\n";
    for (std::uint64_t i = 0; i < (seed_ % 6 == 2 ? 0 : touches_); ++i) {
      const bool names_purchase = chance(0.4);
      csv += fmt::format("{},{},{},", any_referrer(), names_purchase ? "" : any_referrer(),
                         names_purchase ? std::to_string(below(purchases_ + 5)) : "");
      if (!undated_touches_)
        csv += (some_undated_ && !names_purchase && chance(0.05) ? "" : time(0, 500)) + ",";
      csv += fmt::format(
          "{},{},{},{},{},{},{}\n", below(3), !names_purchase && chance(0.7) ? any_context() : "",
          pick({"friend", "friend", "poster", "expert", "stranger", ""}),
          pick({"", "true", "false", "false"}), pick({"", "", "0.5", "2", "0.25", "0"}),
          pick({"", "", "succeeded", "failed", "expired"}), chance(0.1) ? time(200, 500) : "");
    }
    return csv;
  }

  /// One answer a day to each item, so that the latest is one.
  std::string surveys() {
    std::string csv = "person_id,item,value,context_id,t\n";
    for (std::uint64_t i = 0; i < 120; ++i) {
      const std::string item = pick({"nps", "intends", "would_have_joined_anyway", "colour"});
      const std::string value = item == "nps"       ? std::to_string(below(11))
                                : item == "intends" ? pick({"0", "1", "yes", "no"})
                                : item == "colour"  ? "blue"
                                                    : pick({"0", "1", "0.25", "0.5", "yes", "no"});
      csv += fmt::format("{},{},{},{},{}\n", any_person(), item, value,
                         chance(0.6) ? any_context() : "",
                         years_ ? std::to_string(1700 + i)
                                : time_text(std::chrono::sys_days{std::chrono::days{16'000 + i}}));
    }
    return csv;
  }

  std::string events() {
    std::string csv = "person_id,kind,t,context_id\n";
    for (int i = 0; i < 40; ++i)
      csv += fmt::format("{},{},{},{}\n", any_person(), pick({"leaves", "praises", "moves"}),
                         time(0, 800), chance(0.5) ? any_context() : "");
    return csv;
  }

  std::string mentions() {
    std::string csv = "person_id,polarity,context_id\n";
    for (int i = 0; i < 60; ++i)
      csv += fmt::format("{},{},{}\n", any_person(), pick({"-1", "-0.5", "0", "0.25", "1"}),
                         chance(0.5) ? any_context() : "");
    return csv;
  }

  std::string study() {
    std::string toml = fmt::format(
        "[study]\nname = \"random {}\"\ntime_unit = \"{}\"\ncurrency = \"EUR\"\n{}[tables]\n",
        seed_, years_ ? "year" : "day",
        chance(0.4) ? (years_ ? "end = 1964\n" : "end = 2017-06-30\n") : "");
    for (const char* table : {"people", "contexts", "purchases", "touches", "surveys", "mentions"})
      toml += fmt::format("{0} = {{ file = \"{0}.csv\" }}\n", table);
    toml += fmt::format("ties = {{ file = \"ties.csv\", influence = \"{}\" }}\n",
                        pick({"src_to_dst", "dst_to_src", "both"}));
    toml += "events = { file = \"events.csv\", stance = { leaves = -0.5, praises = 0.75 } }\n";
    return toml + attribution() + economics() + walks() +
           "[output]\nformat = \"csv\"\nshow = { top = 0 }\n";
  }

  std::string attribution() {
    std::string toml = "[attribution]\nmodel = [\"" +
                       pick({"linear", "first", "position", "shapley"}) + "\", \"markov\"" +
                       (undated_touches_ ? ", \"last\"]\n" : ", \"last\", \"time_decay\"]\n");
    if (seed_ % 6 == 1 && !undated_touches_) toml = "[attribution]\nmodel = \"time_decay\"\n";
    toml += years_ ? "half_life_days = 365.25\n" : "half_life_days = 25\n";
    if (chance(0.5)) toml += "first_share = 0.25\nlast_share = 0.25\n";
    if (chance(0.8)) {
      toml += "roles = { friend = 1.0, poster = 0.5, expert = 0.75, unheard = 2.0 }\n";
      toml += "senior_roles = [\"expert\"]\n";
    }
    if (chance(0.5) && !undated_touches_)
      toml += fmt::format("lookback_days = {}\n", years_ ? 1200 : 90 + below(300));
    if (chance(0.5)) toml += fmt::format("horizon_days = {}\n", years_ ? 1500 : 60 + below(500));
    if (chance(0.3)) toml += "exclude_cycles = false\n";
    if (chance(0.7))
      toml += "implied_touches = \"" +
              pick({"per_acquisition", "per_acquisition", "without_touches", "never"}) + "\"\n";
    return toml;
  }

  std::string economics() {
    return fmt::format(
        "[economics]\nperiod = \"{}\"\ndiscount_per_period = {}\n"
        "acquisition_saving = {{ type1 = {}, type2 = {} }}\nincentive = {}\ntype2_incentive = "
        "\"{}\"\n"
        "marketing_cost_per_period = {}\np_type1 = {}\nlambda = {}\nvalue_decimals = {}\n",
        years_ ? pick({"year", "half_year"})
               : pick({"day", "week", "month", "quarter", "half_year", "year"}),
        pick({"0.0", "0.01", "0.07238"}), below(50), below(50), below(12), pick({"none", "charge"}),
        pick({"0.0", "0.5", "15.0"}), held_out_ ? "\"holdout\"" : pick({"1.0", "0.5", "0.25"}),
        pick({"0.5", "0.25", "1.0", "0.0"}), seed_ % 4 == 2 ? 4 : 2);
  }

  std::string walks() {
    const std::string damping = pick({"0.85", "0.5"});
    return fmt::format(
        "[propagation]\ndamping = {0}\ntolerance = 1e-13\nmax_iterations = 10000\n"
        "context_factor = {1}\n[pagerank]\ndamping = {0}\ntolerance = 1e-13\nmax_iterations = "
        "10000\n",
        damping, pick({"1", "10"}));
  }

  Random random_;
  std::uint64_t seed_;
  bool held_out_, some_undated_;
  std::uint64_t purchases_ = held_out_ ? 500 : 160, touches_ = held_out_ ? 600 : 220;
  bool text_ids_ = false, years_ = false, undated_touches_ = false;
};

}  // namespace grapevine::testing
