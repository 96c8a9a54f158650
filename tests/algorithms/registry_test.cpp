#include "algorithms/registry.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <map>
#include <set>

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

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
    return std::islower(c) || std::isdigit(c) || c == '_';
  });
}

TEST_CASE("registry: names are unique and plain, docs complete, and each has a face") {
  std::set<std::string_view> seen;
  std::map<std::string, std::string_view> makers;
  for (const Algorithm& a : algorithms()) {
    CAPTURE(a.doc.name);
    CHECK(seen.insert(a.doc.name).second);
    CHECK(is_name(a.doc.name));
    CHECK(is_name(a.doc.section));
    CHECK(a.doc.summary.ends_with('.'));
    CHECK(a.doc.complexity.find("O(") != std::string_view::npos);
    CHECK_FALSE(a.doc.reference.empty());
    CHECK((a.on_graph || a.on_journeys || a.on_purchases || a.on_network || a.on_paths));
    CHECK(static_cast<bool>(a.on_paths) == !a.player_columns.empty());
    if (a.on_paths) {
      REQUIRE(a.player_columns.size() >= 2);
      CHECK(a.player_columns[0].name == "conversions");
      CHECK(a.player_columns[1].name == "value");
    }
    CHECK(static_cast<bool>(a.on_graph) == !a.node_columns.empty());
    if (!a.score_columns.empty()) CHECK((a.on_network || a.on_purchases));
    if (a.on_purchases) CHECK_FALSE(a.score_columns.empty());
    for (const ColumnInfo& info : a.score_columns) {
      CAPTURE(info.name);
      // All of them stand in one table; models that a study asks for make the same column only if
      // they are of one section, of which it may name one.
      const auto [maker, is_new] = makers.emplace(info.name, a.doc.name);
      const Algorithm& other = *find_algorithm(maker->second);
      CHECK((is_new ||
             (a.doc.by_request && other.doc.by_request && a.doc.section == other.doc.section)));
    }
    for (const auto* infos : {&a.node_columns, &a.score_columns, &a.player_columns}) {
      std::set<std::string> own;
      for (const ColumnInfo& info : *infos) {
        CAPTURE(info.name);
        CHECK(own.insert(info.name).second);
        CHECK(is_name(info.name));
        CHECK_FALSE(info.meaning.empty());
        CHECK_FALSE(info.source.empty());
        CHECK(info.method == a.doc.name);
      }
    }
    std::set<std::string> options;
    for (const OptionInfo& option : a.options) {
      CAPTURE(option.name);
      CHECK(options.insert(option.name).second);
      CHECK(is_name(option.name));
      CHECK_FALSE(option.help.empty());
      CHECK((option.type != "enum" || option.choices.size() >= 2));
      CHECK(option.min < option.max);
    }
  }
}

}  // namespace
}  // namespace grapevine
