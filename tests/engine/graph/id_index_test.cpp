#include "engine/graph/id_index.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>

#include "engine/parallel/random.hpp"

using namespace grapevine;

using Texts = std::vector<std::string>;

TEST_CASE("canonical_integer: one way to write each number, so that no two ids merge") {
  CHECK(canonical_integer("0") == 0);
  CHECK(canonical_integer("7") == 7);
  CHECK(canonical_integer("-3") == -3);
  CHECK(canonical_integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
  for (const char* text : {"", "-", "+", "007", "-07", "+7", " 7", "7 ", "-0", "00", "\t7", "7\t",
                           "- 7", "7.0", "1e3", "a", "9223372036854775808"}) {
    INFO("'" << text << "'");
    CHECK_FALSE(canonical_integer(text).has_value());
  }
}

TEST_CASE("canonical_integer: what it reads, to_string writes back") {
  Random random(12, 0);
  for (int i = 0; i < 5'000; ++i) {
    const auto id = static_cast<std::int64_t>(random() >> random.below(64));
    REQUIRE(canonical_integer(std::to_string(id)) == id);
  }
}

TEST_CASE("IdIndex: integers are placed by value, texts by bytes, duplicates once") {
  const IdIndex integers = IdIndex::from_integers({10, -5, 9, 10});
  CHECK_FALSE(integers.is_text());
  CHECK(integers.integers() == std::vector<std::int64_t>{-5, 9, 10});
  CHECK(integers.find(9) == 1u);
  CHECK(integers.find("10") == 2u);
  CHECK_FALSE(integers.find("010").has_value());
  CHECK_FALSE(integers.find("x").has_value());
  CHECK_FALSE(integers.find(11).has_value());
  CHECK(integers.name(0) == "-5");

  const IdIndex texts = IdIndex::from_texts({"b", "10", "9", "b", ""});
  CHECK(texts.is_text());
  Texts in_order;
  for (std::uint32_t i = 0; i < texts.size(); ++i) in_order.emplace_back(texts.texts()[i]);
  CHECK(in_order == Texts{"", "10", "9", "b"});
  CHECK(texts.find("b") == 3u);
  CHECK(texts.find(9) == 2u);
  CHECK(texts.find("") == 0u);
  CHECK_FALSE(texts.find("c").has_value());
  CHECK(texts.name(3) == "b");
}

TEST_CASE("IdIndex: empty") {
  const IdIndex index;
  CHECK(index.size() == 0);
  CHECK_FALSE(index.find("a").has_value());
  CHECK_FALSE(index.find(1).has_value());
  CHECK(make_id_index({}).size() == 0);
}

TEST_CASE("IdIndex: in another order each id keeps its look-up, twice renumbered as well") {
  const IdIndex integers = IdIndex::from_integers({10, -5, 9, 7});
  const IdIndex texts = IdIndex::from_texts({"b", "ab", "", "x"});
  for (const IdIndex* ascending : {&integers, &texts}) {
    const IdIndex once = ascending->renumbered({2, 0, 3, 1}), twice = once.renumbered({3, 2, 1, 0});
    for (const std::uint32_t i : {0U, 1U, 2U, 3U}) {
      CHECK(once.name(i) == ascending->name(std::vector<std::uint32_t>{2, 0, 3, 1}[i]));
      CHECK(twice.name(i) == once.name(3 - i));
      CHECK(once.find(once.name(i)) == i);
      CHECK(twice.find(twice.name(i)) == i);
    }
    CHECK_FALSE(twice.find("8").has_value());
  }
}

TEST_CASE("make_id_index: integers only when every id is a canonical one") {
  CHECK_FALSE(make_id_index({"2", "10"}).is_text());
  const IdIndex mixed = make_id_index({"7", "007"});
  CHECK(mixed.is_text());
  CHECK(mixed.size() == 2);
  CHECK(mixed.find("007") == 0u);
  CHECK(mixed.find("7") == 1u);
}

TEST_CASE("IdIndex: find is the inverse of name, whatever the order of rows") {
  Random random(13, 0);
  for (const bool text : {false, true}) {
    Texts ids;
    for (int i = 0; i < 50'000; ++i)
      ids.push_back((text ? "p" : "") + std::to_string(random.below(40'000)));
    auto reversed = ids;
    std::ranges::reverse(reversed);
    const IdIndex index = make_id_index(ids), again = make_id_index(reversed);
    REQUIRE(index.size() == again.size());
    for (std::uint32_t place = 0; place < index.size(); ++place) {
      REQUIRE(index.name(place) == again.name(place));
      REQUIRE(index.find(index.name(place)) == place);
    }
  }
}
