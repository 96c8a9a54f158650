#include "loaders/edge_list/number_lines.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <type_traits>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "engine/graph/id_index.hpp"

namespace grapevine {
namespace {

static_assert(std::endian::native == std::endian::little, "digits are read as words");

/// A bit for each of 64 bytes that is no digit.
std::uint64_t no_digits(const char* text) {
#ifdef __SSE2__
  std::uint64_t bits = 0;
  for (int part = 0; part < 4; ++part) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text) + part);
    const __m128i digit = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    const __m128i above = _mm_cmpeq_epi8(_mm_max_epu8(digit, _mm_set1_epi8(10)), digit);
    bits |= std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(above))} << (16 * part);
  }
  return bits;
#else
  std::uint64_t bits = 0;
  for (int i = 0; i < 64; ++i)
    bits |= std::uint64_t{static_cast<unsigned char>(text[i] - '0') > 9} << i;
  return bits;
#endif
}

/// The number that 1 to 8 digits spell (as in simdjson: Langdale, Lemire 2019): digits become
/// pairs, then fours, then eight, each by one multiplication.
std::uint64_t value_of_digits(const char* text, std::size_t length) {
  std::uint64_t digits;
  std::memcpy(&digits, text, sizeof digits);
  digits <<= 64 - 8 * length;
  digits = ((digits & 0x0F0F0F0F0F0F0F0F) * 2561) >> 8;
  digits = ((digits & 0x00FF00FF00FF00FF) * 6553601) >> 16;
  return ((digits & 0x0000FFFF0000FFFF) * 42949672960001) >> 32;
}

constexpr std::array<bool, 256> kSeparates = [] {
  std::array<bool, 256> separates{};
  for (const char c : {' ', '\t', ',', ';'}) separates[static_cast<unsigned char>(c)] = true;
  return separates;
}();

template <class Id>
constexpr std::uint64_t kMostId =
    std::is_same_v<Id, std::uint32_t> ? std::uint64_t{std::numeric_limits<Id>::max()} - 1
                                      : std::uint64_t{std::numeric_limits<Id>::max()};

/// Text that is looked through at once, so that its ends stay in a cache of level 1.
constexpr std::size_t kChunk = 8192;

/// Of up to 16 digits, where Id has it.
template <class Id>
std::optional<std::uint64_t> long_number(const char* text, std::size_t digits) {
  constexpr std::uint64_t kEightDigits = 100'000'000;
  if (digits - 1 >= 16) return std::nullopt;
  const std::size_t high = digits > 8 ? digits - 8 : 0;
  std::uint64_t value = value_of_digits(text + high, digits - high);
  if (high > 0) value += kEightDigits * value_of_digits(text, high);
  if (value > kMostId<Id>) return std::nullopt;
  return value;
}

template <class Id>
std::optional<Id> id_of(std::string_view text) {
  const auto id = canonical_integer(text);
  if (!id) return std::nullopt;
  if constexpr (std::is_same_v<Id, std::uint32_t>)
    if (*id < 0 || static_cast<std::uint64_t>(*id) > kMostId<Id>) return std::nullopt;
  return static_cast<Id>(*id);
}

}  // namespace

template <class Id>
bool NumberLines<Id>::read(const EdgeText& file, std::size_t begin, std::size_t end) {
  constexpr std::size_t kShortestLine = 4;        // "1 2\n"
  constexpr std::size_t kMostBytes = 1ULL << 31;  // so that places in a block fit `ends_`
  if (end - begin > kMostBytes) return false;
  const std::size_t most = (end - begin) / kShortestLine + 1;
  if (first_.size() < most) first_.resize(most), second_.resize(most);
  file_ = &file;
  source_field_ = file.layout.source;
  target_field_ = file.layout.target;
  text_ = file.text.data();
  begin_ = line_ = begin;
  end_ = end;
  size_ = 0;
  largest_ = 0;
  other_ = false;
  std::size_t count = 0;
  for (std::size_t chunk = begin; chunk < end && !other_; chunk += kChunk) {
    count = find_ends(chunk, std::min(chunk + kChunk, end), count);
    count = read_lines(count);
  }
  while (line_ < end_ && !other_) read_other_line();
  return !other_;
}

/// Appends the places in [begin, end) that hold no digit to the `count` ends that are left.
template <class Id>
std::size_t NumberLines<Id>::find_ends(std::size_t begin, std::size_t end, std::size_t count) {
  // 64 bytes of usual lines have fewer ends than that, so that most need no branch that depends on
  // how many they are (as in simdjson); places beyond are written over.
  constexpr int kAtOnce = 12;
  if (ends_.size() < count + kChunk + kAtOnce) ends_.resize(count + kChunk + kAtOnce);
  std::uint32_t* next = ends_.data() + count;
  for (std::size_t at = begin; at < end; at += 64) {
    std::uint64_t bits = no_digits(text_ + at);
    if (end - at < 64) bits &= (std::uint64_t{1} << (end - at)) - 1;
    const auto first = static_cast<std::uint32_t>(at - begin_);
    std::uint32_t* const last = next + std::popcount(bits);
    for (int i = 0; i < kAtOnce; ++i, bits &= bits - 1)
      next[i] = first + static_cast<std::uint32_t>(std::countr_zero(bits));
    for (next += kAtOnce; bits != 0; bits &= bits - 1)
      *next++ = first + static_cast<std::uint32_t>(std::countr_zero(bits));
    next = last;
  }
  return static_cast<std::size_t>(next - ends_.data());
}

/// Reads the lines whose ends are known, and moves the ends of others to the front.
template <class Id>
std::size_t NumberLines<Id>::read_lines(std::size_t count) {
  std::size_t i = 0;
  while (i + 1 < count && !other_) {
    i += read_plain_lines(std::span(ends_.data() + i, count - i));
    if (i + 1 >= count) break;
    if (begin_ + ends_[i] < line_)  // of a line that was read otherwise
      ++i;
    else if (!read_long_line(begin_ + ends_[i], begin_ + ends_[i + 1]))
      read_other_line();
    else
      i += 2;
  }
  while (i < count && begin_ + ends_[i] < line_) ++i;
  std::copy(ends_.data() + i, ends_.data() + count, ends_.data());
  return count - i;
}

/// Whether a line begins with two numbers that end at `first` and `second`.
inline bool is_plain(const char* line, const char* first, const char* second) {
  return kSeparates[static_cast<unsigned char>(*first)] & ((*line != '0') | (first - line == 1)) &
         ((first[1] != '0') | (second - first == 2));
}

/// Reads lines of two numbers of up to 8 digits as long as there are such; how many ends they had.
/// What changes with each line stands in registers, which is half of the time.
template <class Id>
std::size_t NumberLines<Id>::read_plain_lines(std::span<const std::uint32_t> ends) {
  const char* const begin = text_ + begin_;
  const char* line = text_ + line_;
  Id *to_first = first_.data() + size_, *to_second = second_.data() + size_;
  Id largest = largest_;
  std::size_t i = 0;
  for (; i + 1 < ends.size(); i += 2) {
    const char *first = begin + ends[i], *second = begin + ends[i + 1];
    const auto first_digits = static_cast<std::size_t>(first - line),
               second_digits = static_cast<std::size_t>(second - first - 1);
    const bool fits = (first_digits - 1 < 8) & (second_digits - 1 < 8) & (*second == '\n');
    if (!fits || !is_plain(line, first, second)) break;
    *to_first = static_cast<Id>(value_of_digits(line, first_digits));
    *to_second = static_cast<Id>(value_of_digits(first + 1, second_digits));
    largest = std::max(largest, std::max(*to_first++, *to_second++));
    line = second + 1;
  }
  size_ += i / 2;
  largest_ = largest;
  line_ = static_cast<std::size_t>(line - text_);
  return i;
}

/// Reads a line of two numbers of up to 16 digits that ends in LF or CRLF; false when it is
/// something else.
template <class Id>
bool NumberLines<Id>::read_long_line(std::size_t first, std::size_t second) {
  if (first == line_ || second == first + 1) return false;
  if (!is_plain(text_ + line_, text_ + first, text_ + second)) return false;
  const std::size_t line_feed = text_[second] == '\r' ? second + 1 : second;
  if (line_feed >= end_ || text_[line_feed] != '\n') return false;
  const auto one = long_number<Id>(text_ + line_, first - line_),
             other = long_number<Id>(text_ + first + 1, second - first - 1);
  if (!one || !other) return false;
  put(static_cast<Id>(*one), static_cast<Id>(*other));
  line_ = line_feed + 1;
  return true;
}

template <class Id>
void NumberLines<Id>::put(Id first, Id second) {
  first_[size_] = first;
  second_[size_] = second;
  ++size_;
  largest_ = std::max({largest_, first, second});
}

template <class Id>
void NumberLines<Id>::read_other_line() {
  const std::size_t line_feed = std::min(file_->text.find('\n', line_), end_);
  std::string_view line = file_->text.substr(line_, line_feed - line_);
  if (line.ends_with('\r')) line.remove_suffix(1);
  other_ = !says_nothing(line) && !append(line);
  line_ = line_feed + 1;
}

template <class Id>
bool NumberLines<Id>::append(std::string_view line) {
  if (cut_fields(line, fields_) || fields_.size() != 2) return false;
  const auto first = id_of<Id>(fields_[0].text), second = id_of<Id>(fields_[1].text);
  if (first && second) put(*first, *second);
  return first && second;
}

template class NumberLines<std::uint32_t>;
template class NumberLines<std::int64_t>;

}  // namespace grapevine
