// Our column of the table "Numbers" in docs/reliability.md, whose other columns
// bench/peers/odd_numbers.py makes: every cell is right or refused.
#include <catch2/catch.hpp>
#include <cmath>
#include <sstream>

#include "tests/support/program.hpp"

using namespace grapevine::testing;

namespace {

using Weights = std::vector<std::string>;

/// Ties 0 -> 1, 0 -> 2, 1 -> 2 and 2 -> 0, and node 3 that a tie of weight 0 names.
Ran score(const std::string& algorithm, const Weights& weights,
          const std::vector<std::string>& options = {}) {
  const TempFolder folder;
  folder.write("g.csv", "source,target,weight\n3,3,0\n0,1," + weights[0] + "\n0,2," + weights[1] +
                            "\n1,2," + weights[2] + "\n2,0," + weights[3] + "\n");
  std::vector<std::string> words = {"score", algorithm, "g.csv"};
  words.insert(words.end(), options.begin(), options.end());
  return run_program(words, folder.path());
}

std::vector<double> last_column(const std::string& csv) {
  std::istringstream lines(csv);
  std::vector<double> values;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) values.push_back(std::stod(line.substr(line.rfind(',') + 1)));
  return values;
}

std::vector<double> ranks(const std::string& algorithm, const Weights& weights) {
  const Ran ran = score(algorithm, weights, {"--tolerance", "1e-13", "--max_iterations", "2000"});
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  return last_column(ran.out);
}

void check_close(const std::vector<double>& a, const std::vector<double>& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(std::abs(a[i] - b[i]) <= 1e-12);
}

void check_refused(const Ran& ran, const std::string& value) {
  INFO(ran.err);
  CHECK(ran.code == 2);
  CHECK(is_one_error_line(ran.err));
  CHECK_THAT(ran.err, Catch::Contains(value));
  CHECK(ran.out.empty());
}

/// A study of one table of purchases, ties and touches, with one cell as given.
Ran run_with(const std::string& table, const std::string& cell) {
  const TempFolder folder;
  const auto of = [&](const std::string& name, const char* plain) {
    return name == table ? cell : std::string(plain);
  };
  folder.write("purchases.csv", "person_id,t,amount\n1,10,5\n2,20," + of("amount", "5") + "\n");
  folder.write("ties.csv", "src,dst,weight\n1,2," + of("weight", "1") + "\n");
  folder.write("touches.csv", "from_person,to_person,strength\n1,2," + of("strength", "1") + "\n");
  folder.write("study.toml",
               "[study]\ncurrency = \"EUR\"\n[tables]\npurchases = { file = \"purchases.csv\" }\n"
               "touches = { file = \"touches.csv\" }\n"
               "ties = { file = \"ties.csv\", influence = \"src_to_dst\" }\n");
  return run_program({"run", "study.toml", "--out", "out"}, folder.path());
}

}  // namespace

TEST_CASE("odd numbers: weights that are no weights are refused by every algorithm on a graph") {
  for (const char* algorithm : {"pagerank", "personalized_pagerank", "degree"})
    for (const char* weight : {"nan", "inf", "-inf", "1e308", "1e999", "-1", "-5e-324", "1e-400"})
      check_refused(score(algorithm, {weight, "1", "1", "1"}),
                    "g.csv:3: weight '" + std::string(weight) + "'");
}

TEST_CASE("odd numbers: the largest and smallest weights rank as plain ones in proportion do") {
  for (const char* algorithm : {"pagerank", "personalized_pagerank"}) {
    const auto equal = ranks(algorithm, {"1", "1", "1", "1"});
    for (const char* weight : {"1e300", "5e-324", "1e-310", "2"})
      check_close(ranks(algorithm, {weight, weight, "1", "1"}), equal);
    check_close(ranks(algorithm, {"5e-324", "1e-323", "1", "1"}),
                ranks(algorithm, {"1", "2", "1", "1"}));
    check_close(ranks(algorithm, {"1e300", "5e-324", "1", "1"}),
                ranks(algorithm, {"1", "0", "1", "1"}));
  }
}

TEST_CASE("odd numbers: ties that weigh nothing together are no out-ties") {
  for (const char* algorithm : {"pagerank", "personalized_pagerank"})
    check_close(ranks(algorithm, {"0", "0", "0", "0"}), {0.25, 0.25, 0.25, 0.25});
  // Node 0 is a sink: by hand, with r3 = x, r1 = x, r2 = x + d x, r0 = x + d r2; they sum to 1.
  const double d = 0.85, x = 1.0 / (4 + d + d + d * d);
  check_close(ranks("pagerank", {"0", "0", "1", "1"}), {x + d * (x + d * x), x, x + d * x, x});
}

TEST_CASE("odd numbers: options are refused by name") {
  const Weights plain = {"1", "1", "1", "1"};
  for (const char* value : {"nan", "inf", "1.5", "-0.1", "1e-400"})
    check_refused(score("pagerank", plain, {"--damping", value}), "--damping: ");
  for (const char* seeds : {"0=nan", "0=-1,1=2", "0=inf", "0=0,1=0", "0=1e308,1=1e308"})
    check_refused(score("personalized_pagerank", plain, {"--seeds", seeds}), "seeds");
}

TEST_CASE("odd numbers: cells of a study are refused with their place") {
  for (const char* cell : {"nan", "inf", "1e308", "-1", "1e-400"}) {
    check_refused(run_with("weight", cell), "ties.csv:2: column 'weight'");
    check_refused(run_with("strength", cell), "touches.csv:2: column 'strength'");
  }
  for (const char* cell : {"nan", "inf", "1e308", "5e-324", "1e-400"})
    check_refused(run_with("amount", cell), "purchases.csv:3: column 'amount'");
  for (const char* cell : {"1e300", "5e-324", "0"}) {
    CHECK(run_with("weight", cell).code == 0);
    CHECK(run_with("strength", "1").code == 0);
  }
}
