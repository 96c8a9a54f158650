#include "engine/registry/options.hpp"

#include <catch2/catch.hpp>

using namespace grapevine;

namespace {

enum class Mode { Fast, Exact };
inline constexpr std::string_view kModeNames[] = {"fast", "exact"};

struct WalkOptions {
  double damping = 0.85;
  int max_iterations = 100;
  Mode mode = Mode::Fast;
  NamedNumbers roles;
  NumberOr<Mode> chance = 1.0;

  static constexpr auto fields() {
    using O = WalkOptions;
    return std::tuple{field("damping", &O::damping, "Chance of going on", 0.0, 1.0),
                      field("max_iterations", &O::max_iterations, "Most passes", 1),
                      field("mode", &O::mode, "How", kModeNames),
                      field("roles", &O::roles, "Weights", 0.0),
                      field("chance", &O::chance, "How likely", kModeNames, 0.0, 1.0)};
  }
};

struct NoOptions {
  static constexpr auto fields() { return std::tuple{}; }
};

OptionMap given(const std::string& name, const std::string& text) {
  return {{name, {{text}, "study.toml:7"}}};
}

}  // namespace

TEST_CASE("parse_options: defaults, overridden by what is given") {
  const auto defaults = parse_options<WalkOptions>({});
  CHECK(defaults.damping == 0.85);
  CHECK(defaults.mode == Mode::Fast);
  const auto options = parse_options<WalkOptions>({{"damping", {{"0.5"}, "--damping"}},
                                                   {"mode", {{"exact"}, "--mode"}},
                                                   {"roles", {{"a=1", "b=2"}, "--roles"}}});
  CHECK(options.damping == 0.5);
  CHECK(options.max_iterations == 100);
  CHECK(options.mode == Mode::Exact);
  CHECK(options.roles == NamedNumbers{{"a", 1.0}, {"b", 2.0}});
}

TEST_CASE("parse_options: an error begins with the place of the value and names it") {
  CHECK_THROWS_WITH(parse_options<WalkOptions>(given("damping", "1.5")),
                    "study.toml:7: 1.5 is out of range; allowed: [0, 1]");
  CHECK_THROWS_WITH(parse_options<WalkOptions>(given("damping", "nan")),
                    Catch::Matchers::StartsWith("study.toml:7: nan"));
  CHECK_THROWS_WITH(parse_options<WalkOptions>(given("max_iterations", "0")),
                    "study.toml:7: 0 is out of range; allowed: >= 1");
  CHECK_THROWS_WITH(parse_options<WalkOptions>(given("max_iterations", "many")),
                    "study.toml:7: cannot use 'many'; give a whole number");
  CHECK_THROWS_WITH(parse_options<WalkOptions>(given("mode", "slow")),
                    "study.toml:7: cannot use 'slow'; give one of fast, exact");
  CHECK_THROWS_WITH(parse_options<WalkOptions>(given("roles", "a=-1")),
                    "study.toml:7.a: -1 is out of range; allowed: >= 0");
}

TEST_CASE("parse_options: an unknown option lists the known ones") {
  CHECK_THROWS_WITH(
      parse_options<WalkOptions>(given("dampin", "0.5")),
      "study.toml:7: there is no option 'dampin'; known: damping, max_iterations, mode, "
      "roles, chance");
  CHECK_THROWS_WITH(parse_options<NoOptions>(given("damping", "0.5")),
                    "study.toml:7: there is no option 'damping'; it takes no options");
  CHECK_NOTHROW(parse_options<NoOptions>({}));
}

TEST_CASE("parse_options: an unknown option is found beside known ones") {
  OptionMap options = given("damping", "0.5");
  options["zeal"] = {{"1"}, "--zeal"};
  try {
    parse_options<WalkOptions>(options);
    FAIL_CHECK("took an unknown option");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::InvalidOption);
    CHECK_THAT(error.what(), Catch::Matchers::StartsWith("--zeal: there is no option 'zeal'"));
  }
}

TEST_CASE("parse_options: a number or a word, whichever is given") {
  CHECK(parse_options<WalkOptions>(given("chance", "0.5")).chance.number == 0.5);
  CHECK(parse_options<WalkOptions>(given("chance", "exact")).chance.word == Mode::Exact);
  CHECK_THROWS_WITH(parse_options<WalkOptions>(given("chance", "2")),
                    "study.toml:7: 2 is out of range; allowed: [0, 1], or one of fast, exact");
}
