#include "engine/base/close_names.hpp"

#include <catch2/catch.hpp>

using namespace grapevine;

namespace {
using Names = std::vector<std::string>;
}

TEST_CASE("close_names: a letter more, less, other or capital, the nearest first") {
  CHECK(close_names("sprng", {"autumn", "spring", "sprung"}) == Names{"spring", "sprung"});
  CHECK(close_names("SPRING", {"spring"}) == Names{"spring"});
  CHECK(close_names("sprink", {"string", "spring"}) == Names{"spring", "string"});
  CHECK(close_names("kitten", {"sitting"}) == Names{"sitting"});  // 3 letters of 6
  CHECK(close_names("kitte", {"sitting"}).empty());               // 4 of 5
}

TEST_CASE("close_names: at most three, of equally near ones those that come first") {
  CHECK(close_names("p10", {"p11", "p12", "p13", "p14"}) == Names{"p11", "p12", "p13"});
  CHECK(close_names("", {"a"}).empty());
  CHECK(close_names("a", {}).empty());
}

TEST_CASE("names_to_try: what is close, else all of a few, else what is said otherwise") {
  CHECK(names_to_try("sprng", {"spring", "sprung", "x"}, "no") ==
        "did you mean 'spring' or 'sprung'?");
  CHECK(names_to_try("sprng", {"spring"}, "no") == "did you mean 'spring'?");
  CHECK(names_to_try("zzz", {"spring", "autumn"}, "no") == "known: 'spring', 'autumn'");
  CHECK(names_to_try("zzz", Names(9, "spring"), "no") == "no");
  CHECK(names_to_try("zzz", {}, "no") == "no");
}
