#include "algorithms/attribution/shapley_shares.hpp"

#include <bit>
#include <set>

#include "tests/support/attribution_laws.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using testing::touch_of;

std::vector<double> shares(const Journeys& journeys) { return shapley_shares(journeys); }

TEST_CASE("shapley_shares: equally over the people of a journey, whatever their roles weigh") {
  const Journeys journeys = testing::journeys_of(
      {{touch_of(1, 1, 7.0), touch_of(2, 2, 0.5), touch_of(1, 3, 9.0)}, {}, {touch_of(3, 5)}});
  CHECK(shapley_shares(journeys) == std::vector<double>{0.5, 0.5, 0.0, 1.0});
}

TEST_CASE("shapley_shares: shares sum to 1, threads and the order of rows change no bit") {
  testing::check_sharing_laws(shares);
  testing::check_shuffling_law(shares);
}

TEST_CASE("shapley_shares: the sum of a person's shares is their Shapley value of the sum game") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Journeys journeys = testing::random_journeys(seed, 12);
    const auto share = shapley_shares(journeys);
    std::vector<std::uint32_t> needed;  // whom each acquisition needs
    std::vector<double> earned(5);
    for (const Acquisition& a : journeys.acquisitions) {
      std::uint32_t set = 0;
      for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k) {
        set |= 1U << journeys.touches[k].referrer;
        earned[journeys.touches[k].referrer] += share[k];
      }
      if (set != 0) needed.push_back(set);
    }
    const auto exact = shapley_exact(5, [&](std::uint32_t set) {
      return static_cast<double>(
          std::ranges::count_if(needed, [&](std::uint32_t all) { return (all & ~set) == 0; }));
    });
    for (std::size_t p = 0; p < 5; ++p) CHECK(earned[p] == Approx(exact[p]).margin(1e-12));
  }
}

TEST_CASE("shapley_shares: another game than the sum has no parts by journey") {
  CHECK(
      testing::error_of([] { return shapley_shares({}, {.game = ShapleyGame::ConversionRate}); }) ==
      "InvalidOption game: a study's journeys are shared out by the game `sum` alone; leave it "
      "out; "
      "tables of paths take the others");
}

}  // namespace
}  // namespace grapevine
