#include "loaders/edge_list/number_lines.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <optional>

#include "engine/graph/id_index.hpp"
#include "engine/parallel/random.hpp"

using namespace grapevine;

namespace {

using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// A text with what must be readable behind it.
struct PaddedText {
  explicit PaddedText(std::string text) : bytes(std::move(text)), size(bytes.size()) {
    bytes.append(kTextPadding, '9');  // digits, which must not be taken for the text's
  }
  EdgeText file() const { return {"ties", std::string_view(bytes).substr(0, size), 0, {}}; }

  std::string bytes;
  std::size_t size;
};

template <class Id>
std::optional<Pairs> read(const std::string& text) {
  const PaddedText padded(text);
  NumberLines<Id> lines;
  if (!lines.read(padded.file(), 0, padded.size)) return std::nullopt;
  Pairs pairs;
  std::int64_t largest = 0;
  for (std::size_t i = 0; i < lines.source().size(); ++i) {
    pairs.emplace_back(lines.source()[i], lines.target()[i]);
    largest = std::max({largest, pairs.back().first, pairs.back().second});
  }
  CHECK(std::int64_t{lines.largest()} == largest);
  return pairs;
}

/// What a person would make of the text: line by line, through the reader of any line.
std::optional<Pairs> read_slowly(const std::string& text, bool small) {
  Pairs pairs;
  std::vector<TextField> fields;
  LineReader reader(text, 0, text.size());
  while (reader.next()) {
    if (cut_fields(reader.line(), fields) || fields.size() != 2) return std::nullopt;
    const auto source = canonical_integer(fields[0].text),
               target = canonical_integer(fields[1].text);
    const auto fits = [&](std::int64_t id) { return !small || (id >= 0 && id < 0xFFFFFFFF); };
    if (!source || !target || !fits(*source) || !fits(*target)) return std::nullopt;
    pairs.emplace_back(*source, *target);
  }
  return pairs;
}

}  // namespace

TEST_CASE("NumberLines: numbers of every length, to the last that fits") {
  std::string text;
  Pairs expected;
  for (std::int64_t id = 1; id < 400'000'000'000'000'000; id *= 10) {
    text += std::to_string(id) + " " + std::to_string(10 * id - 1) + "\n";
    expected.emplace_back(id, 10 * id - 1);
  }
  text += "9223372036854775807 -9223372036854775808\n";
  expected.emplace_back(std::numeric_limits<std::int64_t>::max(),
                        std::numeric_limits<std::int64_t>::min());
  CHECK(read<std::int64_t>(text) == expected);
  CHECK(read<std::uint32_t>("4294967294 0\n") == Pairs{{4294967294, 0}});
  for (const char* beyond : {"4294967295 0\n", "0 4294967296\n", "-1 0\n", "99999999999 1\n"})
    CHECK_FALSE(read<std::uint32_t>(beyond));
  CHECK_FALSE(read<std::int64_t>("9223372036854775808 1\n"));
}

TEST_CASE("NumberLines: a text of some hostile parts is read as line by line, or not at all") {
  const std::vector<std::string> parts = {"1 2\n",
                                          "12\t345678\n",
                                          "7,8\n",
                                          "9;10\n",
                                          "# comment 1 2\n",
                                          "\n",
                                          "3 4\r\n",
                                          "123456789 4\r\n",
                                          " 5 6\n",
                                          "7 8 \n",
                                          "9  10\n",
                                          "% 1\n",
                                          "\"1\" 2\n",
                                          "11 , 12\n",
                                          "123456789 98765432101\n",
                                          "\t\n",
                                          "13 14 # not a comment\n",
                                          "007 1\n",
                                          "0 0\n",
                                          "a b\n",
                                          "1\n",
                                          "1 2 3\n",
                                          "-5 6\n",
                                          "1 +2\n",
                                          "1.0 2\n",
                                          "12345678 12345678\n",
                                          "4294967294 1\n",
                                          "4294967295 1\n",
                                          "1 2",
                                          "1,2;3\n",
                                          std::string(9'000, ' ') + "1 2\n",
                                          "1\v2\n",
                                          "1 \0 2\n"};
  Random random(91, 0);
  std::size_t read_whole = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    // Mostly plain lines, so that texts are long and only now and then refused.
    for (std::uint64_t i = random.below(60); i > 0; --i)
      text += parts[random.below(random.below(12) == 0 ? parts.size() : 8)];
    const auto expected = read_slowly(text, true), large = read_slowly(text, false);
    INFO(text);
    REQUIRE(read<std::uint32_t>(text) == expected);
    REQUIRE(read<std::int64_t>(text) == large);
    read_whole += expected.has_value();
  }
  CHECK(read_whole > 5'000);
  CHECK(read_whole < 19'000);
}

TEST_CASE("NumberLines: a header that names the target first turns every kind of line round") {
  for (const std::string line : {"1 2\n", "1 2\r\n", " 1  2 \n", "1 2"}) {
    PaddedText padded(line);
    EdgeText file = padded.file();
    file.layout.source = 1;
    file.layout.target = 0;
    NumberLines<std::uint32_t> lines;
    REQUIRE(lines.read(file, 0, padded.size));
    CHECK(lines.source()[0] == 2);
    CHECK(lines.target()[0] == 1);
  }
}

TEST_CASE("NumberLines: lines across the chunks that are looked through, and a long one between") {
  Random random(92, 0);
  std::string text;
  for (int line = 0; line < 20'000; ++line) {
    text += std::to_string(random.below(1'000'000'000)) + "\t" +
            std::to_string(random.below(std::uint64_t{1} << random.below(32))) + "\n";
    if (line % 5'000 == 2'500) text += "#" + std::string(30'000, '1') + "\n";
  }
  CHECK(read<std::uint32_t>(text) == read_slowly(text, true));
}
