#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace grapevine {

/// An exact amount in minor units (cents; or 10^-decimals of a unit where there is no currency).
using Money = std::int64_t;

/// One whole acquisition: its credits are integer parts that sum to this.
inline constexpr std::int64_t kWholeShare = 1'000'000'000'000'000;

/// The amount that `text` spells in decimal ("12", "-0.5", "1e2"), exactly; nothing when it is no
/// number, has more than `decimals` decimal places that are not zero, or overflows.
std::optional<Money> parse_money(std::string_view text, int decimals);

/// "12.34" for 1234 minor units with two decimals.
std::string money_text(Money amount, int decimals);

/// The same amount as a floating-point number of major units.
double major_units(Money amount, int decimals);

/// a + b. Errors: BadInput when the sum does not fit 64 bits.
Money add_money(Money a, Money b);

/// Splits `total` in proportion to `parts` (>= 0, not all 0) so that the pieces sum to it exactly:
/// each is rounded down, and what is left goes to the largest remainders, earlier ones first on a
/// tie. A negative total is split by its absolute value. O(n log n).
std::vector<Money> split_by_largest_remainder(Money total, std::span<const std::int64_t> parts);

/// The same for real-valued weights (>= 0, finite, not all 0), into `kWholeShare` parts.
std::vector<std::int64_t> share_parts(std::span<const double> weights);

/// Splits `total` by real-valued weights, as `split_by_largest_remainder` does by whole ones:
/// weights that are whole proportions but for their rounding (1/3, 2/3) split exactly.
std::vector<Money> split_by_weights(Money total, std::span<const double> weights);

}  // namespace grapevine
