#include "study/report/report_json.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace grapevine;

TEST_CASE("report_json: texts stay texts, numbers keep seven digits, nothing is null") {
  const std::vector<std::string> ids = {"007", ""};
  const std::vector<double> values = {1.0 / 3.0, std::nan("")};
  TableBuilder builder;
  builder.add({.name = "person_id"}, std::span<const std::string>(ids));
  builder.add({.name = "crv", .unit = "money"}, std::span<const double>(values));
  ReportSection section{"s", "S", {"A sentence."}, {}};
  section.tables.push_back({"t", "T", "", builder.finish()});
  const auto json = report_json({.title = "Study", .unit = "EUR", .sections = {section}});
  const auto& columns = json["sections"][0]["tables"][0]["columns"];
  CHECK(columns[0]["values"][0] == "007");
  CHECK(columns[0]["values"][1].is_null());
  CHECK(columns[0]["numeric"] == false);
  CHECK(columns[1]["values"][0] == 0.3333333);
  CHECK(columns[1]["values"][1].is_null());
  CHECK(columns[1]["unit"] == "money");
}

TEST_CASE("report_json: edges are parallel lists, an undated one without a day") {
  ReportNetwork network{.people = {"a", "b"}, .kinds = {"tie"}, .contexts = {"tea"}};
  network.edges = {{0, 1, 0, -1, ReportEdge::kNoDay, kEveryContext}, {1, 0, 0, 1, 12, 0}};
  const auto json = report_json({.title = "", .unit = "", .sections = {}, .network = network});
  CHECK(json["network"]["from"] == nlohmann::ordered_json({0, 1}));
  CHECK(json["network"]["sign"] == nlohmann::ordered_json({-1, 1}));
  CHECK(json["network"]["day"][0].is_null());
  CHECK(json["network"]["day"][1] == 12);
  CHECK(json["network"]["context"][0].is_null());
}
