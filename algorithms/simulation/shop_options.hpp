#pragma once
#include <cstdint>
#include <tuple>

#include "engine/registry/field.hpp"

namespace grapevine {

/// What a simulated shop is like. Defaults are invented, but for the amounts, which are those
/// published for CDNOW; docs/simulate.md says which truth each option plants.
struct ShopOptions {
  int people = 5000;
  int contexts = 6;
  int days = 730;
  int community_size = 50;
  double ties_per_person = 8.0;
  double outside = 0.2;
  double negative = 0.08;
  double homophily = 0.3;
  double taste_spread = 0.8;
  double organic_per_year = 0.12;
  double season = 0.4;
  double influential = 0.15;
  double influence = 0.3;
  double influence_concentration = 6.0;
  double deterrence = 0.5;
  double delay_days = 14.0;
  double consideration_days = 5.0;
  double bg_nbd_r = 1.5;
  double bg_nbd_alpha = 45.0;
  double bg_nbd_a = 0.8;
  double bg_nbd_b = 4.0;
  double amount_p = 6.25;
  double amount_q = 3.74;
  double amount_gamma = 15.44;
  double referred_spending = 1.2;
  double margin_rate = 0.3;
  double refunds = 0.02;
  double recording = 0.7;
  double incentivised = 0.2;
  double incentive = 0.0;
  double false_naming = 0.15;
  double holdout = 0.0;
  double ring_share = 0.01;
  int ring_size = 5;
  double response = 0.3;
  double over_claiming = 0.3;
  double acquisition_saving = 0.0;
  bool counterfactuals = true;
  std::uint64_t seed = 0;  ///< Not a field: every command has --seed.

  static constexpr auto fields() {
    using O = ShopOptions;
    return std::tuple{
        field("people", &O::people, "People of the town", 1, 1e8),
        field("contexts", &O::contexts, "What they may buy", 1, 1000),
        field("days", &O::days, "Length of the study, from 2023-01-01", 1, 36500).in("days"),
        field("community_size", &O::community_size, "People of one community", 1, 1e6),
        field("ties_per_person", &O::ties_per_person, "Mean of people that one may influence", 0.0,
              1000.0),
        field("outside", &O::outside, "Share of ties that leave the community", 0.0, 1.0),
        field("negative", &O::negative, "Share of ties that deter", 0.0, 1.0),
        field("homophily", &O::homophily,
              "Correlation of log tastes in one community; 0: none is planted", 0.0, 1.0),
        field("taste_spread", &O::taste_spread, "Standard deviation of log tastes", 0.0, 3.0),
        field("organic_per_year", &O::organic_per_year,
              "Mean rate at which a person comes to a context unasked", 0.0, 1000.0)
            .in("1/year"),
        field("season", &O::season, "How far the rate swings around its mean over a year", 0.0,
              1.0),
        field("influential", &O::influential,
              "Share of (tie, context) that carry any influence; 0: nobody is caused", 0.0, 1.0),
        field("influence", &O::influence, "Mean of their chance w that an attempt succeeds", 0.0,
              1.0),
        field("influence_concentration", &O::influence_concentration,
              "w ~ Beta(mean x this, (1 - mean) x this)", 0.01, 1e6),
        field("deterrence", &O::deterrence,
              "A warning along a negative tie multiplies later chances by 1 minus this", 0.0, 1.0),
        field("delay_days", &O::delay_days, "Mean time from a purchase to an attempt", 0.0, 36500.0)
            .in("days"),
        field("consideration_days", &O::consideration_days,
              "Mean time from the first success to the purchase", 0.0, 36500.0)
            .in("days"),
        field("bg_nbd_r", &O::bg_nbd_r, "BG/NBD r: shape of purchase rates", 0.01, 1e4),
        field("bg_nbd_alpha", &O::bg_nbd_alpha, "BG/NBD alpha: rates ~ Gamma(r, alpha)", 0.01, 1e6)
            .in("days"),
        field("bg_nbd_a", &O::bg_nbd_a, "BG/NBD a: drop-out chances ~ Beta(a, b)", 0.01, 1e4),
        field("bg_nbd_b", &O::bg_nbd_b, "BG/NBD b", 0.01, 1e4),
        field("amount_p", &O::amount_p, "Gamma-Gamma p: shape of one person's amounts", 0.01, 1e4),
        field("amount_q", &O::amount_q, "Gamma-Gamma q: shape of people's scales", 1.01, 1e4),
        field("amount_gamma", &O::amount_gamma, "Gamma-Gamma gamma", 0.01, 1e6).in("money"),
        field("referred_spending", &O::referred_spending,
              "Factor on amounts of referred people in the 1st, 3rd, ... context; its inverse in "
              "the 2nd, 4th, ...",
              0.1, 10.0),
        field("margin_rate", &O::margin_rate, "Margin as a share of the amount", 0.0, 1.0),
        field("refunds", &O::refunds, "Share of purchases given back", 0.0, 1.0),
        field("recording", &O::recording, "Chance that a true cause is recorded as a touch", 0.0,
              1.0),
        field("incentivised", &O::incentivised,
              "Share of true causes made for a reward; these are always recorded", 0.0, 1.0),
        field("incentive", &O::incentive, "a: reward for a newcomer who was brought for it", 0.0,
              1e6)
            .in("money"),
        field("false_naming", &O::false_naming,
              "Chance that a buyer names a friend who bought before and caused nothing", 0.0, 1.0),
        field("holdout", &O::holdout,
              "Share of people drawn at random whom no word reaches, good or bad", 0.0, 1.0),
        field("ring_share", &O::ring_share, "Share of people in reward-farming rings", 0.0, 1.0),
        field("ring_size", &O::ring_size, "People of one ring", 2, 1000),
        field("response", &O::response, "Share of surveyed buyers who answer", 0.0, 1.0),
        field("over_claiming", &O::over_claiming,
              "Chance that a no of the truth is answered with yes", 0.0, 1.0),
        field("acquisition_saving", &O::acquisition_saving,
              "ACQ2: saved on one who would have come anyway", 0.0, 1e6)
            .in("money"),
        field("counterfactuals", &O::counterfactuals,
              "Whether each person is also removed, to see what becomes of the others' margin")};
  }
};

}  // namespace grapevine
