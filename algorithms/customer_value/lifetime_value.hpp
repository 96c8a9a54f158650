#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/customer_value/economics.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct LifetimeValueOptions {
  std::string observe_until;
  Period time_unit = Period::Week;
  double horizon = 52.0;
  double discount_per_period = 0.0;
  double period_length = 1.0;
  double zone_hours = 0.0;
  int least_repeat_buyers = 30;
  std::string group;
  double confidence = 0.95;

  static constexpr auto fields() {
    using O = LifetimeValueOptions;
    return std::tuple{
        field("observe_until", &O::observe_until,
              "Last day that the model sees, such as 1997-09-30; what comes later is held out and "
              "compared. Empty: the last day there is"),
        field("time_unit", &O::time_unit,
              "Unit of frequencies and ages, and of horizon; of a month and longer its mean length",
              kPeriodNames),
        field("horizon", &O::horizon, "How far ahead value is counted", 1e-6, 1e6).in("time units"),
        field("discount_per_period", &O::discount_per_period,
              "d: what is bought in period i ahead is divided by (1 + d)^i", 0.0, 100.0),
        field("period_length", &O::period_length, "Length of a period of discounting", 1e-3, 1e6)
            .in("time units"),
        field("zone_hours", &O::zone_hours,
              "By how much the customers' clocks are ahead of UTC: purchases of one day count once",
              -14.0, 14.0)
            .in("hours"),
        field("least_repeat_buyers", &O::least_repeat_buyers,
              "A context with fewer customers who bought again takes the fit of all contexts", 1.0,
              1e9)
            .in("people"),
        field("group", &O::group,
              "Groups that may buy at different rates: referred (by a touch that counts, or not), "
              "or a column of the people table. Empty: none"),
        field("confidence", &O::confidence, "Chance with which clv lies in clv_low to clv_high",
              0.5, 0.999)};
  }
};

struct LifetimeValueResult {
  std::vector<double> clv, clv_low, clv_high;  ///< Per (context, person); NaN: no model fits.
  std::vector<double> p_alive;                 ///< NaN: no customer yet.
  std::vector<NamedTable> tables;
  std::vector<std::string> warnings;
  Facts run;

  Facts facts() const { return run; }
  static constexpr auto columns() {
    using R = LifetimeValueResult;
    return std::tuple{
        column("clv", &R::clv, "money",
               "customer lifetime value: discounted margin expected of the person's own purchases "
               "up to the horizon; 0 without purchases",
               "purchases.value purchases.t"),
        column("clv_low", &R::clv_low, "money",
               "low end of the interval in which what the person will bring lies",
               "purchases.value purchases.t"),
        column("clv_high", &R::clv_high, "money", "high end of it", "purchases.value purchases.t"),
        column("p_alive", &R::p_alive, "probability",
               "that the person is still a customer; null: has bought nothing", "purchases.t")};
  }
};

inline constexpr std::string_view kLifetimeValueComplexity =
    "Time O(purchases log purchases + customers x evaluations of the likelihood, some forty)";

inline constexpr AlgorithmDoc kBgNbdDoc{
    .name = "bg_nbd",
    .section = "clv",
    .summary = "Customer lifetime value by BG/NBD and Gamma-Gamma: who bought once is alive.",
    .complexity = kLifetimeValueComplexity,
    .reference =
        "Fader, Hardie, Lee 2005, \"Counting Your Customers\" the Easy Way; Fader, Hardie "
        "2013, The Gamma-Gamma Model of Monetary Value",
    .by_request = true};

inline constexpr AlgorithmDoc kMbgNbdDoc{
    .name = "mbg_nbd",
    .section = "clv",
    .summary = "The same by MBG/NBD: people may leave after their first purchase as well.",
    .complexity = kLifetimeValueComplexity,
    .reference =
        "Batislam, Denizel, Filiztekin 2007, Empirical validation and comparison of models "
        "for customer base analysis; Fader, Hardie 2013",
    .by_request = true};

inline constexpr AlgorithmDoc kParetoNbdDoc{
    .name = "pareto_nbd",
    .section = "clv",
    .summary = "The same by Pareto/NBD: people may leave at any time.",
    .complexity = kLifetimeValueComplexity,
    .reference =
        "Schmittlein, Morrison, Colombo 1987, Counting Your Customers: Who Are They and "
        "What Will They Do Next?; Fader, Hardie 2013",
    .by_request = true};

/// Models of repeat buying and of spending are fitted to each context's purchases up to
/// `observe_until`, or to those of all contexts together where a context has too few repeat buyers
/// or no maximum of its own. Where nobody at all bought again there is no fit: the columns are NaN
/// for customers, and a warning says so.
///
/// Tables: `clv`, a row per customer with all that is expected of him and by which fit; `clv_fits`,
/// parameters with standard errors; `clv_tracking` and `clv_conditional`, what was bought beside
/// what was expected, the days held out included. Errors: InvalidOption for a day or group that is
/// none.
LifetimeValueResult bg_nbd(const ScoreInputs& inputs, const LifetimeValueOptions& options = {});
LifetimeValueResult mbg_nbd(const ScoreInputs& inputs, const LifetimeValueOptions& options = {});
LifetimeValueResult pareto_nbd(const ScoreInputs& inputs, const LifetimeValueOptions& options = {});

}  // namespace grapevine
