#include "algorithms/customer_value/beta_geometric.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

namespace grapevine {
namespace {

double alive(const BetaGeometric& model, const RepeatBuying& h) {
  return std::exp(model.likelihood(h).log_alive);
}

double expected(const BetaGeometric& model, double x, double age, double horizon) {
  double mean = 0.0;
  model.expect(x, age, {&horizon, 1}, {&mean, 1});
  return mean;
}

/// Log-likelihood and P(alive) of BG/NBD, then of MBG/NBD.
struct Mixture {
  BuyingParameters parameters;
  RepeatBuying history;
  double bg, bg_alive, mbg, mbg_alive;
};

// The likelihood of one customer at a rate and a chance, (1 - p)^x l^x e^(-l T) + p (1 - p)^(x - 1)
// l^x e^(-l t_x), integrated over both by mpmath 1.3 at 30 digits; for MBG with one factor 1 - p
// more.
constexpr Mixture kMixtures[] = {{{0.243, 4.414, 0.793, 2.426},
                                  {0, 0.0, 38.86},
                                  -0.55471327643815845,
                                  1.0,
                                  -0.38695222057085345,
                                  0.63725333796489528},
                                 {{0.243, 4.414, 0.793, 2.426},
                                  {2, 30.43, 38.86},
                                  -9.4586063070662712,
                                  0.72657857008067291,
                                  -9.6871826362499614,
                                  0.77441924262364617},
                                 {{0.243, 4.414, 0.793, 2.426},
                                  {40, 100.25, 104.0},
                                  -84.23200008287005,
                                  0.92684501990715308,
                                  -84.252244698656739,
                                  0.92844593547607395},
                                 {{1.5, 9.0, 2.5, 0.7},
                                  {1, 0.5, 10.0},
                                  -2.1254761462691826,
                                  0.047163024092083932,
                                  -3.8520325508086116,
                                  0.10730876444798648},
                                 {{1.5, 9.0, 2.5, 0.7},
                                  {7, 20.0, 20.0},
                                  -20.042220043629688,
                                  0.72826086956521739,
                                  -20.359316001287762,
                                  0.75490196078431373},
                                 {{0.05, 60.0, 0.1, 0.3},
                                  {0, 0.0, 38.86},
                                  -0.024968007287752082,
                                  1.0,
                                  -0.018667318771433295,
                                  0.74528933939924199},
                                 {{0.05, 60.0, 0.1, 0.3},
                                  {40, 100.25, 104.0},
                                  -100.85943370027697,
                                  0.99361500917459139,
                                  -100.86207046534074,
                                  0.99377245900171967}};

TEST_CASE("beta geometric: the likelihood is the mixture over rates and chances, integrated") {
  for (const Mixture& m : kMixtures) {
    const BetaGeometric bg(m.parameters, 10.0, false), mbg(m.parameters, 10.0, true);
    CAPTURE(m.parameters[0], m.history.frequency);
    CHECK(bg.likelihood(m.history).log_likelihood == Approx(m.bg).epsilon(1e-9));
    CHECK(mbg.likelihood(m.history).log_likelihood == Approx(m.mbg).epsilon(1e-9));
    CHECK(alive(bg, m.history) == Approx(m.bg_alive).epsilon(1e-12));
    CHECK(alive(mbg, m.history) == Approx(m.mbg_alive).epsilon(1e-12));
  }
}

/// E[Y(t) | alive] of BG/NBD and of MBG/NBD.
struct Published {
  BuyingParameters parameters;
  double x, age, horizon, bg, mbg;
};

// (a + b + x - 1) / (a - 1) (1 - ((alpha + T) / (alpha + T + t))^(r + x) 2F1(r + x, b + x;
// a + b + x - 1; t / (alpha + T + t))), the formula of the paper, by mpmath at 30 digits.
constexpr Published kPublished[] = {
    {{0.243, 4.414, 0.793, 2.426}, 0, 0.0, 39, 1.1967231933208168, 1.3151015299286999},
    {{0.243, 4.414, 0.793, 2.426}, 2, 38.86, 39, 1.687399305805313, 1.7309712294205877},
    {{0.243, 4.414, 0.793, 2.426}, 40, 104.0, 52, 16.529806224147173, 16.580287623190738},
    {{0.243, 4.414, 0.793, 2.426}, 3, 10.0, 500, 22.415262268096275, 24.668541355727217},
    {{1.5, 9.0, 2.5, 0.7}, 0, 0.0, 39, 1.22729706018644, 1.5986925783901247},
    {{1.5, 9.0, 2.5, 0.7}, 3, 10.0, 500, 3.4346412471872021, 4.0809988236121331},
    {{0.05, 60.0, 0.1, 0.3}, 7, 20.0, 1, 0.088065377737959804, 0.088072448246055869},
    {{0.05, 60.0, 0.1, 0.3}, 3, 10.0, 500, 18.723293028663007, 19.10490621116029},
    {{0.5, 3.0, 1.0000001, 1.5}, 2, 38.86, 39, 1.7585314709369017, 1.8376983098518093},
    {{0.5, 3.0, 1.0000001, 1.5}, 3, 10.0, 500, 15.298146720753161, 17.529553589771916}};

TEST_CASE("beta geometric: expected purchases are those of the published formula") {
  for (const Published& p : kPublished) {
    const BetaGeometric bg(p.parameters, 10.0, false), mbg(p.parameters, 10.0, true);
    CAPTURE(p.parameters[2], p.x, p.horizon);
    CHECK(expected(bg, p.x, p.age, p.horizon) == Approx(p.bg).epsilon(1e-12));
    CHECK(expected(mbg, p.x, p.age, p.horizon) == Approx(p.mbg).epsilon(1e-12));
  }
}

TEST_CASE("beta geometric: a = 1 and a + b < 1 are like their neighbours") {
  const auto at = [](double a, double b) {
    return expected(BetaGeometric({0.5, 3.0, a, b}, 10.0, false), 2.0, 20.0, 39.0);
  };
  CHECK(at(1.0, 1.5) == Approx((at(1.0 - 1e-6, 1.5) + at(1.0 + 1e-6, 1.5)) / 2.0).epsilon(1e-9));
  CHECK(at(0.3, 0.7) == Approx((at(0.3, 0.7 - 1e-6) + at(0.3, 0.7 + 1e-6)) / 2.0).epsilon(1e-9));
}

TEST_CASE("beta geometric: several horizons at once equal each by itself") {
  const BetaGeometric model({0.243, 4.414, 0.793, 2.426}, 10.0, false);
  std::vector<double> horizons, means(40);
  for (int i = 1; i <= 40; ++i) horizons.push_back(std::pow(1.3, i) * 0.01);
  model.expect(3.0, 12.0, horizons, means);
  for (std::size_t i = 0; i < horizons.size(); ++i)
    CHECK(means[i] == Approx(expected(model, 3.0, 12.0, horizons[i])).epsilon(1e-13));
}

TEST_CASE("beta geometric: sums and integrals agree where one gives way to the other") {
  // Around 4,000 terms; the curve bends so little that it is straight here.
  const BetaGeometric model({0.243, 4.414, 0.793, 2.426}, 10.0, false);
  for (const double x : {0.0, 40.0, 300.0}) {
    const double age = 100.0, switches = 3960.0 * (4.414 + age) / (40.243 + x);
    const auto mean = [&](double share) { return expected(model, x, age, switches * share); };
    const auto square = [&](double share) { return model.mean_square(x, age, switches * share); };
    CAPTURE(x);
    CHECK(mean(1.0001) - mean(0.9999) == Approx(mean(0.9999) - mean(0.9997)).epsilon(1e-3));
    CHECK(square(1.0001) - square(0.9999) == Approx(square(0.9999) - square(0.9997)).epsilon(1e-2));
  }
}

TEST_CASE("beta geometric: parameters at their bounds give sums and integrals that agree") {
  // Of one who hardly ever leaves, hardly ever stays, or leaves with one chance for everybody.
  for (const double a : {3e-7, 0.02, 0.149, 0.151, 3e6})
    for (const double b : {3e-7, 0.1, 3e6}) {
      const BetaGeometric model({0.3, 5.0, a, b}, 10.0, false);
      // Some 4,000 terms at 500 ages; one below is summed, one above is integrated.
      const auto mean = [&](double horizon) { return expected(model, 1.0, 0.0, horizon); };
      const double below = mean(478.0), at = mean(480.0), above = mean(484.0);
      CAPTURE(a, b, below, above);
      CHECK((0.0 < below && below <= at * (1.0 + 1e-12) && at <= above * (1.0 + 1e-12)));
      CHECK(above - at == Approx(2.0 * (at - below)).epsilon(0.02).margin(1e-8 * at));
    }
}

TEST_CASE("beta geometric: a customer with 10^9 purchases goes on as before") {
  const BetaGeometric model({0.243, 4.414, 0.793, 2.426}, 1e9, false);
  const RepeatBuying heavy{1e9, 999.0, 1000.0};
  CHECK(std::isfinite(model.likelihood(heavy).log_likelihood));
  const double mean = expected(model, 1e9, 1000.0, 10.0);
  // He leaves with a chance of a / (b + x) each time: of some 10^7 purchases hardly any are lost.
  CHECK(mean == Approx(1e9 / 1004.414 * 10.0).epsilon(0.01));
  CHECK(model.mean_square(1e9, 1000.0, 10.0) == Approx(mean * mean).epsilon(0.01));
  CHECK(model.chance_of_none(1e9, 1000.0, 10.0) == 0.0);
}

}  // namespace
}  // namespace grapevine
