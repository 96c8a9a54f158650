#include "algorithms/forecast/forecast_tables.hpp"

#include <catch2/catch.hpp>

#include "tests/support/forecast_town.hpp"

namespace grapevine {
namespace {

using testing::ForecastTown;

TEST_CASE("forecast_tables: of each context those with the highest means, equal ones by place") {
  const ForecastTown town(6, 2);
  const ForecastStreams streams = town.streams();
  ForecastWindows windows(streams, {.pool = PeoplePool::Known});
  const ForecastWindow window = windows.at(ForecastTown::now(), {0, 1});
  ReferralModel model;
  ForecastParts parts;
  const std::vector<double> means{1, 5, 5, 2, 0, 3, 0, 0, 0, 0, 0, 9};
  parts.add(window, model, means, 3, 0.9);
  std::vector<std::pair<ContextId, NodeId>> listed;
  for (const ForecastPart& part : parts.all()) listed.emplace_back(part.context, part.person);
  CHECK(listed ==
        std::vector<std::pair<ContextId, NodeId>>{{0, 1}, {0, 2}, {0, 5}, {1, 5}, {1, 0}, {1, 1}});
}

TEST_CASE("forecast_tables: without features a forecast is the typical one and the record's") {
  const ForecastTown town(6, 1);
  const ForecastStreams streams = town.streams();
  ForecastWindows windows(streams, {.pool = PeoplePool::Known});
  const ForecastWindow window = windows.at(ForecastTown::now(), {0});
  ReferralModel model;
  model.prior.intercept = std::log(0.25);
  model.level = 2.0;
  ForecastParts parts;
  parts.add(window, model, model.means(window), 6, 0.9);
  for (const ForecastPart& part : parts.all()) {
    CHECK(part.typical == Approx(0.25));
    CHECK(part.in_context * part.anywhere * part.position * part.audience == 1.0);
    CHECK(part.expected == Approx(0.25 * part.record_factor * 2.0));
  }
}

}  // namespace
}  // namespace grapevine
