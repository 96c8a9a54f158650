#include "study/report/report_text.hpp"

#include <catch2/catch.hpp>

#include "engine/table/rows_table.hpp"

using namespace grapevine;

TEST_CASE("report_text: sentences in lines of a hundred, tables to twenty rows") {
  std::vector<std::int64_t> values(25, 7);
  TableBuilder builder;
  builder.add({.name = "seven"}, std::span<const std::int64_t>(values));
  ReportSection section{"id", "A title", {std::string(70, 'a') + " " + std::string(70, 'b')}, {}};
  section.tables.push_back({"t", "A table", "A note.", builder.finish()});
  const std::string text = report_text({.title = "Study", .unit = "EUR", .sections = {section}});
  CHECK(text.find("Study\nValue in EUR\n\nA title\n=======\n") == 0);
  CHECK(text.find(std::string(70, 'a') + "\n  " + std::string(70, 'b') + "\n") !=
        std::string::npos);
  CHECK(text.find("\nA table\nA note.\n  seven\n      7\n") != std::string::npos);
  CHECK(text.find("  ... and 5 rows more\n") != std::string::npos);
}
