#include "loaders/columnar/name_numbers.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

TEST_CASE("name_numbers: names of all lengths are told apart as a map does it") {
  NameNumbers numbers;
  std::map<std::string, std::uint32_t> expected;
  Random random(5, 0);
  for (int i = 0; i < 60'000; ++i) {
    std::string name(random.below(40), 'a');
    // Few letters: most names differ from others in one byte, or in their length alone.
    for (char& c : name)
      if (random.below(8) == 0) c = static_cast<char>(random.below(2) == 0 ? 'b' : '\0');
    const auto next = static_cast<std::uint32_t>(expected.size());
    const std::uint32_t number = expected.try_emplace(name, next).first->second;
    REQUIRE(numbers.number_of(name) == number);
  }
  REQUIRE(numbers.size() == expected.size());
  for (const auto& [name, number] : expected) {
    REQUIRE(numbers.name(number) == name);
    REQUIRE(numbers.number_of(name) == number);
  }
}

TEST_CASE("name_numbers: a name is kept when the bytes it came in are gone, however long it is") {
  NameNumbers numbers;
  for (int i = 0; i < 100; ++i) {
    std::string name(static_cast<std::size_t>(i) * 1'000, 'x');
    numbers.number_of(name);
    name.assign(name.size(), 'y');
  }
  for (std::uint32_t i = 0; i < 100; ++i) CHECK((numbers.name(i) == std::string(i * 1'000, 'x')));
}

}  // namespace
}  // namespace grapevine
