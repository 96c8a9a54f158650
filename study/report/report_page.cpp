#include "study/report/report_page.hpp"

#include <string_view>

#include "loaders/writers/whole_file.hpp"
#include "study/report/page_files.hpp"
#include "study/report/report_json.hpp"
#include "study/report/report_text.hpp"
#include "study/svg.hpp"

namespace grapevine {
namespace {

/// JSON that may stand inside of a <script>: no text in it can end the element or begin a comment.
std::string json_for_script(const Report& report) {
  const std::string json =
      report_json(report).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::string safe;
  safe.reserve(json.size());
  for (const char c : json)
    if (c == '<')
      safe += "\\u003c";
    else
      safe += c;
  return safe;
}

void replace_mark(std::string& page, std::string_view mark, std::string_view by) {
  if (const std::size_t at = page.find(mark); at != std::string::npos)
    page.replace(at, mark.size(), by);
}

}  // namespace

bool has_report_page() { return !page_files().html.empty(); }

std::optional<std::string> report_page(const Report& report) {
  if (!has_report_page()) return std::nullopt;
  const PageFiles files = page_files();
  std::string page(files.html);
  // What comes from outside last, and none of it can hold the mark of what follows it.
  replace_mark(page, "/*STYLE*/", files.style);
  replace_mark(page, "/*SCRIPT*/", files.script);
  replace_mark(page, "<!--LICENCES-->", xml_escaped(files.licences));
  replace_mark(page, "/*DATA*/", json_for_script(report));
  replace_mark(page, "<!--TITLE-->", xml_escaped(report.title));
  return page;
}

std::string report_file_name() { return has_report_page() ? "report.html" : "report.txt"; }

void write_report(const Report& report, const std::filesystem::path& folder) {
  const auto page = report_page(report);
  WholeFile file(folder / report_file_name());
  file.write(page ? *page : report_text(report));
  file.commit();
}

}  // namespace grapevine
