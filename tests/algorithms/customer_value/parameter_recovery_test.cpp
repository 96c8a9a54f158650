#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/customer_value/lifetime_forecast.hpp"
#include "engine/parallel/loops.hpp"
#include "tests/support/buying.hpp"

// 500 simulated sets of 12,000 customers for each model, seeds fixed beforehand: `make recovery`.
// Intervals are those of large numbers: with 4,000 customers that of b in MBG/NBD covers 92 %.

namespace grapevine {
namespace {

using testing::cdnow_parameters;
using testing::gamma_draw;
using testing::kBuyingModelNames;
using testing::kBuyingModels;

constexpr std::size_t kSets = 500, kCustomers = 12'000;
constexpr double kNormal95 = 1.959963984540054;
constexpr SpendParameters kSpending{6.25, 3.74, 15.44};

/// How often an estimate in logarithms was near what was planted.
struct Coverage {
  std::size_t sets = 0, within_three = 0, within_interval = 0;

  void add(double estimate, double planted, double error) {
    const double off = std::abs(estimate - planted) / error;
    ++sets;
    within_three += off < 3.0;
    within_interval += off < kNormal95;
  }
  double share() const { return static_cast<double>(within_interval) / static_cast<double>(sets); }
};

/// One set: customers, what they spend, and a fit of both.
struct DrawnSet {
  std::vector<testing::DrawnCustomer> drawn;
  std::vector<RepeatBuying> histories;
  std::vector<RepeatSpend> spend;
  std::vector<double> brought;  ///< In the time after.
  BuyerCounts counts;
  BuyingFit buying;
  SpendFit spending;
};

DrawnSet draw_set(BuyingModelKind kind, std::uint64_t seed, double horizon) {
  DrawnSet set;
  set.drawn =
      testing::draw_customers(kind, cdnow_parameters(kind), 78.0, horizon, kCustomers, seed);
  set.histories = testing::histories_of(set.drawn);
  for (std::size_t i = 0; i < set.drawn.size(); ++i) {
    Random random(seed + 1'000'000, i);
    const double nu = gamma_draw(random, kSpending[1], kSpending[2]);
    const double x = set.histories[i].frequency, later = set.drawn[i].later;
    set.spend.push_back({x, x > 0.0 ? gamma_draw(random, kSpending[0] * x, nu) / x : 0.0});
    set.brought.push_back(later > 0.0 ? gamma_draw(random, kSpending[0] * later, nu) : 0.0);
  }
  set.counts = count_equal_buyers(set.histories);
  set.buying = fit_buying(kind, set.counts);
  set.spending = fit_spend(set.spend);
  return set;
}

/// The expected value of one customer by the true parameters.
double true_value(BuyingModelKind kind, const RepeatBuying& history, const RepeatSpend& spend,
                  double horizon) {
  const auto model = make_buying_model(kind, cdnow_parameters(kind), history.frequency);
  double mean = 0.0;
  model->expect(history.frequency, history.age, {&horizon, 1}, {&mean, 1});
  const auto [p, q, v] = kSpending;
  const double x = spend.frequency;
  return std::exp(model->likelihood(history).log_alive) * mean * p * (v + x * spend.mean) /
         (p * x + q - 1.0);
}

}  // namespace

TEST_CASE("parameter recovery: 500 sets a model, estimates and intervals cover what was planted",
          "[.recovery]") {
  constexpr double kHorizon = 52.0;
  for (const BuyingModelKind kind : kBuyingModels) {
    std::vector<Coverage> parameters(7);
    Coverage value;
    std::size_t converged = 0, above = 0, below = 0;
    for (std::size_t s = 0; s < kSets; ++s) {
      const DrawnSet set = draw_set(kind, 10'000 + s, kHorizon);
      if (!set.buying.estimate.converged || !set.spending.estimate.converged) continue;
      ++converged;
      for (std::size_t i = 0; i < 4; ++i)
        parameters[i].add(set.buying.estimate.at[i], std::log(cdnow_parameters(kind)[i]),
                          std::sqrt(set.buying.estimate.covariance[5 * i]));
      for (std::size_t i = 0; i < 3; ++i)
        parameters[4 + i].add(set.spending.estimate.at[i], std::log(kSpending[i]),
                              std::sqrt(set.spending.estimate.covariance[4 * i]));
      const auto forecasts =
          forecast_lifetimes(set.buying, set.spending, set.counts, set.spend, {.length = kHorizon});
      for (std::size_t i = 0; i < forecasts.size(); ++i) {
        above += set.brought[i] > forecasts[i].high;
        below += set.brought[i] < forecasts[i].low;
      }
      // The first customer of each set: the value by the true parameters, in logarithms.
      const double truth = true_value(kind, set.histories[0], set.spend[0], kHorizon);
      value.add(std::log(forecasts[0].value), std::log(truth),
                forecasts[0].error / forecasts[0].value);
    }
    CAPTURE(kBuyingModelNames[static_cast<int>(kind)], converged);
    CHECK(converged >= kSets - 2);
    double together = 0.0;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      CAPTURE(i);
      WARN(kBuyingModelNames[static_cast<int>(kind)]
           << " parameter " << i << ": within 3 errors " << parameters[i].within_three
           << ", intervals cover " << parameters[i].share());
      CHECK(parameters[i].within_three >= kSets * 98 / 100);
      // 500 sets tell a share of 0.95 to 0.01 (one standard error); of all seven together, 0.02.
      CHECK(parameters[i].share() == Approx(0.95).margin(0.03));
      together += parameters[i].share() / static_cast<double>(parameters.size());
    }
    CHECK(together == Approx(0.95).margin(0.02));
    const double customers = static_cast<double>(converged * kCustomers);
    WARN(kBuyingModelNames[static_cast<int>(kind)]
         << ": errors of values cover " << value.share() << ", of what customers bring "
         << static_cast<double>(above) / customers << " lies above, "
         << static_cast<double>(below) / customers << " below its interval");
    CHECK(value.share() == Approx(0.95).margin(0.02));
    CHECK(static_cast<double>(above) / customers == Approx(0.025).margin(0.01));
    CHECK(static_cast<double>(below) / customers < 0.025);
  }
}

}  // namespace grapevine
