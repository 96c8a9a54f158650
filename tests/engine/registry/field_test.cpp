#include "engine/registry/field.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace grapevine;
using Catch::Matchers::Contains;

namespace {

using Texts = std::vector<std::string>;

enum class Sinks { All, Seeds, Absorb };
inline constexpr std::string_view kSinkNames[] = {"all", "seeds", "absorb"};

OptionValue given(const std::string& text) { return {{text}, "--x"}; }

template <class T>
T read(const std::string& text) {
  T value{};
  read_value(given(text), value);
  return value;
}

/// The message with which `text` is refused as a T.
template <class T>
std::string refusal(const std::string& text) {
  try {
    read<T>(text);
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::InvalidOption);
    return error.what();
  }
  return "not refused";
}

struct Everything {
  bool flag = true;
  int count = 3;
  std::uint64_t seed = 7;
  double rate = 0.5;
  std::optional<double> horizon;
  std::string label = "none";
  std::vector<std::string> models = {"a", "b"};
  NamedNumbers roles = {{"friend", 0.5}, {"colleague", 1.0}};
  Sinks sinks = Sinks::Seeds;
  NumberOr<Sinks> chance = 0.25;

  static constexpr auto fields() {
    using E = Everything;
    return std::tuple{field("flag", &E::flag, "A flag"),
                      field("count", &E::count, "A count", 1, 10),
                      field("seed", &E::seed, "A seed"),
                      field("rate", &E::rate, "A rate", 0.0, 1.0).in("per year"),
                      field("horizon", &E::horizon, "A horizon", 0.0).in("days"),
                      field("label", &E::label, "A label"),
                      field("models", &E::models, "Some models"),
                      field("roles", &E::roles, "Some roles", 0.0),
                      field("sinks", &E::sinks, "Some sinks", kSinkNames),
                      field("chance", &E::chance, "A chance, or whence", kSinkNames, 0.0, 1.0)};
  }
};

}  // namespace

TEST_CASE("read_value: every kind of value") {
  CHECK(read<bool>("Yes"));
  CHECK(read<int>("-12") == -12);
  CHECK(read<int>("2147483647") == 2147483647);
  CHECK(read<std::uint64_t>("9223372036854775807") == 9223372036854775807u);
  CHECK(read<double>("1e-3") == 1e-3);
  CHECK(read<std::optional<double>>("2") == 2.0);
  CHECK(read<std::string>("a, b") == "a, b");
  CHECK(read<Texts>("a,b") == Texts{"a", "b"});
  CHECK(read<NamedNumbers>("a=1.5,b,c=d=2") == NamedNumbers{{"a", 1.5}, {"b", 1.0}, {"c=d", 2.0}});
  CHECK(read_choice(given("absorb"), kSinkNames, 3) == 2);
}

TEST_CASE("read_value: a value of the wrong kind is refused by place and value") {
  CHECK(refusal<bool>("maybe") == "--x: cannot use 'maybe'; give true or false");
  CHECK(refusal<int>("1.5") == "--x: cannot use '1.5'; give a whole number");
  CHECK(refusal<int>("2147483648") == "--x: cannot use '2147483648'; give a whole number");
  CHECK(refusal<int>("-2147483649") == "--x: cannot use '-2147483649'; give a whole number");
  CHECK(refusal<std::uint64_t>("-1") == "--x: cannot use '-1'; give a whole number >= 0");
  CHECK(refusal<double>("") == "--x: cannot use ''; give a number");
  CHECK(refusal<std::optional<double>>("x") == "--x: cannot use 'x'; give a number");
  CHECK(refusal<NamedNumbers>("a=1,b=x") == "--x: cannot use 'b=x'; write each as name=number");
  CHECK_THROWS_WITH(read_choice(given("none"), kSinkNames, 3),
                    "--x: cannot use 'none'; give one of all, seeds, absorb");
}

TEST_CASE("read_number_or_word: a number, or one of the words") {
  const auto f = std::get<9>(Everything::fields());
  CHECK(read_number_or_word(given("0.75"), f).number == 0.75);
  CHECK_FALSE(read_number_or_word(given("0.75"), f).word);
  CHECK(read_number_or_word(given("absorb"), f).word == Sinks::Absorb);
  CHECK_THROWS_WITH(read_number_or_word(given("none"), f),
                    "--x: cannot use 'none'; give a number in [0, 1], or one of all, seeds, "
                    "absorb");
  CHECK_THROWS_WITH(read_number_or_word({{"1", "all"}, "--x"}, f), "--x: 2 values; give one value");
  CHECK_THROWS_WITH(check_field("--x", f, NumberOr<Sinks>(1.5)),
                    "--x: 1.5 is out of range; allowed: [0, 1], or one of all, seeds, absorb");
  CHECK_NOTHROW(check_field("--x", f, NumberOr<Sinks>(Sinks::All)));
  CHECK(default_text(Everything{.chance = Sinks::Absorb}, f) == "absorb");
}

TEST_CASE("read_value: several items where one is wanted are refused") {
  const OptionValue two{{"1", "2"}, "--x"};
  int number = 0;
  CHECK_THROWS_WITH(read_value(two, number), "--x: 2 values; give one value");
  std::string text;
  CHECK_THROWS_AS(read_value(OptionValue{{}, "--x"}, text), Error);
}

TEST_CASE("list_items: items as given, one item is cut at commas") {
  CHECK(list_items({{"a,b", "c"}, ""}) == Texts{"a,b", "c"});
  CHECK(list_items(given("a,b")) == Texts{"a", "b"});
  CHECK(list_items(given("a,,b")) == Texts{"a", "", "b"});
  CHECK(list_items(given("")).empty());
  CHECK(list_items({{}, ""}).empty());
}

TEST_CASE("read_value: a value replaces the default, also of lists") {
  NamedNumbers roles = {{"friend", 0.5}};
  read_value(given("boss=2"), roles);
  CHECK(roles == NamedNumbers{{"boss", 2.0}});
}

TEST_CASE("range_text, joined: words for errors and docs") {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  CHECK(range_text(0.0, 1.0) == "[0, 1]");
  CHECK(range_text(0.5, kInf) == ">= 0.5");
  CHECK(range_text(-kInf, 2.0) == "<= 2");
  CHECK(range_text(-kInf, kInf).empty());
  CHECK(joined({}).empty());
  CHECK(joined({"a", "b", "c"}) == "a, b, c");
}

TEST_CASE("check_range: both ends belong to the range, NaN and infinity to none") {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  CHECK_NOTHROW(check_range("--x", 0.0, 0.0, 1.0));
  CHECK_NOTHROW(check_range("--x", 1.0, 0.0, 1.0));
  CHECK_THROWS_WITH(check_range("--x", 1.5, 0.0, 1.0), "--x: 1.5 is out of range; allowed: [0, 1]");
  CHECK_THROWS_WITH(check_range("--x", -1.0, 0.0, kInf), "--x: -1 is out of range; allowed: >= 0");
  CHECK_THROWS_WITH(check_range("--x", std::nan(""), -kInf, kInf),
                    "--x: nan is out of range; give a finite number");
  CHECK_THROWS_WITH(check_range("--x", kInf, -kInf, kInf), Contains("inf is out of range"));
}

TEST_CASE("validate: names the field of the first bad number") {
  CHECK_NOTHROW(validate(Everything{}));
  CHECK_THROWS_WITH(validate(Everything{.count = 11}),
                    "count: 11 is out of range; allowed: [1, 10]");
  CHECK_THROWS_WITH(validate(Everything{.rate = -0.5}), Contains("rate: -0.5"));
  CHECK_THROWS_WITH(validate(Everything{.chance = -0.5}), Contains("chance: -0.5"));
  CHECK_THROWS_WITH(validate(Everything{.horizon = -1.0}), Contains("horizon: -1"));
  CHECK_THROWS_WITH(validate(Everything{.roles = {{"friend", 1.0}, {"boss", -2.0}}}),
                    Contains("roles.boss: -2"));
}

TEST_CASE("describe: name, type, help, unit, range, default and choices of every field") {
  const auto infos = describe<Everything>();
  REQUIRE(infos.size() == 10);
  const auto text = [&](std::size_t i) {
    return infos[i].name + " " + infos[i].type + " " + infos[i].default_value;
  };
  CHECK(text(0) == "flag bool true");
  CHECK(text(1) == "count int 3");
  CHECK(text(2) == "seed int 7");
  CHECK(text(3) == "rate double 0.5");
  CHECK(text(4) == "horizon double ");
  CHECK(text(5) == "label text none");
  CHECK(text(6) == "models list a, b");
  CHECK(text(7) == "roles numbers by name friend=0.5, colleague=1");
  CHECK(text(8) == "sinks enum seeds");
  CHECK(text(9) == "chance number or word 0.25");
  CHECK(allowed_text(infos[9]) == "[0, 1], or one of all, seeds, absorb");
  CHECK(allowed_text(infos[8]) == "all, seeds, absorb");
  CHECK(allowed_text(infos[3]) == "[0, 1]");
  CHECK(infos[3].help == "A rate");
  CHECK(infos[3].unit == "per year");
  CHECK(range_text(infos[1].min, infos[1].max) == "[1, 10]");
  CHECK(infos[8].choices == Texts{"all", "seeds", "absorb"});
  CHECK(infos[0].choices.empty());
  const Everything with_horizon{.horizon = 30.5};
  CHECK(default_text(with_horizon, std::get<4>(Everything::fields())) == "30.5");
}
