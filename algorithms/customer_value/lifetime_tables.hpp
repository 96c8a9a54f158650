#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "algorithms/customer_value/lifetime_forecast.hpp"
#include "algorithms/customer_value/lifetime_holdout.hpp"

namespace grapevine {

/// Whose purchases a fit rests on, for the customers of one context.
enum class FitSource : std::uint8_t { Own, Pooled, Mean, None };
inline constexpr std::string_view kFitSourceNames[] = {"own", "pooled", "mean", "none"};

/// A customer in the table `clv`.
struct LifetimeRow {
  CustomerHistory history;
  RepeatBuying buying;
  RepeatSpend spend;
  std::uint32_t group = 0;
  LifetimeForecast forecast;  ///< NaN where no model fits.
  FitSource buying_fit = FitSource::None, spending_fit = FitSource::None;
};

/// Models fitted to the customers of one context, or of all.
struct ContextFit {
  ContextId context = kEveryContext;
  BuyingFit buying;
  SpendFit spending;
};

/// A period of one context; a group of frequencies of one.
struct TrackedRow {
  ContextId context;
  TrackedPeriod period;
};
struct ConditionalRow {
  ContextId context;
  ConditionalPurchases purchases;
};

/// What all four tables are made with.
struct LifetimeTableMaker {
  const Network& network;
  std::string_view method;                 ///< The model.
  const std::vector<std::string>& groups;  ///< Their names; empty: there are none.
  std::string_view time_unit;              ///< "week"

  NamedTable customers(std::span<const LifetimeRow> rows) const;
  NamedTable fits(std::span<const ContextFit> fits) const;
  NamedTable tracking(std::span<const TrackedRow> rows) const;
  NamedTable conditional(std::span<const ConditionalRow> rows) const;

 private:
  ColumnInfo info(const char* name, const char* unit, const char* meaning,
                  const char* source = "purchases.t") const;
};

}  // namespace grapevine
