#include "study/tie_ages.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/network/cut.hpp"
#include "engine/parallel/random.hpp"
#include "loaders/study_tables/network_loader.hpp"
#include "study/run_study.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

constexpr int kLastDay = 400;  // the study ends with it

std::string date(int day) {
  return time_text(Time(std::chrono::sys_days{std::chrono::days{16'000 + day}}));
}

/// A study of 30 people whose ties are dated at random, some of them not, and may weigh what is
/// left of them after `half_life` days before the end of the study.
class DatedStudy {
 public:
  explicit DatedStudy(std::uint64_t seed) : seed_(seed) {}

  StudyFile with(const std::string& propagation, std::optional<double> half_life = {}) const {
    write_tables(half_life);
    return read_study_file(folder_.write(
        "study.toml",
        "[study]\nend = " + date(kLastDay) +
            "\n[tables]\npurchases = { file = \"purchases.csv\" }\ntouches = { file = "
            "\"touches.csv\" }\nties = { file = \"ties.csv\", influence = \"src_to_dst\" }\n"
            "[propagation]\nmodel = [\"personalized_pagerank\", \"first_hit\", \"signed_walk\"]\n"
            "tolerance = 1e-14\nmax_iterations = 10000\n" +
            propagation));
  }

  const TempFolder& folder() const { return folder_; }

 private:
  void write_tables(std::optional<double> half_life) const {
    Random random(seed_, 3);
    const auto person = [&] { return "p" + std::to_string(random.below(30)); };
    std::string ties = "src,dst,weight,sign,t\n", purchases = "person_id,t,margin,context_id\n";
    for (int i = 0; i < 200; ++i) {
      const auto day = static_cast<int>(random.below(kLastDay));
      const bool dated = random.below(10) > 0;
      // The reference is the midnight after the last day.
      const double age = kLastDay + 1 - day;
      double weight = 0.5 + random.uniform();
      if (half_life && dated) weight *= std::pow(0.5, age / *half_life);
      ties += person() + "," + person() + "," + to_text(weight) + ",";
      ties += (i % 9 == 0 ? "-1," : "1,") + (dated ? date(day) : "") + "\n";
    }
    for (int i = 0; i < 60; ++i)
      purchases += person() + "," + date(static_cast<int>(random.below(kLastDay))) + ",5,c" +
                   std::to_string(i % 2) + "\n";
    folder_.write("ties.csv", ties);
    folder_.write("purchases.csv", purchases);
    folder_.write("touches.csv", "from_person,to_person,t\np1,p2," + date(9) + "\n");
  }

  std::uint64_t seed_;
  TempFolder folder_;
};

constexpr const char* kWalkColumns[] = {"propagation_score", "first_hit_score", "signed_net",
                                        "pagerank"};

double distance(const StudyRun& a, const StudyRun& b, const char* column) {
  const auto x = a.table("scores").doubles(column), y = b.table("scores").doubles(column);
  REQUIRE(x.size() == y.size());
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!std::isnan(x[i]) || !std::isnan(y[i])) sum += std::abs(x[i] - y[i]);
  return sum;
}

}  // namespace

TEST_CASE("with_aged_ties: scores are those of a study whose weights were decayed by hand") {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const DatedStudy study(seed);
    const StudyRun ours = run_study(study.with("half_life = \"45d\"\n"));
    const StudyRun plain = run_study(study.with(""));
    const StudyRun by_hand = run_study(study.with("", 45.0));
    INFO("seed " << seed);
    for (const char* column : kWalkColumns) {
      INFO(column);
      CHECK(distance(ours, by_hand, column) <= 1e-11);
    }
    CHECK(distance(ours, plain, "propagation_score") > 1e-3);
  }
}

TEST_CASE("with_aged_ties: a span in days, weeks, seconds and the study's unit is one") {
  const DatedStudy study(1);
  const StudyRun days = run_study(study.with("half_life = \"14d\"\n"));
  for (const char* same : {"14", "\"2w\"", "\"1209600s\""})
    CHECK(distance(run_study(study.with(std::string("half_life = ") + same + "\n")), days,
                   "propagation_score") == 0.0);
}

TEST_CASE("with_aged_ties: months are those before the study's end") {
  // It ends with 29 February 2016: half a year before 1 March is 1 September, 182 days.
  TempFolder folder;
  folder.write("purchases.csv", "person_id,t\na,2016-02-29\n");
  folder.write("ties.csv", "src,dst,t\na,b,2015-09-01\na,c,2016-03-01\n");
  const StudyFile study = read_study_file(folder.write(
      "study.toml",
      "[tables]\npurchases = { file = \"purchases.csv\" }\nties = { file = \"ties.csv\", influence "
      "= \"both\" }\n[propagation]\nhalf_life = \"6m\"\n"));
  LoadReport report;
  const auto aged = with_aged_ties(study, load_network(study.tables, report));
  REQUIRE(aged);
  CHECK(aged->ties.weight(0) == 0.5);
  CHECK(aged->ties.weight(1) == 1.0);
}

TEST_CASE("with_aged_ties: at a cut, ages count from the cut") {
  const DatedStudy dated(3);
  const StudyFile study = dated.with("half_life = \"45d\"\n");
  LoadReport report;
  const Time cut = *parse_time(date(200), TimeUnit::Day);
  const NetworkCut past = cut_at(load_network(study.tables, report), cut);
  const auto aged = with_aged_ties(study, past.network);
  REQUIRE(aged);
  const Graph& ties = past.network.ties;
  REQUIRE(ties.num_edges() > 50);
  for (EdgeId e = 0; e < ties.num_edges(); ++e) {
    const Time time = ties.columns().time[e];
    const auto days = std::chrono::floor<std::chrono::days>(cut - time).count();
    const double half_lives = time == kUndated ? 0.0 : static_cast<double>(days) / 45.0;
    CHECK(aged->ties.weight(e) == Approx(ties.weight(e) * std::pow(0.5, half_lives)));
  }
}

TEST_CASE("with_aged_ties: refusals say the place, the value and what to do") {
  const DatedStudy study(2);
  const auto error = [&](const std::string& propagation) {
    return error_of([&] { run_study(study.with(propagation)); });
  };
  for (const char* text : {"\"soon\"", "\"0d\"", "-3", "1.5", "\"2000y\""})
    CHECK_THAT(error(std::string("half_life = ") + text + "\n"),
               Catch::Contains("study.toml:11") &&
                   Catch::Contains("propagation.half_life: expected a length of time, found '"));
  CHECK_THAT(error("half_life = \"9d\"\nundated = \"refuse\"\n"),
             Catch::Contains("ties have no time; give them one, or say undated = \"keep\""));
  CHECK_THAT(error("half_life = \"9d\"\nundated = \"drop\"\n"), Catch::Contains("undated"));
  study.folder().write("plain.csv", "src,dst\np1,p2\n");
  StudyFile undated = study.with("half_life = \"9d\"\n");
  undated.tables.tables["ties"].files = {{study.folder().path() / "plain.csv", "plain.csv"}};
  CHECK_THAT(error_of([&] { run_study(undated); }),
             Catch::Contains("no tie of the study has a time; leave it out, or name the column t"));
}
