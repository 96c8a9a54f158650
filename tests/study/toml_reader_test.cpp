#include "study/toml_reader.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"

using namespace grapevine;
using grapevine::testing::error_of;

namespace {

const toml::table kRoot = toml::parse(
    "name = \"tea\"\n"
    "count = 3\n"
    "part = 0.25\n"
    "yes = true\n"
    "list = [1, \"b\"]\n"
    "roles = { friend = 1.0, poster = 2 }\n"
    "deep = [[1]]\n"
    "day = 2020-06-30\n"
    "moment = 2020-06-30T10:20:30Z\n");
const TomlReader kReader("s.toml", kRoot);

}  // namespace

TEST_CASE("toml reader: text, numbers and tables") {
  CHECK(kReader.text(kRoot, "name", "x") == "tea");
  CHECK(kReader.text(kRoot, "absent", "x") == "x");
  CHECK(kReader.number(*kRoot.get("count"), "count") == 3.0);
  CHECK(kReader.number(*kRoot.get("part"), "part") == 0.25);
  CHECK(kReader.table(*kRoot.get("roles"), "roles").size() == 2);
  CHECK(kReader.place(*kRoot.get("part")) == "s.toml:3");
}

TEST_CASE("toml reader: a value of the wrong kind names its line") {
  CHECK(error_of([] { kReader.text(kRoot, "count", ""); }) ==
        "BadInput s.toml:2: count must be text; put it between quotes");
  CHECK(error_of([] { kReader.number(*kRoot.get("name"), "name"); }) ==
        "BadInput s.toml:1: name must be a number; write it without quotes");
  CHECK(error_of([] { kReader.number(*kRoot.get("yes"), "yes"); }) ==
        "BadInput s.toml:4: yes must be a number; write it without quotes");
  CHECK(error_of([] { kReader.table(*kRoot.get("list"), "list"); }) ==
        "BadInput s.toml:5: list must be a table; write { key = value, ... }");
  CHECK(error_of([] { kReader.option(*kRoot.get("deep"), "deep"); }) ==
        "BadInput s.toml:7: deep must be a number, text, a date, true or false; write a simple "
        "value");
}

TEST_CASE("toml reader: a list of texts, or one text in its place") {
  const toml::table root = toml::parse("one = \"a\"\nmore = [\"a\", \"b\"]\nodd = [\n\"a\",\n3]\n");
  const TomlReader reader("s.toml", root);
  CHECK(reader.texts(*root.get("one"), "one") == std::vector<std::string>{"a"});
  CHECK(reader.texts(*root.get("more"), "more") == std::vector<std::string>{"a", "b"});
  CHECK(error_of([&] { reader.texts(*root.get("odd"), "odd"); }) ==
        "BadInput s.toml:5: odd must be text; put it between quotes");
}

TEST_CASE("toml reader: options as scalars, lists and named numbers") {
  CHECK(kReader.option(*kRoot.get("count"), "count").items == std::vector<std::string>{"3"});
  CHECK(kReader.option(*kRoot.get("part"), "part").items == std::vector<std::string>{"0.25"});
  CHECK(kReader.option(*kRoot.get("yes"), "yes").items == std::vector<std::string>{"true"});
  CHECK(kReader.option(*kRoot.get("list"), "list").items == std::vector<std::string>{"1", "b"});
  CHECK(kReader.option(*kRoot.get("day"), "day").items == std::vector<std::string>{"2020-06-30"});
  CHECK(kReader.option(*kRoot.get("moment"), "moment").items ==
        std::vector<std::string>{"2020-06-30T10:20:30Z"});
  const OptionValue roles = kReader.option(*kRoot.get("roles"), "a.roles");
  CHECK(roles.items == std::vector<std::string>{"friend=1", "poster=2"});
  CHECK(roles.place == "s.toml:6: a.roles");
}

TEST_CASE("toml reader: unknown keys") {
  const toml::table& roles = *kRoot.get("roles")->as_table();
  CHECK(error_of([&] { kReader.check_keys(roles, "roles", {"friend"}); }) ==
        "BadInput s.toml:6: there is no key 'poster' in roles; known: friend");
  CHECK_NOTHROW(kReader.check_keys(roles, "roles", {"friend", "poster"}));
}
