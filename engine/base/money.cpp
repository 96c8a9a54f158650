#include "engine/base/money.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"

namespace grapevine {
namespace {

__extension__ using Wide = __int128;

constexpr Wide kMostMoney = std::numeric_limits<Money>::max();

/// Indices of `remainders`, largest first, earlier first on a tie.
template <class Remainder>
std::vector<std::size_t> by_remainder(const std::vector<Remainder>& remainders) {
  std::vector<std::size_t> order(remainders.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    return remainders[a] != remainders[b] ? remainders[a] > remainders[b] : a < b;
  });
  return order;
}

/// A decimal number as digits x 10^exponent.
struct Decimal {
  Wide digits = 0;
  int exponent = 0;
};

std::optional<Decimal> read_decimal(std::string_view text) {
  // Zeros at the end behind the point say nothing, and decimal columns write many.
  if (text.find('.') != text.npos && text.find_first_of("eE") == text.npos && text.size() > 2)
    text = text.substr(0, text.find_last_not_of('0') + 1);
  Decimal number;
  bool point = false, any = false;
  std::size_t i = 0;
  for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
    if (text[i] == '.' && !point) {
      point = true;
      continue;
    }
    if (text[i] < '0' || text[i] > '9' || number.digits > kMostMoney * 1000) return std::nullopt;
    number.digits = number.digits * 10 + (text[i] - '0');
    number.exponent -= point ? 1 : 0;
    any = true;
  }
  if (!any) return std::nullopt;
  if (i == text.size()) return number;
  if (text.find(' ', i) != text.npos) return std::nullopt;
  const auto exponent = parse_integer(text.substr(i + 1));
  if (!exponent || *exponent < -40 || *exponent > 40) return std::nullopt;
  number.exponent += static_cast<int>(*exponent);
  return number;
}

/// Small whole numbers in the same proportion as the weights but for the rounding of these; else
/// nothing. Equal shares that were reached by different sums are equal again.
std::optional<std::vector<std::int64_t>> whole_proportions(std::span<const double> weights) {
  constexpr double kRounding = 4e-15, kMost = 1e6;
  constexpr int kMostTimes = 120;
  double smallest = std::numeric_limits<double>::infinity();
  for (const double weight : weights)
    if (weight > 0.0) smallest = std::min(smallest, weight);
  for (int times = 1; times <= kMostTimes; ++times) {
    std::vector<std::int64_t> whole;
    for (const double weight : weights) {
      const double exact = weight / smallest * times, nearest = std::round(exact);
      if (exact > kMost || std::abs(exact - nearest) > kRounding * nearest) break;
      whole.push_back(static_cast<std::int64_t>(nearest));
    }
    if (whole.size() == weights.size()) return whole;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Money> parse_money(std::string_view text, int decimals) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  auto number = read_decimal(text);
  if (!number) return std::nullopt;
  for (number->exponent += decimals; number->exponent < 0; ++number->exponent) {
    if (number->digits % 10 != 0) return std::nullopt;
    number->digits /= 10;
  }
  for (; number->exponent > 0 && number->digits != 0; --number->exponent) {
    number->digits *= 10;
    if (number->digits > kMostMoney) return std::nullopt;
  }
  if (number->digits > kMostMoney) return std::nullopt;
  const auto amount = static_cast<Money>(number->digits);
  return negative ? -amount : amount;
}

std::string money_text(Money amount, int decimals) {
  if (decimals == 0) return fmt::format("{}", amount);
  const auto magnitude = static_cast<std::uint64_t>(amount < 0 ? -Wide{amount} : Wide{amount});
  std::uint64_t scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  return fmt::format("{}{}.{:0{}}", amount < 0 ? "-" : "", magnitude / scale, magnitude % scale,
                     decimals);
}

double major_units(Money amount, int decimals) {
  return static_cast<double>(amount) / std::pow(10.0, decimals);
}

Money add_money(Money a, Money b) {
  Money sum = 0;
  if (__builtin_add_overflow(a, b, &sum))
    throw Error(ErrorCode::BadInput, "purchases", "amounts sum to more than 64 bits of minor units",
                "lower value_decimals");
  return sum;
}

std::vector<Money> split_by_largest_remainder(Money total, std::span<const std::int64_t> parts) {
  const Wide whole = std::accumulate(parts.begin(), parts.end(), Wide{0});
  assert(whole > 0);
  const Wide magnitude = total < 0 ? -Wide{total} : Wide{total};
  std::vector<Money> pieces;
  std::vector<Wide> remainders;
  Wide left = magnitude;
  for (const std::int64_t part : parts) {
    const Wide exact = magnitude * part;
    pieces.push_back(static_cast<Money>(exact / whole));
    remainders.push_back(exact % whole);
    left -= exact / whole;
  }
  for (const std::size_t i : by_remainder(remainders)) {
    if (left == 0) break;
    ++pieces[i];
    --left;
  }
  if (total < 0)
    for (Money& piece : pieces) piece = -piece;
  return pieces;
}

std::vector<std::int64_t> share_parts(std::span<const double> weights) {
  const double whole = std::accumulate(weights.begin(), weights.end(), 0.0);
  assert(whole > 0.0 && std::isfinite(whole));
  if (const auto parts = whole_proportions(weights))
    return split_by_largest_remainder(kWholeShare, *parts);
  std::vector<std::int64_t> parts;
  std::vector<double> remainders;
  std::int64_t left = kWholeShare;
  for (const double weight : weights) {
    const double exact = weight / whole * static_cast<double>(kWholeShare);
    const double floor = std::floor(exact);
    parts.push_back(static_cast<std::int64_t>(floor));
    remainders.push_back(exact - floor);
    left -= parts.back();
  }
  // Rounding of `exact` can leave a handful too many or too few: each goes to, or comes from, the
  // part for which it is least wrong.
  const auto order = by_remainder(remainders);
  for (std::size_t k = 0; left > 0; ++k, --left) ++parts[order[k % order.size()]];
  for (auto k = order.rbegin(); left < 0; ++k) {
    if (k == order.rend()) k = order.rbegin();
    if (parts[*k] == 0) continue;
    --parts[*k];
    ++left;
  }
  return parts;
}

std::vector<Money> split_by_weights(Money total, std::span<const double> weights) {
  const auto whole = whole_proportions(weights);
  return split_by_largest_remainder(total, whole ? *whole : share_parts(weights));
}

}  // namespace grapevine
