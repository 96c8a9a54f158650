#include "study/backtest_calibration.hpp"

#include <catch2/catch.hpp>

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
  BacktestMoments moments{};
  const auto bands = calibration_bands(inputs, moments);
  REQUIRE(bands.size() == 3);  // of one column: ends of intervals and money are no expectations
  CHECK(bands[0].from == 0.0);
  CHECK((bands[0].people == 1 && bands[0].predicted == 0.0 && bands[0].realised == 1.0));
  CHECK(bands[1].from == 0.3);
  CHECK((bands[1].people == 2 && bands[1].predicted == Approx(0.9) && bands[1].realised == 1.0));
  CHECK((bands[2].people == 1 && bands[2].predicted == 2.0 && bands[2].realised == 2.0));
  const Table table = calibration_table(bands).table;
  CHECK(table.num_rows() == 3);
  CHECK(table.doubles("predicted")[2] == 2.0);
}
