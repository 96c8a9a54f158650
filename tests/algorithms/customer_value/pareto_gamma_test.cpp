#include "algorithms/customer_value/pareto_gamma.hpp"

#include <catch2/catch.hpp>
#include <cmath>

namespace grapevine {
namespace {

double expected(const ParetoGamma& model, double x, double age, double horizon) {
  double mean = 0.0;
  model.expect(x, age, {&horizon, 1}, {&mean, 1});
  return mean;
}

struct Published {
  BuyingParameters parameters;
  RepeatBuying history;
  double log_likelihood, alive, expected;
};

// The formulas of Fader and Hardie 2005, A Note on Deriving the Pareto/NBD Model, with 2F1 by
// mpmath 1.3 at 30 digits; the likelihoods also equal, to nine digits, the mixture l^x (m / (l + m)
// e^(-(l + m) t_x) + l / (l + m) e^(-(l + m) T)) summed over a grid of rates by numpy. The last
// column is E[Y(39) | alive].
constexpr Published kPublished[] = {
    {{0.553, 10.578, 0.606, 11.669},
     {0, 0.0, 38.86},
     -0.52104629408089031,
     0.29528660461689415,
     0.36263571235896972},
    {{0.553, 10.578, 0.606, 11.669},
     {2, 30.43, 38.86},
     -9.5542832451504058,
     0.86916755915301119,
     1.6741572760442128},
    {{0.553, 10.578, 0.606, 11.669}, {7, 20.0, 20.0}, -17.971109092639317, 1.0, 7.385205054604775},
    {{0.553, 10.578, 0.606, 11.669},
     {40, 100.25, 104.0},
     -84.12211823378187,
     0.95897905404736865,
     12.602666344925141},
    {{2.0, 30.0, 0.3, 4.0},
     {0, 0.0, 38.86},
     -0.86894448627888898,
     0.22217163728737766,
     1.0188974815365023},
    {{2.0, 30.0, 0.3, 4.0},
     {1, 0.5, 10.0},
     -3.429671914171618,
     0.59615570571662739,
     2.3088576579205371},
    {{0.8, 2.0, 3.0, 50.0},
     {0, 0.0, 38.86},
     -1.2891364642748835,
     0.057868369499192733,
     0.44974064332965165},
    {{0.8, 2.0, 3.0, 50.0},
     {1, 0.5, 10.0},
     -3.2745303331709909,
     0.24319489654887391,
     2.8471074380165289},
    {{0.8, 2.0, 3.0, 50.0},
     {40, 100.25, 104.0},
     -83.497543515599949,
     0.85024274128875795,
     10.767738174052539}};

TEST_CASE("pareto gamma: likelihood, P(alive) and expectations are those of the papers") {
  for (const Published& p : kPublished) {
    const ParetoGamma model(p.parameters, 10.0);
    const auto likelihood = model.likelihood(p.history);
    CAPTURE(p.parameters[0], p.history.frequency);
    CHECK(likelihood.log_likelihood == Approx(p.log_likelihood).epsilon(1e-12));
    CHECK(std::exp(likelihood.log_alive) == Approx(p.alive).epsilon(1e-11));
    CHECK(expected(model, p.history.frequency, p.history.age, 39.0) ==
          Approx(p.expected).epsilon(1e-12));
  }
}

TEST_CASE("pareto gamma: s = 1, where the formula is 0 / 0, is like its neighbours") {
  const auto at = [](double s) {
    return expected(ParetoGamma({1.0, 10.0, s, 12.0}, 9.0), 2, 9, 40);
  };
  CHECK(at(1.0) == Approx((at(1.0 - 1e-5) + at(1.0 + 1e-5)) / 2.0).epsilon(1e-9));
  const auto square = [](double s) {
    return ParetoGamma({1.0, 10.0, s, 12.0}, 9.0).mean_square(2.0, 9.0, 40.0);
  };
  for (const double s : {1.0, 2.0})
    CHECK(square(s) == Approx((square(s - 1e-5) + square(s + 1e-5)) / 2.0).epsilon(1e-8));
}

TEST_CASE("pareto gamma: extremes are finite, and silence ends in certainty") {
  const ParetoGamma model({0.553, 10.578, 0.606, 11.669}, 1e9);
  CHECK(std::isfinite(model.likelihood({1e9, 999.0, 1000.0}).log_likelihood));
  CHECK(std::isfinite(model.likelihood({1.0, 1e-9, 1e9}).log_likelihood));
  const auto silent = model.likelihood({500.0, 10.0, 4000.0});
  CHECK(silent.log_alive < -500.0);
  CHECK(std::isfinite(silent.slopes[1]));
  CHECK(model.chance_of_none(2.0, 10.0, 1e-9) == Approx(1.0));
  // Steep and flat parameters: the same integral in one part and in many.
  for (const double scale : {1e-3, 1.0, 1e4})
    CHECK(std::isfinite(ParetoGamma({0.5, scale, 700.0, 1e4 * scale}, 9.0)
                            .likelihood({0.0, 0.0, 400.0})
                            .log_likelihood));
}

}  // namespace
}  // namespace grapevine
