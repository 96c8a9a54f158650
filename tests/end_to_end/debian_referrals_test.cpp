#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <sstream>

#include "loaders/columnar/source_table.hpp"
#include "study/run_study.hpp"
#include "study/sha256.hpp"
#include "tests/support/data.hpp"
#include "tests/support/program.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

const std::filesystem::path kData = bundled("debian_referrals");

constexpr const char* kTables[] = {"people",  "contexts", "ties",  "purchases",
                                   "touches", "surveys",  "events"};

/// The study file with tables named by their whole path, so that it may lie anywhere.
std::string study_text() {
  std::string text = text_of(kData / "study.toml");
  for (const char* table : kTables) {
    const std::string file = "\"" + std::string(table) + ".csv\"";
    text = with(text, file, "\"" + (kData / table).string() + ".csv\"");
  }
  return text;
}

StudyRun run_with(const std::string& text) {
  const TempFolder folder;
  return run_text(folder, text);
}

const StudyRun& bundled_run() {
  static const StudyRun run = run_study(read_study_file(kData / "study.toml"));
  return run;
}

std::string without_cycle_rule(const std::string& text) {
  return with(text, "[attribution]\n", "[attribution]\nexclude_cycles = false\n");
}

std::set<std::string> cycles_of(const StudyRun& run) {
  const Table& table = run.table("cycles");
  const auto context = table.texts("context_id"), from = table.texts("referrer_id"),
             to = table.texts("newcomer_id");
  std::set<std::string> cycles;
  for (std::size_t i = 0; i < context.size(); ++i)
    cycles.insert(context[i] + ": " + from[i] + " > " + to[i]);
  return cycles;
}

/// The sum of a person's scores in all contexts.
double over_contexts(const StudyRun& run, const std::string& person, const std::string& column) {
  const Table& scores = run.table("scores");
  const auto people = scores.texts("person_id");
  const auto values = scores.doubles(column);
  double sum = 0.0;
  for (std::size_t i = 0; i < people.size(); ++i)
    if (people[i] == person) sum += values[i];
  return sum;
}

using Columns = std::map<std::string, std::vector<std::string>>;

Columns raw_table(const std::string& name) {
  const SourceTable source = read_source_table(kData / (name + ".csv"), name);
  Columns columns;
  for (const std::string& column : source.table().column_names())
    columns[column] = source.table().texts(column);
  return columns;
}

struct Introducers {
  int cases = 0, hits = 0;
};

/// How often the previous other contributor of a newcomer's first item is one of those who were
/// recorded to have brought the newcomer. Counted where the item has an earlier other contributor
/// and so have the last 300 rows of the context.
Introducers previous_is_introducer(bool same_day_is_before) {
  const Columns purchases = raw_table("purchases"), touches = raw_table("touches");
  const auto &ids = purchases.at("purchase_id"), &person = purchases.at("person_id"),
             &context = purchases.at("context_id"), &item = purchases.at("item_id"),
             &day = purchases.at("t");
  std::map<std::string, std::set<std::string>> brought_by;
  for (std::size_t i = 0; i < touches.at("role").size(); ++i)
    if (touches.at("role")[i] == "uploader" || touches.at("role")[i] == "sponsor_signed")
      brought_by[touches.at("purchase_id")[i]].insert(touches.at("person_id")[i]);
  std::map<std::string, std::vector<std::size_t>> rows_of_item, rows_of_context;
  Introducers result;
  for (std::size_t row = 0; row < ids.size(); ++row) {
    const auto earlier_other = [&](std::size_t i) {
      return person[i] != person[row] &&
             (same_day_is_before ? day[i] <= day[row] : day[i] < day[row]);
    };
    auto& of_item = rows_of_item[item[row]];
    auto& of_context = rows_of_context[context[row]];
    if (purchases.at("first_in_context")[row] == "1" && brought_by.contains(ids[row])) {
      const auto previous = std::find_if(of_item.rbegin(), of_item.rend(), earlier_other);
      const auto recent =
          static_cast<std::ptrdiff_t>(std::min<std::size_t>(of_context.size(), 300));
      const bool active = std::any_of(of_context.end() - recent, of_context.end(), earlier_other);
      if (previous != of_item.rend() && active) {
        ++result.cases;
        result.hits += brought_by.at(ids[row]).contains(person[*previous]);
      }
    }
    of_item.push_back(row);
    of_context.push_back(row);
  }
  return result;
}

}  // namespace

TEST_CASE("debian: the files are those that were published") {
  std::istringstream sums(text_of(kData / "SHA256SUMS"));
  std::string sum, file;
  int files = 0;
  for (; sums >> sum >> file; ++files) CHECK(sha256_of_file(kData / file) == sum);
  CHECK(files == 7);
}

TEST_CASE("debian: one introduction worth 772") {
  const StudyRun& run = bundled_run();
  CHECK(score_of(run, "667", "4", "margin_credited") == 804.0);
  CHECK(score_of(run, "667", "4") == Approx(804.0));
  CHECK(score_of(run, "604", "4", "realised_margin") == 772.0);
  CHECK(score_of(run, "667", "4", "realised_margin") == 81.0);

  const TempFolder folder;
  std::istringstream rows(text_of(kData / "purchases.csv"));
  std::string kept, line;
  while (std::getline(rows, line)) {
    const std::size_t first = line.find(','), second = line.find(',', first + 1);
    if (line.substr(first, second - first) != ",604") kept += line + "\n";
  }
  folder.write("purchases.csv", kept);
  const StudyRun without = run_text(folder, with(study_text(), (kData / "purchases.csv").string(),
                                                 (folder.path() / "purchases.csv").string()));
  CHECK(score_of(without, "667", "4", "margin_credited") == 32.0);
  CHECK(audit_adds_up(without));
}

TEST_CASE("debian: what stays nobody's, with and without the rules") {
  CHECK(audit_line(bundled_run(), "total_margin") == 1284300);
  CHECK(audit_line(bundled_run(), "unattributed") == 735100);
  CHECK(audit_adds_up(bundled_run()));
  const StudyRun with_cycles = run_with(without_cycle_rule(study_text()));
  CHECK(audit_line(with_cycles, "unattributed") == 733800);
  for (const char* weight : {"0.1", "0.5"}) {
    const std::string guessed = with(
        with(study_text(), "uploaded_before = 0.0", std::string("uploaded_before = ") + weight),
        "vouched_before = 0.0", std::string("vouched_before = ") + weight);
    const StudyRun guessing = run_with(without_cycle_rule(guessed));
    CHECK(audit_line(guessing, "unattributed") == 234200);
    CHECK(audit_adds_up(guessing));
  }
}

TEST_CASE("debian: the cycles") {
  CHECK(cycles_of(bundled_run()) == std::set<std::string>{"16: 420 > 906", "16: 906 > 420"});
  CHECK(cycles_of(run_with(without_cycle_rule(study_text()))).empty());
}

TEST_CASE("debian: two rules guard against the cycle that makes an influencer") {
  const std::string together = with(study_text(), "together = 0.0", "together = 0.5");
  const StudyRun ruleless = run_with(without_cycle_rule(together)), ruled = run_with(together);
  CHECK(score_of(bundled_run(), "652", "15") == 0.0);
  CHECK(score_of(ruleless, "652", "15") == Approx(166.0));
  CHECK(score_of(ruled, "652", "15") == 0.0);
  CHECK(score_of(ruleless, "1183", "15") == Approx(120.0));
  CHECK(score_of(ruled, "1183", "15") == Approx(119.5));
  const auto cycles = cycles_of(ruled);
  CHECK(cycles.size() == 99);
  CHECK(cycles.contains("15: 652 > 1183"));
  CHECK(cycles.contains("15: 1183 > 652"));
}

TEST_CASE(
    "debian: the previous contributor is the introducer in half of the cases, days being strict") {
  const Introducers strict = previous_is_introducer(false), loose = previous_is_introducer(true);
  CHECK(strict.cases == 325);
  CHECK(strict.hits == 155);
  CHECK(loose.cases == 333);
  CHECK(loose.hits == 231);
}

TEST_CASE("debian: an influencer who is hardly a customer, and customers who bring nobody") {
  const StudyRun& run = bundled_run();
  CHECK(score_of(run, "358", "5") == Approx(160.0));
  CHECK(score_of(run, "358", "5", "realised_margin") == 2.0);
  CHECK(score_of(run, "957", "5") == Approx(76.0));
  CHECK(over_contexts(run, "1088", "crv") == Approx(50.0 + 1.0 / 3.0));
  CHECK(over_contexts(run, "1088", "realised_margin") == 3.0);
  for (const auto& [person, units] : std::map<std::string, double>{
           {"558", 147.0}, {"853", 137.0}, {"374", 125.0}, {"413", 115.0}}) {
    CHECK(over_contexts(run, person, "crv") == 0.0);
    CHECK(over_contexts(run, person, "realised_margin") == units);
  }
}

TEST_CASE("debian: a row for each of 1,602 people in 16 contexts") {
  CHECK(bundled_run().table("scores").num_rows() == 25'632);
  CHECK(bundled_run().journeys.acquisitions.size() == 941);
  CHECK(bundled_run().report.rejected.empty());
  CHECK(bundled_run().warnings.empty());
}

TEST_CASE("debian: every column says whether it was observed, derived or assumed") {
  for (const NamedTable& named : bundled_run().tables)
    for (const std::string& column : named.table.column_names()) {
      const ColumnInfo info = named.table.info(column);
      INFO(named.name << "." << column << ": " << info.source);
      const bool said = info.source.find("(observed)") != std::string::npos ||
                        info.source.find("(derived)") != std::string::npos ||
                        info.source.find("(assumed)") != std::string::npos;
      CHECK(said);
      CHECK_FALSE(info.meaning.empty());
      CHECK_FALSE(info.method.empty());
    }
  const ColumnInfo crv = bundled_run().table("scores").info("crv");
  CHECK(crv.unit == "units");
  CHECK_THAT(crv.source, Catch::Contains("purchases.units (assumed)"));
}
