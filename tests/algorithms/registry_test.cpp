#include "algorithms/registry.hpp"

#include <catch2/catch.hpp>

namespace grapevine {
namespace {

TEST_CASE("registry: every algorithm is found by its name, and nothing else is") {
  REQUIRE_FALSE(algorithms().empty());
  for (const Algorithm& a : algorithms()) CHECK(find_algorithm(a.doc.name) == &a);
  for (const char* name : {"", "Linear", "linear ", "no_such_algorithm"})
    CHECK(find_algorithm(name) == nullptr);
}

TEST_CASE("registry: the list is one and the same on every call") {
  CHECK(algorithms().data() == algorithms().data());
  CHECK(algorithms().size() == algorithms().size());
}

TEST_CASE("registry: whoever reads columns of others comes after them") {
  const auto place = [](std::string_view name) {
    return find_algorithm(name) - algorithms().data();
  };
  for (const char* before : {"realised_margin", "bg_nbd", "mbg_nbd", "pareto_nbd",
                             "customer_referral_value", "evidence_stance"})
    CHECK(place(before) < place("standing"));
  CHECK(place("customer_referral_value") < place("stated_intent"));
  CHECK(place("evidence_stance") < place("signed_walk"));
}

}  // namespace
}  // namespace grapevine
