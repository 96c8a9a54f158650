#include "study/report/report_page.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "study/report/report_json.hpp"
#include "study/report/run_report.hpp"
#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("report_page: one file without a way out, whatever the study is called") {
  if (!has_report_page()) {
    WARN("SKIPPED: npm was not there when this was built");
    return;
  }
  const TempFolder folder;
  StudyFile study = report_shop(folder);
  study.name = "</script><script>alert(1)</script> /*DATA*/ <!--TITLE-->";
  const Report report = run_report(study, run_study(study));
  const std::string page = report_page(report).value();
  // The scripts are the page's own two: data and code; neither the title nor the data ends one.
  std::size_t scripts = 0;
  for (std::size_t at = page.find("<script"); at != std::string::npos;
       at = page.find("<script", at + 1))
    ++scripts;
  CHECK(scripts == 2);
  for (const char* way_out : {"src=\"http", "href=\"http", "@import", "url(http"})
    CHECK(page.find(way_out) == std::string::npos);
  const std::string begin = "<script type=\"application/json\" id=\"data\">";
  const std::size_t from = page.find(begin) + begin.size();
  const auto data =
      nlohmann::ordered_json::parse(page.substr(from, page.find("</script>", from) - from));
  CHECK(data == report_json(report));
}

TEST_CASE("write_report: a page, or the text of a build without one") {
  const TempFolder folder;
  const StudyFile study = report_shop(folder);
  write_report(run_report(study, run_study(study)), folder.path());
  CHECK(std::filesystem::exists(folder.path() / report_file_name()));
  CHECK(report_file_name() == (has_report_page() ? "report.html" : "report.txt"));
}
