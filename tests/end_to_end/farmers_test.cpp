#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "loaders/columnar/source_table.hpp"
#include "tests/support/data.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

constexpr const char* kTables[] = {"people", "contexts", "purchases", "events", "surveys"};

std::string quoted(const std::string& table) {
  return "\"" + (shared_data("demo_farmers") / (table + ".csv")).string() + "\"";
}

/// Everybody who named an adviser follows the adviser: influence runs from dst to src.
std::string study_text(const char* more = "", bool touches = true) {
  std::string text = "[study]\ntime_unit = \"year\"\n[tables]\n";
  for (const char* table : kTables)
    text += std::string(table) + " = { file = " + quoted(table) +
            (std::string(table) == "purchases" ? ", value = \"units\" }\n" : " }\n");
  text += "ties = { file = " + quoted("ties") + ", influence = \"dst_to_src\" }\n";
  if (touches)
    text += "touches = { file = " + quoted("touches") + ", from_person = \"person_id\" }\n";
  return text + more;
}

std::vector<std::string> cells(const std::string& table, const std::string& column) {
  return read_source_table(shared_data("demo_farmers") / (table + ".csv"), table)
      .table()
      .texts(column);
}

struct Adoptions {
  std::set<std::pair<std::string, std::string>> advised;  ///< (person, context)
  std::size_t all = 0;
};

/// Adoptions by people who named, for any practice or for this one, somebody who had adopted it in
/// an earlier year.
Adoptions advised_adoptions() {
  const auto person = cells("purchases", "person_id"), context = cells("purchases", "context_id"),
             year = cells("purchases", "t");
  std::map<std::pair<std::string, std::string>, int> adopted;
  for (std::size_t i = 0; i < person.size(); ++i)
    adopted[{person[i], context[i]}] = std::stoi(year[i]);
  const auto src = cells("ties", "src"), dst = cells("ties", "dst"),
             about = cells("ties", "context_id");
  Adoptions result{.all = person.size()};
  for (const auto& [who, when] : adopted)
    for (std::size_t i = 0; i < src.size(); ++i) {
      if (src[i] != who.first || !(about[i].empty() || about[i] == who.second)) continue;
      const auto adviser = adopted.find({dst[i], who.second});
      if (adviser != adopted.end() && adviser->second < when) result.advised.insert(who);
    }
  return result;
}

/// The acquisitions of which somebody earned a share.
std::set<std::pair<std::string, std::string>> credited(const StudyRun& run) {
  const Table& credits = run.table("credits");
  const auto person = credits.texts("person_id"), context = credits.texts("context_id"),
             referrer = credits.texts("referrer_id");
  std::set<std::pair<std::string, std::string>> found;
  for (std::size_t i = 0; i < person.size(); ++i)
    if (!referrer[i].empty()) found.emplace(person[i], context[i]);
  return found;
}

}  // namespace

TEST_CASE("farmers: only adoptions with an earlier-adopting adviser earn anybody credit") {
  if (!have_shared_data("demo_farmers")) return;
  const Adoptions adoptions = advised_adoptions();
  CHECK(100.0 * static_cast<double>(adoptions.advised.size()) /
            static_cast<double>(adoptions.all) ==
        Approx(57.1).margin(0.05));
  const TempFolder folder;
  const StudyRun run = run_text(folder, study_text());
  CHECK(run.journeys.acquisitions.size() == adoptions.all);
  const auto earned = credited(run);
  CHECK_FALSE(earned.empty());
  CHECK(std::ranges::includes(adoptions.advised, earned));
  CHECK(audit_adds_up(run));
  CHECK(audit_line(run, "unattributed") == 100 * static_cast<Money>(adoptions.all - earned.size()));
}

TEST_CASE("farmers: without touches ties imply them for the adoptions advised, and no others") {
  if (!have_shared_data("demo_farmers")) return;
  const TempFolder folder;
  const StudyRun run = run_text(folder, study_text("", false));
  CHECK(credited(run) == advised_adoptions().advised);
  CHECK(run.journeys.implied_acquisitions == advised_adoptions().advised.size());
  CHECK(audit_adds_up(run));
  const StudyRun never =
      run_text(folder, study_text("[attribution]\nimplied_touches = \"never\"\n", false));
  CHECK(credited(never).empty());
}

TEST_CASE("farmers: an adviser in an earlier year cannot lie in a cycle") {
  if (!have_shared_data("demo_farmers")) return;
  const TempFolder folder;
  const StudyRun ruled = run_text(folder, study_text());
  const StudyRun ruleless = run_text(folder, study_text("[attribution]\nexclude_cycles = false\n"));
  CHECK(ruled.journeys.cycle_edges.empty());
  CHECK(credited(ruled) == credited(ruleless));
}
