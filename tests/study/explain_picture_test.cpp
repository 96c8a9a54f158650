#include "study/explain_picture.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/random.hpp"
#include "tests/support/data.hpp"
#include "tests/support/files.hpp"
#include "tests/support/random_tables.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// Whether every element of `xml` ends where it should, and nothing stands behind the first.
bool is_well_formed(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string::npos) return false;
    const std::string tag = xml.substr(at + 1, end - at - 1);
    if (tag.starts_with('?') || tag.ends_with('/')) continue;
    const std::string name = tag.substr(tag.starts_with('/') ? 1 : 0, tag.find(' ') - 0);
    if (!tag.starts_with('/')) {
      open.push_back(name);
      continue;
    }
    if (open.empty() || open.back() != name) return false;
    open.pop_back();
  }
  return open.empty();
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

/// Newcomers n0, n1, ... brought by the person, with amounts.
Explanation explanation(const std::vector<double>& amounts) {
  Explanation e{.person = "ann", .context = "tea", .unit = "EUR", .models = {"linear", "first"}};
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    e.acquisitions.push_back({.newcomer = "n" + std::to_string(i),
                              .time = parse_time("2020-01-01", TimeUnit::Day).value(),
                              .journey = {{"ann", kUndated, 1.0, true}},
                              .shares = {1.0, 1.0},
                              .type1 = amounts[i],
                              .amounts = {{"crv_amount", amounts[i]}}});
    e.sum += amounts[i];
  }
  e.scores = {{"crv", e.sum}, {"civ", 0.0}};
  return e;
}

}  // namespace

TEST_CASE("explain_picture: the largest 25 have a row, the rest one together") {
  std::vector<double> amounts;
  for (int i = 0; i < 40; ++i) amounts.push_back(100.0 - i);
  const std::string picture = explanation_picture(explanation(amounts));
  CHECK(is_well_formed(picture));
  CHECK_THAT(picture, Catch::Contains(">n24</text>") && !Catch::Contains(">n25</text>") &&
                          Catch::Contains("15 more acquisitions, together 1,020</text>"));
  amounts.resize(26);  // one more has a row of its own
  CHECK_THAT(explanation_picture(explanation(amounts)),
             Catch::Contains(">n25</text>") && !Catch::Contains("more acquisitions"));
}

TEST_CASE(
    "explain_picture: names of any letters are escaped and clipped, with the whole as a tip") {
  Explanation e = explanation({5.0});
  e.person = "<script>alert(\"x\")</script> & \xE6\x9D\x8E\x01";
  e.acquisitions[0].newcomer = std::string(300, 'x');
  e.acquisitions[0].journey[0].referrer = e.person;
  e.context = "c\xFF";
  const std::string picture = explanation_picture(e);
  CHECK(is_well_formed(picture));
  CHECK_THAT(picture, !Catch::Contains("<script") && !Catch::Contains("\x01") &&
                          !Catch::Contains("\xFF") && Catch::Contains("\xE6\x9D\x8E") &&
                          Catch::Contains("<title>" + std::string(300, 'x') + "</title>") &&
                          Catch::Contains("x\xE2\x80\xA6x"));
}

TEST_CASE("explain_picture: negative amounts are hollow and red, and the bars end at the score") {
  const std::string picture = explanation_picture(explanation({60.0, -80.0}));
  CHECK(is_well_formed(picture));
  // From -20 to 60 in 168 px from 722: 0 lies at 764, 60 at 890, the score -20 at 722.
  CHECK_THAT(
      picture,
      Catch::Contains("<rect x=\"764\"") && Catch::Contains("width=\"126\"") &&
          Catch::Contains("<rect x=\"722\" ") &&
          Catch::Contains("width=\"168\" height=\"18\" fill=\"#ffffff\" stroke=\"#b3261e\"") &&
          Catch::Contains("width=\"42\" height=\"18\" fill=\"#ffffff\" stroke=\"#b3261e\"") &&
          Catch::Contains(">-20</text>"));
}

TEST_CASE("explain_picture: a long journey shows both ends, and how many of the person's are not") {
  Explanation e = explanation({5.0});
  auto& journey = e.acquisitions[0].journey;
  journey.assign(30, {"bob", kUndated, 1.0, false});
  journey[15].own = true;
  const std::string picture = explanation_picture(e);
  CHECK_THAT(picture, Catch::Contains("18 more touches, 1 of ann") &&
                          Catch::Contains("1 of 30 touches</text>"));
  CHECK(count_of(picture, "<title>bob</title></circle>") == 12);
}

TEST_CASE("explain_picture: without an acquisition it says so, a share of nothing is a dash") {
  const std::string empty = explanation_picture(explanation({}));
  CHECK(is_well_formed(empty));
  CHECK_THAT(empty, Catch::Contains("nothing to share out"));
  Explanation e = explanation({5.0});
  e.acquisitions[0].amounts.clear();
  e.acquisitions[0].shares = {0.0, 1.0};
  CHECK_THAT(explanation_picture(e), Catch::Contains("no share under linear"));
}

TEST_CASE("explain_picture: of random studies it is whole, without NaN, and the same twice") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const TempFolder folder;
    const StudyFile study = read_study_file(RandomTables(seed).write(folder));
    const StudyRun run = run_study(study);
    for (NodeId person = 0; person < run.network.num_people(); person += 3) {
      const Explanation e = explain_score(study, run, run.network.people->name(person), "1");
      const std::string picture = explanation_picture(e);
      CAPTURE(seed, e.person);
      CHECK(is_well_formed(picture));
      CHECK_THAT(picture, !Catch::Contains("nan") && !Catch::Contains("inf\""));
      CHECK(picture == explanation_picture(e));
    }
  }
}
