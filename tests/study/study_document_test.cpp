#include "study/study_document.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("toml_of_json: the same as the study file says in TOML") {
  const auto json = toml_of_json(R"({"study": {"name": "Tea \"2\"", "end": "2020-01-01"},
      "attribution": {"model": ["linear", "first"], "roles": {"friend": 1, "poster": 0.5},
                      "exclude_cycles": false, "horizon_days": -3, "seed": 9223372036854775807}})",
                                 "study");
  const auto toml = toml::parse(R"(
[study]
name = 'Tea "2"'
end = "2020-01-01"
[attribution]
model = ["linear", "first"]
roles = { friend = 1, poster = 0.5 }
exclude_cycles = false
horizon_days = -3
seed = 9223372036854775807
)");
  CHECK(json == toml);
  CHECK(json["attribution"]["roles"]["friend"].is_integer());
}

TEST_CASE("toml_of_json: what a study cannot hold is refused by its key") {
  CHECK_THAT(error_of([] { toml_of_json(R"({"study": {"end": null}})", "study"); }),
             Catch::StartsWith("BadInput study: 'end' is 'null'; give a number"));
  CHECK_THAT(error_of([] { toml_of_json(R"({"seed": 9223372036854775808})", "study"); }),
             Catch::StartsWith("BadInput study: 'seed' is '9223372036854775808'; "));
  for (const char* json : {"", "[1]", "3", "{\"a\": ", "nonsense"})
    CHECK_THAT(error_of([&] { toml_of_json(json, "study"); }),
               Catch::StartsWith("BadInput study: it is no object"));
}
