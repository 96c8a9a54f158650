#include "algorithms/customer_value/lifetime_holdout.hpp"

#include <algorithm>

#include "algorithms/customer_value/lifetime_forecast.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

constexpr double kDaysOfYear = 365.2425;

std::size_t place(std::int64_t day, std::int64_t first) {
  return static_cast<std::size_t>(day - first);
}

/// Longer histories than anybody has are tracked only so far.
constexpr std::int64_t kMostDays = 20'000;

std::int64_t first_day_of(const FittedCustomers& fitted) {
  return std::ranges::min_element(fitted.customers, {}, &CustomerHistory::first_day)->first_day;
}

/// The last day of each whole unit from `first` on, up to `end`.
std::vector<std::int64_t> period_ends(std::int64_t first, std::int64_t end, Period unit) {
  const Time start{std::chrono::days{first}};
  std::vector<std::int64_t> ends;
  for (std::int64_t k = 1;; ++k) {
    const std::int64_t last = day_number(add_periods(start, unit, k)) - 1;
    if (last > std::min(end, first + kMostDays)) return ends;
    ends.push_back(last);
  }
}

/// How many joined, and how many bought again, on each day from the first on.
struct DailyCounts {
  std::vector<std::vector<double>> joined;  ///< By group.
  std::vector<double> bought;

  DailyCounts(const FittedCustomers& fitted, std::int64_t first, std::int64_t last)
      : joined(fitted.fit.num_groups), bought(place(last, first) + 1) {
    for (auto& group : joined) group.resize(bought.size());
    for (std::size_t i = 0; i < fitted.customers.size(); ++i) {
      const CustomerHistory& one = fitted.customers[i];
      if (one.first_day > last) continue;
      joined[fitted.groups.empty() ? 0 : fitted.groups[i]][place(one.first_day, first)] += 1.0;
      for (std::uint64_t k = 1; k < one.num_days; ++k) {
        const std::int64_t day = fitted.histories.days[one.first_place + k];
        if (day <= last) bought[place(day, first)] += 1.0;
      }
    }
  }
};

/// Purchases expected of a newcomer within each number of days that `ends` ask for.
std::vector<double> expected_by_age(const FittedCustomers& fitted, std::uint32_t group,
                                    std::span<const double> joined,
                                    std::span<const std::size_t> ends) {
  std::vector<std::uint8_t> wanted(joined.size());
  for (std::size_t born = 0; born < joined.size(); ++born)
    if (joined[born] > 0.0)
      for (const std::size_t end : ends)
        if (end >= born) wanted[end - born] = 1;
  const auto model = fitted.fit.model(group, 0.0);
  std::vector<double> expected(joined.size());
  const double unit = days_of(fitted.unit);
  for_each_index(
      joined.size(),
      [&](std::size_t d) {
        if (wanted[d]) expected[d] = model->expected_of_newcomer(static_cast<double>(d) / unit);
      },
      64);
  return expected;
}

double expected_until(std::span<const double> joined, std::span<const double> by_age,
                      std::size_t day) {
  double sum = 0.0;
  for (std::size_t born = 0; born <= day; ++born)
    if (joined[born] > 0.0) sum += joined[born] * by_age[day - born];
  return sum;
}

std::int64_t days_held_out(const FittedCustomers& fitted, const CustomerHistory& one) {
  const auto begin = fitted.histories.days.begin() + static_cast<std::ptrdiff_t>(one.first_place);
  const auto end = begin + static_cast<std::ptrdiff_t>(one.num_days);
  return std::upper_bound(begin, end, fitted.end_day) -
         std::upper_bound(begin, end, fitted.last_day);
}

}  // namespace

double days_of(Period unit) {
  switch (unit) {
    case Period::Day:
      return 1.0;
    case Period::Week:
      return 7.0;
    case Period::Month:
      return kDaysOfYear / 12.0;
    case Period::Quarter:
      return kDaysOfYear / 4.0;
    case Period::HalfYear:
      return kDaysOfYear / 2.0;
    case Period::Year:
      break;
  }
  return kDaysOfYear;
}

std::vector<RepeatBuying> repeat_buying(std::span<const CustomerHistory> customers, Period unit,
                                        std::int64_t last_day) {
  const double days = days_of(unit);
  std::vector<RepeatBuying> all(customers.size());
  for_each_index(customers.size(), [&](std::size_t i) {
    const CustomerHistory& one = customers[i];
    all[i] = {static_cast<double>(one.repeats),
              static_cast<double>(one.latest_day - one.first_day) / days,
              static_cast<double>(last_day - one.first_day) / days};
  });
  return all;
}

std::vector<TrackedPeriod> track(const FittedCustomers& fitted) {
  if (fitted.customers.empty()) return {};
  const std::int64_t first = first_day_of(fitted);
  const auto ends = period_ends(first, fitted.end_day, fitted.unit);
  if (ends.empty()) return {};
  const DailyCounts counts(fitted, first, ends.back());
  std::vector<std::size_t> places;
  for (const std::int64_t last : ends) places.push_back(place(last, first));
  std::vector<std::vector<double>> by_age;
  for (std::uint32_t group = 0; group < fitted.fit.num_groups; ++group)
    by_age.push_back(expected_by_age(fitted, group, counts.joined[group], places));
  std::vector<TrackedPeriod> periods;
  std::size_t day = 0;
  TrackedPeriod now;
  for (const std::int64_t last : ends) {
    const double before = now.expected_total;
    now.last_day = last;
    now.held_out = last > fitted.last_day;
    now.actual = 0.0;
    for (; day <= place(last, first); ++day) now.actual += counts.bought[day];
    now.actual_total += now.actual;
    now.expected_total = 0.0;
    for (std::size_t group = 0; group < by_age.size(); ++group)
      now.expected_total += expected_until(counts.joined[group], by_age[group], day - 1);
    now.expected = now.expected_total - before;
    periods.push_back(now);
    ++now.period;
  }
  return periods;
}

std::vector<ConditionalPurchases> conditional_purchases(const FittedCustomers& fitted) {
  if (fitted.end_day <= fitted.last_day) return {};
  const auto counts =
      count_equal_buyers(repeat_buying(fitted.customers, fitted.unit, fitted.last_day),
                         fitted.groups, fitted.fit.num_groups);
  const double held_out = static_cast<double>(fitted.end_day - fitted.last_day);
  const auto forecasts =
      forecast_lifetimes(fitted.fit, {}, counts, std::vector<RepeatSpend>(fitted.customers.size()),
                         {.length = held_out / days_of(fitted.unit)});
  std::vector<ConditionalPurchases> groups(kFrequentBuyers + 1);
  for (std::size_t i = 0; i < fitted.customers.size(); ++i) {
    const CustomerHistory& one = fitted.customers[i];
    ConditionalPurchases& group =
        groups[static_cast<std::size_t>(std::min(one.repeats, kFrequentBuyers))];
    ++group.customers;
    group.actual += static_cast<double>(days_held_out(fitted, one));
    group.expected += forecasts[i].purchases;
  }
  for (std::size_t x = 0; x < groups.size(); ++x) {
    groups[x].frequency = static_cast<std::int64_t>(x);
    groups[x].actual /= static_cast<double>(groups[x].customers);
    groups[x].expected /= static_cast<double>(groups[x].customers);
  }
  std::erase_if(groups, [](const ConditionalPurchases& g) { return g.customers == 0; });
  return groups;
}

}  // namespace grapevine
