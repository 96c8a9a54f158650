#include "algorithms/simulation/purchases.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace grapevine;

namespace {

constexpr NodeId kPeople = 100'000;

std::vector<SimulatedPurchase> rows_of(const Books& books, NodeId person, double joined,
                                       bool referred = false) {
  std::vector<SimulatedPurchase> rows;
  books.rows_of(person, joined, referred, rows);
  return rows;
}

/// Gauss's hypergeometric function by its series, for 0 <= z < 1.
double hypergeometric(double a, double b, double c, double z) {
  double term = 1.0, sum = 1.0;
  for (int j = 0; j < 100'000 && std::abs(term) > 1e-15 * std::abs(sum); ++j) {
    term *= (a + j) * (b + j) / (c + j) * z / (1.0 + j);
    sum += term;
  }
  return sum;
}

/// E[X(t)] of Fader, Hardie, Lee 2005, equation (9).
double expected_repeats(const ShopOptions& o, double t) {
  const double r = o.bg_nbd_r, alpha = o.bg_nbd_alpha, a = o.bg_nbd_a, b = o.bg_nbd_b;
  const double f = hypergeometric(r, b, a + b - 1.0, t / (alpha + t));
  return (a + b - 1.0) / (a - 1.0) * (1.0 - std::pow(alpha / (alpha + t), r) * f);
}

double mean_repeats(const ShopOptions& options, double days) {
  const Books books(options, 0);
  double repeats = 0.0;
  for (NodeId v = 0; v < kPeople; ++v)
    repeats += static_cast<double>(rows_of(books, v, options.days - days).size()) - 1.0;
  return repeats / kPeople;
}

}  // namespace

TEST_CASE("simulation purchases: the mean number of repeats is that of the BG/NBD model") {
  // The published parameters of CDNOW, in weeks; with them E[X(t)] is well known.
  const ShopOptions cdnow{.days = 1000,
                          .bg_nbd_r = 0.243,
                          .bg_nbd_alpha = 4.414,
                          .bg_nbd_a = 0.793,
                          .bg_nbd_b = 2.426,
                          .refunds = 0.0,
                          .ring_share = 0.0};
  ShopOptions ours{.days = 1000, .refunds = 0.0, .ring_share = 0.0};
  for (const double t : {5.0, 39.0, 78.0}) {
    CAPTURE(t);
    CHECK(mean_repeats(cdnow, t) == Approx(expected_repeats(cdnow, t)).epsilon(0.03));
  }
  for (const double t : {30.0, 365.0, 730.0}) {
    CAPTURE(t);
    CHECK(mean_repeats(ours, t) == Approx(expected_repeats(ours, t)).epsilon(0.02));
  }
}

TEST_CASE("simulation purchases: the mean amount is that of the Gamma-Gamma model") {
  const ShopOptions options{.refunds = 0.0, .ring_share = 0.0};
  const Books books(options, 0);
  double sum = 0.0;
  for (NodeId v = 0; v < kPeople; ++v)
    sum += static_cast<double>(rows_of(books, v, 0.0).front().amount) / 100.0;
  const double expected = options.amount_p * options.amount_gamma / (options.amount_q - 1.0);
  CHECK(sum / kPeople == Approx(expected).epsilon(0.01));
}

TEST_CASE("simulation purchases: who comes later buys the same, moved and cut at the end") {
  const ShopOptions options{.refunds = 0.2, .ring_share = 0.0};
  const Books books(options, 1);
  std::size_t cut = 0;
  for (NodeId v = 0; v < 2000; ++v) {
    const auto early = rows_of(books, v, 0.0), late = rows_of(books, v, 400.0);
    REQUIRE(late.size() <= early.size());
    std::size_t kept = 0;
    for (const SimulatedPurchase& row : early) {
      if (!(row.day + 400.0 < 730.0)) continue;
      REQUIRE(kept < late.size());
      CHECK(late[kept].day == Approx(row.day + 400.0));
      CHECK(late[kept].amount == row.amount);
      CHECK(late[kept].refund == row.refund);
      ++kept;
    }
    CHECK(kept == late.size());
    cut += kept < early.size();
  }
  CHECK(cut > 100);
}

TEST_CASE("simulation purchases: refunds give back what was paid, at the planted rate") {
  const ShopOptions options{.days = 2000, .refunds = 0.02, .ring_share = 0.0};
  const Books books(options, 0);
  double purchases = 0.0, refunds = 0.0;
  for (NodeId v = 0; v < 40'000; ++v) {
    const auto rows = rows_of(books, v, 0.0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ++(rows[i].refund ? refunds : purchases);
      CHECK(rows[i].day < 2000.0);
      if (!rows[i].refund) continue;
      REQUIRE(i > 0);
      CHECK(rows[i].number == rows[i - 1].number);
      CHECK(rows[i].amount == -rows[i - 1].amount);
      CHECK(rows[i].margin == -rows[i - 1].margin);
      CHECK(rows[i].day >= rows[i - 1].day);
    }
  }
  CHECK(refunds / purchases == Approx(0.02).margin(0.0015));
}

TEST_CASE("simulation purchases: referred people spend more or less by the context's factor") {
  const ShopOptions options{.referred_spending = 1.25, .ring_share = 0.0};
  for (const ContextId context : {0U, 1U}) {
    const Books books(options, context);
    double referred = 0.0, unasked = 0.0;
    for (NodeId v = 0; v < 500; ++v) {
      const auto with = rows_of(books, v, 0.0, true), without = rows_of(books, v, 0.0, false);
      REQUIRE(with.size() == without.size());
      referred += static_cast<double>(with.front().amount);
      unasked += static_cast<double>(without.front().amount);
    }
    CHECK(referred / unasked == Approx(context == 0 ? 1.25 : 0.8).epsilon(1e-4));
  }
}

TEST_CASE("simulation purchases: margins are the rate's share, and sum to the person's margin") {
  const ShopOptions options{.margin_rate = 0.25, .refunds = 0.3};
  const Books books(options, 0);
  for (NodeId v = 0; v < 500; ++v) {
    Money sum = 0;
    for (const SimulatedPurchase& row : rows_of(books, v, 100.0, true)) {
      CHECK(std::abs(static_cast<double>(row.margin) - 0.25 * static_cast<double>(row.amount)) <=
            0.5);
      sum += row.margin;
    }
    CHECK(sum == books.margin_of(v, 100.0, true));
  }
}

TEST_CASE("simulation purchases: in its context a ring buys once, for next to nothing") {
  const ShopOptions options{.people = 1000, .ring_share = 0.1};
  std::size_t tiny = 0;
  for (NodeId v = 0; v < 1000; ++v) {
    const auto place = ring_place(options, v);
    if (!place) continue;
    const auto rows = rows_of(Books(options, place->context), v, 50.0);
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().amount == 100);
    ++tiny;
  }
  CHECK(tiny == 100);
}

TEST_CASE("simulation purchases: odd options end, and no purchase is beyond its numbers") {
  const Books busy({.days = 36'500,
                    .bg_nbd_r = 1e4,
                    .bg_nbd_alpha = 0.01,
                    .bg_nbd_a = 0.01,
                    .bg_nbd_b = 1e4,
                    .ring_share = 0.0},
                   0);
  std::uint32_t most = 0;
  for (const SimulatedPurchase& row : rows_of(busy, 0, 0.0)) most = std::max(most, row.number);
  CHECK(most == kMostPurchases - 1);
  const Books idle({.bg_nbd_r = 0.01, .amount_p = 0.01, .amount_q = 1.01, .ring_share = 0.0}, 0);
  for (NodeId v = 0; v < 2000; ++v)
    for (const SimulatedPurchase& row : rows_of(idle, v, 0.0)) CHECK(std::abs(row.amount) > 0);
}
