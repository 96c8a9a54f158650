#pragma once
#include <chrono>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "algorithms/customer_value/buying_model.hpp"
#include "algorithms/customer_value/gamma_gamma.hpp"
#include "engine/base/time.hpp"
#include "tests/support/data.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine::testing {

/// The log of CDNOW, the 1/10 sample of Fader and Hardie 2001: 2,357 customers.
inline constexpr const char* kCdnow = "cdnow/cdnow_elog.csv";

struct CdnowOrder {
  std::int64_t customer = 0;
  Time day{};
  Money cents = 0;
};

inline std::vector<CdnowOrder> cdnow_orders() {
  std::ifstream file(shared_data(kCdnow));
  std::vector<CdnowOrder> orders;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    orders.push_back({std::stoll(cells[1]), parse_time(cells[2], TimeUnit::CompactDate).value(),
                      parse_money(cells[4], 2).value()});
  }
  return orders;
}

inline Network cdnow_network() {
  StudyBuilder study;
  for (const CdnowOrder& order : cdnow_orders())
    study.purchase({std::to_string(order.customer), order.day, order.cents});
  return study.build();
}

/// What was known on 1997-09-30, the one way in which papers have it: in weeks of two decimals.
struct CdnowSummary {
  std::vector<RepeatBuying> buying;
  std::vector<RepeatSpend> spend;
};

inline CdnowSummary cdnow_summary(bool rounded) {
  std::map<std::int64_t, std::map<std::int64_t, Money>> days;
  const std::int64_t until = day_number(parse_time("1997-09-30", TimeUnit::Day).value());
  for (const CdnowOrder& order : cdnow_orders())
    if (day_number(order.day) <= until) days[order.customer][day_number(order.day)] += order.cents;
  CdnowSummary summary;
  const auto weeks = [&](std::int64_t count) {
    const double exact = static_cast<double>(count) / 7.0;
    return rounded ? std::round(exact * 100.0) / 100.0 : exact;
  };
  for (const auto& [customer, by_day] : days) {
    const auto x = static_cast<double>(by_day.size() - 1);
    const std::int64_t first = by_day.begin()->first;
    Money again = 0;
    for (const auto& [day, cents] : by_day) again += day == first ? 0 : cents;
    summary.buying.push_back({x, weeks(by_day.rbegin()->first - first), weeks(until - first)});
    summary.spend.push_back(x > 0.0 ? RepeatSpend{x, static_cast<double>(again) / 100.0 / x}
                                    : RepeatSpend{});
  }
  return summary;
}

}  // namespace grapevine::testing
