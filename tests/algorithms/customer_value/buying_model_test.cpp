#include "algorithms/customer_value/buying_model.hpp"

#include <catch2/catch.hpp>

#include "tests/support/buying.hpp"

namespace grapevine {
namespace {

using testing::cdnow_parameters;
using testing::kBuyingModelNames;
using testing::kBuyingModels;

constexpr RepeatBuying kHistories[] = {
    {0.0, 0.0, 38.86}, {0.0, 0.0, 0.0},       {2.0, 30.43, 38.86}, {1.0, 0.5, 10.0},
    {7.0, 20.0, 20.0}, {40.0, 100.25, 104.0}, {1.0, 1e-3, 3e4},    {1500.0, 51.0, 52.0}};

TEST_CASE("buying model: slopes are those of differences, of every model and history") {
  for (const BuyingModelKind kind : kBuyingModels)
    for (const RepeatBuying& history : kHistories) {
      const BuyingParameters at = cdnow_parameters(kind);
      const auto here = make_buying_model(kind, at, 2000.0)->likelihood(history);
      for (std::size_t i = 0; i < at.size(); ++i) {
        constexpr double kStep = 1e-5;
        const auto moved = [&](double way) {
          BuyingParameters there = at;
          there[i] *= std::exp(way);
          return make_buying_model(kind, there, 2000.0)->likelihood(history);
        };
        const auto low = moved(-kStep), high = moved(kStep);
        CAPTURE(kBuyingModelNames[static_cast<int>(kind)], history.frequency, i);
        const auto slope = [&](double below, double above) {
          return (above - below) / (2 * kStep);
        };
        CHECK(here.slopes[i] ==
              Approx(slope(low.log_likelihood, high.log_likelihood)).epsilon(1e-5).margin(1e-5));
        CHECK(here.alive_slopes[i] ==
              Approx(slope(low.log_alive, high.log_alive)).epsilon(1e-5).margin(1e-6));
      }
    }
}

TEST_CASE("buying model: what simulated customers do later is what is expected of their like") {
  constexpr std::size_t kCustomers = 60'000;
  constexpr double kHorizon = 30.0;
  for (const BuyingModelKind kind : kBuyingModels) {
    const BuyingParameters at = cdnow_parameters(kind);
    const auto model = make_buying_model(kind, at, 100.0);
    const auto drawn = testing::draw_customers(kind, at, 40.0, kHorizon, kCustomers, 7);
    // By x = 0, 1, 2, 3 and more: who is alive, and of Y its mean, square and chance of none.
    std::array<std::array<double, 4>, 4> actual{}, expected{};
    std::array<double, 4> count{}, squares{};
    for (const auto& one : drawn) {
      const auto x = static_cast<std::size_t>(std::min(one.history.frequency, 3.0));
      const double alive = std::exp(model->likelihood(one.history).log_alive);
      double mean = 0.0;
      model->expect(one.history.frequency, one.history.age, {&kHorizon, 1}, {&mean, 1});
      const double square = model->mean_square(one.history.frequency, one.history.age, kHorizon);
      const double none = model->chance_of_none(one.history.frequency, one.history.age, kHorizon);
      const std::array<double, 4> seen{one.alive ? 1.0 : 0.0, one.later, one.later * one.later,
                                       one.later == 0.0 ? 1.0 : 0.0};
      const std::array<double, 4> told{alive, alive * mean, alive * square,
                                       1.0 - alive * (1.0 - none)};
      for (std::size_t k = 0; k < 4; ++k) {
        actual[x][k] += seen[k];
        expected[x][k] += told[k];
      }
      ++count[x];
      squares[x] += one.later * one.later;
    }
    for (std::size_t x = 0; x < 4; ++x) {
      CAPTURE(kBuyingModelNames[static_cast<int>(kind)], x, count[x]);
      REQUIRE(count[x] > 1000.0);
      const double alive_error =
          std::sqrt(expected[x][0] * (1.0 - expected[x][0] / count[x]) + 1.0);
      CHECK(std::abs(actual[x][0] - expected[x][0]) < 4.0 * alive_error);
      CHECK(std::abs(actual[x][1] - expected[x][1]) < 4.0 * std::sqrt(squares[x]));
      CHECK(actual[x][2] == Approx(expected[x][2]).epsilon(0.15));
      CHECK(std::abs(actual[x][3] - expected[x][3]) < 4.0 * std::sqrt(count[x]) / 2.0);
    }
  }
}

TEST_CASE(
    "buying model: alive falls with silence, expectations rise with the horizon, none is NaN") {
  for (const BuyingModelKind kind : kBuyingModels) {
    const auto model = make_buying_model(kind, cdnow_parameters(kind), 10.0);
    double before = 2.0;
    for (double age = 10.0; age < 1e5; age *= 2.0) {
      const double alive = std::exp(model->likelihood({3.0, 9.0, age}).log_alive);
      CHECK((alive > 0.0 && alive < before));
      before = alive;
    }
    double purchases = 0.0;
    for (double t = 0.5; t < 1e6; t *= 3.0) {
      const double now = model->expected_of_newcomer(t);
      CHECK(now > purchases);
      purchases = now;
    }
    CHECK(model->expected_of_newcomer(0.0) == 0.0);
  }
  CHECK(parameter_names(BuyingModelKind::ParetoNbd)[2] == "s");
  CHECK(parameter_names(BuyingModelKind::MbgNbd)[2] == "a");
}

}  // namespace
}  // namespace grapevine
