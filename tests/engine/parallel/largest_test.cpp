#include "engine/parallel/largest.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

TEST_CASE("largest_values: those that sorting puts first, whatever the blocks") {
  for (const std::size_t count : {0U, 1U, 50U, 65'536U, 65'537U, 300'000U})
    for (const std::size_t most : {0U, 1U, 7U, 100'000U, 1'000'000U}) {
      Random random(count, most);
      std::vector<std::uint32_t> values(count);
      for (std::uint32_t& value : values) value = static_cast<std::uint32_t>(random.below(5'000));
      auto found = largest_values(count, most, [&](std::size_t i) { return values[i]; });
      std::ranges::sort(found, std::greater<>());
      std::ranges::sort(values, std::greater<>());
      std::erase(values, 0U);
      values.resize(std::min(values.size(), most));
      CAPTURE(count, most);
      CHECK(found == values);
    }
}

TEST_CASE("largest_values: what is not above 0 is left out, though there be no others") {
  const std::vector<double> values = {-1.0, 0.0, 2.5, 0.5};
  auto found = largest_values(values.size(), 4, [&](std::size_t i) { return values[i]; });
  std::ranges::sort(found);
  CHECK(found == std::vector<double>{0.5, 2.5});
}

}  // namespace
}  // namespace grapevine
