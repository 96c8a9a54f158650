#include "algorithms/customer_value/gamma_functions.hpp"

#include <catch2/catch.hpp>
#include <cmath>

namespace grapevine {
namespace {

TEST_CASE("gamma functions: ln Gamma and digamma to 13 digits, values by mpmath 1.3 at 30 digits") {
  constexpr double kValues[][3] = {{1e-3, 6.9071788853838537, -1000.5755719318103},
                                   {0.25, 1.2880225246980775, -4.2274535333762654},
                                   {1.0, 0.0, -0.57721566490153286},
                                   {2.5, 0.28468287047291916, 0.70315664064524319},
                                   {9.99, 12.779315214350193, 2.2507003728312011},
                                   {10.01, 12.824350262448248, 2.2528037003181358},
                                   {1000.0, 5905.2204232091812, 6.9072551956488121},
                                   {1e9, 19723265827.503717, 20.723265836446411}};
  for (const auto& [z, log_gamma_z, digamma_z] : kValues) {
    CAPTURE(z);
    CHECK(log_gamma(z) == Approx(log_gamma_z).epsilon(1e-13).margin(1e-15));
    CHECK(digamma(z) == Approx(digamma_z).epsilon(1e-13));
  }
  CHECK(std::abs(digamma(1.4616321449683623)) < 1e-14);
}

TEST_CASE("gamma functions: normal quantiles, values by mpmath, symmetric about one half") {
  constexpr double kValues[][2] = {{1e-300, -37.047096299361199}, {1e-12, -7.0344838253011319},
                                   {0.001, -3.0902323061678135},  {0.025, -1.9599639845400542},
                                   {0.3, -0.52440051270804078},   {0.8, 0.84162123357291421},
                                   {0.975, 1.9599639845400542},   {0.9999, 3.7190164854556806}};
  for (const auto& [p, z] : kValues) {
    CAPTURE(p);
    CHECK(normal_quantile(p) == Approx(z).epsilon(1e-14));
  }
  CHECK(normal_quantile(0.5) == 0.0);
  for (double p = 0.001; p < 0.5; p += 0.01)
    CHECK(normal_quantile(p) == Approx(-normal_quantile(1.0 - p)).epsilon(1e-12));
}

TEST_CASE("gamma functions: rising factorials equal products, in their table and beyond it") {
  for (const double z : {0.05, 1.0, 3.7}) {
    const RisingFactorial table(z, 2000.0), none(z, 0.0);
    double log = 0.0, slope = 0.0;
    for (double n = 0.0; n < 1500.0; n += 1.0) {
      CAPTURE(z, n);
      REQUIRE(table.log(n) == Approx(log).epsilon(1e-12).margin(1e-12));
      REQUIRE(none.log(n) == Approx(log).epsilon(1e-11).margin(1e-11));
      REQUIRE(table.slope(n) == Approx(slope).epsilon(1e-12));
      REQUIRE(none.slope(n) == Approx(slope).epsilon(1e-11).margin(1e-11));
      log += std::log(z + n);
      slope += 1.0 / (z + n);
    }
  }
  CHECK(RisingFactorial(2.0, 1e9).log(1e9) == Approx(log_gamma(1e9 + 2.0)).epsilon(1e-14));
}

}  // namespace
}  // namespace grapevine
