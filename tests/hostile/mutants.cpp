#include "tests/hostile/mutants.hpp"

#include <algorithm>
#include <array>

#include "engine/parallel/random.hpp"

namespace grapevine::hostile {
namespace {

std::size_t place(Random& random, const std::string& bytes) {
  return random.below(bytes.size() + 1);
}

std::size_t length(Random& random, const std::string& bytes, std::size_t from, std::size_t most) {
  return random.below(std::min(most, bytes.size() - from) + 1);
}

void flip_bit(Random& random, std::string& bytes) {
  if (bytes.empty()) return;
  char& byte = bytes[random.below(bytes.size())];
  byte = static_cast<char>(byte ^ (1 << random.below(8)));
}

void put_byte(Random& random, std::string& bytes) {
  constexpr std::string_view kTelling("\0\n\r\t\"',;#%{}[]=-.0 \x7f\x80\xff", 22);
  const char byte = random.below(2) == 0 ? kTelling[random.below(kTelling.size())]
                                         : static_cast<char>(random.below(256));
  bytes.insert(place(random, bytes), 1, byte);
}

void take_out(Random& random, std::string& bytes) {
  const std::size_t from = place(random, bytes);
  bytes.erase(from, length(random, bytes, from, 16));
}

void repeat(Random& random, std::string& bytes) {
  const std::size_t from = place(random, bytes);
  const std::string block = bytes.substr(from, length(random, bytes, from, 64));
  const std::size_t times = random.below(8) == 0 ? 1 + random.below(200) : 1;
  std::string blocks;
  for (std::size_t i = 0; i < times; ++i) blocks += block;
  bytes.insert(place(random, bytes), blocks);
}

void cut_off(Random& random, std::string& bytes) { bytes.resize(place(random, bytes)); }

/// Puts an extreme in place of the first number behind some place.
void make_extreme(Random& random, std::string& bytes) {
  constexpr std::array<std::string_view, 14> kExtremes{
      "0",   "-1",    "-0",  "4294967295", "4294967296",           "9223372036854775807",
      "nan", "1e308", "inf", "1e-320",     "99999999999999999999", "2147483648",
      "1e9", "0x10"};
  constexpr std::string_view kDigits = "0123456789";
  const std::size_t begin = bytes.find_first_of(kDigits, place(random, bytes));
  if (begin == std::string::npos) return;
  const std::size_t end = std::min(bytes.find_first_not_of(kDigits, begin), bytes.size());
  bytes.replace(begin, end - begin, kExtremes[random.below(kExtremes.size())]);
}

void splice(Random& random, std::string& bytes, std::string_view other) {
  const std::string from(other);
  const std::size_t begin = place(random, from);
  bytes.insert(place(random, bytes), from, begin, length(random, from, begin, 200));
}

void make_length_lie(Random& random, std::string& bytes) {
  constexpr std::array<std::uint32_t, 7> kLies{0,          1,          0x7fffffff, 0x80000000,
                                               0xffffffff, 0x40000000, 0x00ffffff};
  if (bytes.size() < 4) return;
  const std::size_t from = random.below(bytes.size() - 3);
  const std::uint32_t lie = kLies[random.below(kLies.size())];
  for (std::size_t i = 0; i < 4; ++i) bytes[from + i] = static_cast<char>(lie >> (8 * i));
}

}  // namespace

std::string mutant(std::string_view bytes, std::string_view other, std::uint64_t seed,
                   std::uint64_t item) {
  Random random(seed, item);
  std::string result(bytes);
  for (std::uint64_t damages = 1 + random.below(4); damages > 0; --damages) {
    switch (random.below(8)) {
      case 0:
        flip_bit(random, result);
        break;
      case 1:
        put_byte(random, result);
        break;
      case 2:
        take_out(random, result);
        break;
      case 3:
        repeat(random, result);
        break;
      case 4:
        cut_off(random, result);
        break;
      case 5:
        make_extreme(random, result);
        break;
      case 6:
        splice(random, result, other);
        break;
      default:
        make_length_lie(random, result);
    }
  }
  return result;
}

}  // namespace grapevine::hostile
