#include "study/backtest_calibration.hpp"

#include <catch2/catch.hpp>

#include "algorithms/registry.hpp"
#include "tests/support/files.hpp"
#include "tests/support/study_builder.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("calibration_bands: sums of what was foretold beside what came, band by band") {
  StudyBuilder builder;
  for (const char* person : {"a", "b", "c", "d"})
    builder.purchase(PurchaseRow{.person = person, .t = "2020-01-01", .margin = 1});
  const Network whole = builder.build();
  const NetworkCut past = cut_at(whole, parse_time("2020-06-01", TimeUnit::Day).value());
  ScoreColumns columns;
  columns.add({{.name = "expected", .unit = "referrals"}, std::vector<double>{0.5, 0.4, 2.0, 0.0}});
  columns.add({{.name = "expected_low", .unit = "referrals"}, std::vector<double>(4, 9.0)});
  columns.add({{.name = "else", .unit = "money"}, std::vector<double>(4, 9.0)});
  const Journeys journeys;
  const NamedNumbers roles;
  PastAndOutcome inputs{past, journeys, columns, {}, roles};
  const Time later = parse_time("2020-07-01", TimeUnit::Day).value();
  inputs.outcomes = {{1, 0, later, 0}, {2, 0, later, 0}, {2, 0, later, 1}, {3, 0, later, 0}};
  const auto all = [](const ColumnInfo&) { return true; };
  const auto bands = calibration_bands(inputs, Time{}, all);
  REQUIRE(bands.size() == 3);  // of one column: ends of intervals and money are no expectations
  CHECK(bands[0].from == 0.0);
  CHECK((bands[0].people == 1 && bands[0].predicted == 0.0 && bands[0].realised == 1.0));
  CHECK(bands[1].from == 0.3);
  CHECK((bands[1].people == 2 && bands[1].predicted == Approx(0.9) && bands[1].realised == 1.0));
  CHECK((bands[2].people == 1 && bands[2].predicted == 2.0 && bands[2].realised == 2.0));
  CHECK(calibration_bands(inputs, Time{}, [](const ColumnInfo&) { return false; }).empty());
  const Table table = calibration_table(bands).table;
  CHECK(table.num_rows() == 3);
  CHECK(table.doubles("predicted")[2] == 2.0);
}

TEST_CASE("foretells: the same outcome until the same horizon, of all newcomers") {
  const TempFolder folder;
  const auto study_with = [&](const std::string& forecast) {
    folder.write("purchases.csv", "person_id,t\na,2020-01-02\n");
    return read_study_file(folder.write(
        "study.toml", "[tables]\npurchases = { file = \"purchases.csv\" }\n" + forecast));
  };
  const Algorithm& forecast = *find_algorithm("referral_forecast");
  const auto backtest = [](std::initializer_list<std::pair<const char*, const char*>> given) {
    OptionMap options;
    for (const auto& [name, value] : given) options[name] = {{value}, name};
    return options;
  };
  const StudyFile plain = study_with("");  // it foretells a year
  CHECK(foretells(plain, forecast, backtest({{"horizon", "1y"}})));
  CHECK(foretells(plain, forecast, backtest({{"horizon", "12m"}})));
  CHECK(!foretells(plain, forecast, backtest({{"horizon", "3y"}})));
  CHECK(!foretells(plain, forecast, backtest({})));
  CHECK(!foretells(plain, forecast, backtest({{"horizon", "1y"}, {"outcome", "ties"}})));
  CHECK(!foretells(plain, forecast, backtest({{"horizon", "1y"}, {"newcomer_purchases", "5"}})));
  const StudyFile longer = study_with("[forecast]\nhorizon = \"3y\"\n");
  CHECK(foretells(longer, forecast, backtest({{"horizon", "3y"}, {"outcome", "acquisitions"}})));
  CHECK(!foretells(longer, forecast, backtest({{"horizon", "1y"}})));
}
