#include "engine/base/money.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/base/error.hpp"
#include "engine/parallel/random.hpp"

using namespace grapevine;

namespace {

__extension__ using Wide = __int128;

/// Hands out the units that flooring left one by one, each to the largest remainder not yet served
/// (compared as exact fractions), the first one on a tie. Quadratic.
std::vector<Money> brute_force_split(Money total, const std::vector<std::int64_t>& parts) {
  Wide whole = 0;
  for (const std::int64_t part : parts) whole += part;
  const Wide magnitude = total < 0 ? -Wide{total} : Wide{total};
  std::vector<Money> pieces(parts.size());
  Wide left = magnitude;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    pieces[i] = static_cast<Money>(magnitude * parts[i] / whole);
    left -= pieces[i];
  }
  std::vector<bool> served(parts.size());
  for (; left > 0; --left) {
    std::size_t best = parts.size();
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (!served[i] &&
          (best == parts.size() || magnitude * parts[i] % whole > magnitude * parts[best] % whole))
        best = i;
    served[best] = true;
    ++pieces[best];
  }
  if (total < 0)
    for (Money& piece : pieces) piece = -piece;
  return pieces;
}

/// A number whose size is as random as its digits.
std::int64_t any_size(Random& random, int most_bits) {
  return static_cast<std::int64_t>(random() >>
                                   (64 - 1 - random.below(static_cast<unsigned>(most_bits))));
}

TEST_CASE("split_by_weights: an exact half goes to the earlier weight, also of thirds") {
  // 0.25 x 1/3 of 6 units is half a unit; as parts of 10^15 it would be a little less.
  const double third = 1.0 / 3.0;
  const double weights[] = {0.25 * third, 0.25 * third, 0.25 * third, 0.75};
  CHECK(split_by_weights(6, weights) == std::vector<Money>{1, 1, 0, 4});
  CHECK(split_by_weights(-6, weights) == std::vector<Money>{-1, -1, 0, -4});
  const double irrational[] = {std::sqrt(2.0), 1.0};
  CHECK(split_by_weights(100, irrational) == std::vector<Money>{59, 41});
}

}  // namespace

TEST_CASE("parse_money: decimal text is read exactly") {
  CHECK(parse_money("12", 2) == 1200);
  CHECK(parse_money("-0.5", 2) == -50);
  CHECK(parse_money("+1.10", 2) == 110);
  CHECK(parse_money(" .07 ", 2) == 7);
  CHECK(parse_money("5.", 2) == 500);
  CHECK(parse_money("1e2", 2) == 10'000);
  CHECK(parse_money("1.5E-1", 2) == 15);
  CHECK(parse_money("12.340000", 2) == 1234);
  CHECK(parse_money("0e40", 2) == 0);
  CHECK(parse_money("-0", 2) == 0);
  CHECK(parse_money("7", 0) == 7);
  // 0.29 * 100 is 28.999999999999996 in doubles, and these digits exceed 53 bits.
  CHECK(parse_money("0.29", 2) == 29);
  CHECK(parse_money("92233720368547758.07", 2) == std::numeric_limits<Money>::max());
}

TEST_CASE("parse_money: what is no exact amount is refused") {
  for (const char* text : {"", " ", ".", "-", "--1", "1.234", "0.001", "1e-3", "1e", "1e41",
                           "1.2.3", "1,50", "12 EUR", "nan", "inf", "92233720368547758.08", "1e17",
                           "1e30", "999999999999999999999999999999999999999999"}) {
    INFO(text);
    CHECK_FALSE(parse_money(text, 2).has_value());
  }
  CHECK_FALSE(parse_money("0.5", 0).has_value());
}

TEST_CASE("parse_money: reads what money_text writes, for any amount and number of decimals") {
  Random random(2, 0);
  for (int i = 0; i < 10'000; ++i) {
    const int decimals = static_cast<int>(random.below(7));
    const Money amount = (random.below(2) ? 1 : -1) * any_size(random, 63);
    REQUIRE(parse_money(money_text(amount, decimals), decimals) == amount);
  }
}

TEST_CASE("money_text, major_units: hand-computed") {
  CHECK(money_text(1234, 2) == "12.34");
  CHECK(money_text(-5, 2) == "-0.05");
  CHECK(money_text(0, 2) == "0.00");
  CHECK(money_text(-7, 0) == "-7");
  CHECK(money_text(std::numeric_limits<Money>::min(), 2) == "-92233720368547758.08");
  CHECK(major_units(-1250, 2) == -12.5);
  CHECK(major_units(3, 0) == 3.0);
}

TEST_CASE("add_money: a sum beyond 64 bits is refused") {
  constexpr Money kMost = std::numeric_limits<Money>::max();
  CHECK(add_money(kMost - 1, 1) == kMost);
  CHECK(add_money(kMost, -kMost) == 0);
  CHECK_THROWS_AS(add_money(kMost, 1), Error);
  CHECK_THROWS_AS(add_money(-kMost, -2), Error);
}

TEST_CASE("split_by_largest_remainder: hand-computed, earlier ones first on a tie") {
  using Pieces = std::vector<Money>;
  CHECK(split_by_largest_remainder(100, Pieces{1, 1, 1}) == Pieces{34, 33, 33});
  CHECK(split_by_largest_remainder(-100, Pieces{1, 1, 1}) == Pieces{-34, -33, -33});
  CHECK(split_by_largest_remainder(10, Pieces{1, 0, 6, 6}) == Pieces{1, 0, 5, 4});
  CHECK(split_by_largest_remainder(0, Pieces{3, 4}) == Pieces{0, 0});
  CHECK(split_by_largest_remainder(std::numeric_limits<Money>::max(), Pieces{kWholeShare}) ==
        Pieces{std::numeric_limits<Money>::max()});
}

TEST_CASE(
    "split_by_largest_remainder: equals exact fractions and sums to the total, 10,000 times") {
  Random random(3, 0);
  for (int i = 0; i < 10'000; ++i) {
    std::vector<std::int64_t> parts(1 + random.below(12));
    for (std::int64_t& part : parts) part = random.below(4) ? any_size(random, 50) : 0;
    if (std::ranges::all_of(parts, [](auto part) { return part == 0; })) parts.front() = 1;
    const Money total = (random.below(2) ? 1 : -1) * any_size(random, 63);
    const auto pieces = split_by_largest_remainder(total, parts);
    REQUIRE(std::accumulate(pieces.begin(), pieces.end(), Money{0}) == total);
    REQUIRE(pieces == brute_force_split(total, parts));
  }
}

TEST_CASE("share_parts: hand-computed") {
  using Weights = std::vector<double>;
  using Parts = std::vector<std::int64_t>;
  CHECK(share_parts(Weights{5.0}) == Parts{kWholeShare});
  CHECK(share_parts(Weights{1.0, 0.0, 1.0}) == Parts{kWholeShare / 2, 0, kWholeShare / 2});
  CHECK(share_parts(Weights{1.0, 1.0, 1.0}) ==
        Parts{333'333'333'333'334, 333'333'333'333'333, 333'333'333'333'333});
}

TEST_CASE("share_parts: 10,000 weight vectors of any ratio sum to the whole share exactly") {
  Random random(4, 0);
  for (int i = 0; i < 10'000; ++i) {
    std::vector<double> weights(1 + random.below(40));
    const double spread = 600.0 * random.uniform();
    for (double& weight : weights)
      weight = random.below(5)
                   ? random.uniform() * std::pow(10.0, spread * (random.uniform() - 0.5))
                   : 0.0;
    if (std::accumulate(weights.begin(), weights.end(), 0.0) == 0.0) weights.back() = 1e-300;
    const double whole = std::accumulate(weights.begin(), weights.end(), 0.0);
    const auto parts = share_parts(weights);
    REQUIRE(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == kWholeShare);
    for (std::size_t k = 0; k < parts.size(); ++k) {
      REQUIRE(parts[k] >= 0);
      if (weights[k] == 0.0) REQUIRE(parts[k] == 0);  // who did nothing earns nothing
      const double exact = weights[k] / whole * static_cast<double>(kWholeShare);
      REQUIRE(std::abs(static_cast<double>(parts[k]) - exact) <= 2.0);
    }
  }
}

TEST_CASE("share_parts: a hundred thousand equal weights differ by one part at most") {
  const std::vector<double> weights(100'003, 0.1);
  const auto parts = share_parts(weights);
  CHECK(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == kWholeShare);
  const auto [least, most] = std::ranges::minmax(parts);
  CHECK(most - least <= 1);
}
