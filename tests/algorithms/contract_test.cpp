#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "algorithms/registry.hpp"
#include "engine/base/numbers.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/study_builder.hpp"

// Every registered algorithm, whatever it is, keeps what front ends and studies rely on.

namespace grapevine {
namespace {

using testing::error_of;
using testing::Study;
using testing::StudyBuilder;

struct NamedGraph {
  const char* name;
  Graph graph;
};

std::vector<NamedGraph> graphs() {
  return {{"nothing", Graph()},
          {"one person", testing::graph_of(1, {})},
          {"a self-loop", testing::graph_of(1, {{0, 0}})},
          {"a star", testing::star(50)},
          {"two components", testing::graph_of(6, {{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 3}})},
          {"many people", testing::random_graph(9'000, 30'000, 11)}};
}

/// `from` brought `to`, who then bought; and there is a tie between them.
void bring(StudyBuilder& study, const std::string& from, const std::string& to, int day) {
  study.tie({.src = from, .dst = to})
      .touch({.from = from, .to = to, .t = day})
      .purchase({to, day + 1, 100 + day});
}

struct NamedStudy {
  const char* name;
  Study study;
};

std::vector<NamedStudy> studies() {
  StudyBuilder self_loop, star, two,
      many = testing::random_study({.seed = 8,
                                    .people = 3'000,
                                    .contexts = 3,
                                    .purchases = 12'000,
                                    .touches = 9'000,
                                    .undated = false});
  bring(self_loop, "a", "a", 3);
  for (int i = 0; i < 40; ++i) bring(star, "hub", "p" + std::to_string(i), i);
  for (const auto& [from, to] : {std::pair{"a", "b"}, {"b", "c"}, {"c", "a"}, {"x", "y"}})
    bring(two, from, to, 5);
  two.survey({"a", "nps", 9.0}).survey({"x", "intends", 1.0}).mention({"y", -1.0, "c"});
  for (int i = 0; i < 9'000; ++i)
    many.tie({.src = "p" + std::to_string(i % 3'000), .dst = "p" + std::to_string(i * 7 % 2'999)});
  return {{"nothing", Study(StudyBuilder().build())},
          {"people without contexts", Study(StudyBuilder().person("a").build())},
          {"a context without people", Study(StudyBuilder().context("c").build())},
          {"one person", Study(StudyBuilder().person("a").context("c").build())},
          {"one purchase", Study(StudyBuilder().purchase({"a", 1, 100}).build())},
          {"a self-loop", Study(self_loop.build())},
          {"a star", Study(star.build())},
          {"two components", Study(two.build())},
          {"many people", Study(many.build())}};
}

Table table_of(const std::vector<ScoreColumn>& columns) {
  TableBuilder builder;
  for (const ScoreColumn& column : columns) add_column(builder, column);
  return builder.finish();
}

std::vector<std::string> names(const std::vector<ColumnInfo>& infos) {
  std::vector<std::string> all;
  for (const ColumnInfo& info : infos) all.push_back(info.name);
  return all;
}

/// What `run` gives with 1 thread and with 8.
template <class Run>
auto with_threads(const Run& run) {
  const auto limited = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    return run();
  };
  return std::pair(limited(1), limited(8));
}

/// Whether some cell is neither a number nor empty, or all are empty.
bool holds_text_if_anything(const Table& table, const std::string& column) {
  bool empty = true;
  for (const std::string& text : table.texts(column)) {
    if (!text.empty() && !parse_double(text)) return true;
    empty = empty && text.empty();
  }
  return empty;
}

/// A column says what it means and who made it; one without a unit is an id, a text, or empty.
void check_infos(const Table& table, const std::string& maker) {
  for (const std::string& name : table.column_names()) {
    const ColumnInfo info = table.info(name);
    CAPTURE(name);
    CHECK_FALSE(info.meaning.empty());
    const bool id = name.ends_with("_id") || name == "node";
    if (!id) CHECK(info.method == maker);
    if (table.num_rows() > 30 && info.unit.empty() && !id)
      CHECK(holds_text_if_anything(table, name));
  }
}

TEST_CASE("contract: every algorithm on every graph, with 1 and 8 threads") {
  for (const auto& [kind, graph] : graphs())
    for (const Algorithm& a : algorithms()) {
      if (!a.on_graph) continue;
      CAPTURE(kind, a.doc.name);
      const auto [one, eight] = with_threads([&, g = &graph] { return a.on_graph(*g, {}); });
      CHECK(one.table.equals(eight.table));
      CHECK((one.facts == eight.facts));
      CHECK(one.table.num_rows() == graph.num_nodes());
      auto columns = one.table.column_names();
      REQUIRE_FALSE(columns.empty());
      columns.erase(columns.begin());  // the user's own ids
      CHECK(columns == names(a.node_columns));
      check_infos(one.table, std::string(a.doc.name));
    }
}

TEST_CASE(
    "contract: every algorithm on every study, with 1 and 8 threads, alone and after the others") {
  for (auto& [kind, study] : studies())
    for (const Algorithm& a : algorithms()) {
      if (!a.on_network) continue;
      CAPTURE(kind, a.doc.name);
      const Study alone(study.network);
      CHECK(a.on_network(alone.inputs(), {}).columns.size() == a.score_columns.size());
      auto [one, eight] = with_threads([&, s = &study] { return a.on_network(s->inputs(), {}); });
      const Table table = table_of(one.columns);
      CHECK(table.equals(table_of(eight.columns)));
      CHECK(table.column_names() == names(a.score_columns));
      // Who scores nobody says what it found in tables of its own.
      if (a.score_columns.empty())
        CHECK(one.tables.size() > 0);
      else
        CHECK(static_cast<std::size_t>(table.num_rows()) == study.network.num_rows());
      check_infos(table, std::string(a.doc.name));
      CHECK((one.facts == eight.facts));
      REQUIRE(one.tables.size() == eight.tables.size());
      for (std::size_t i = 0; i < one.tables.size(); ++i) {
        CHECK(one.tables[i].table.equals(eight.tables[i].table));
        check_infos(one.tables[i].table, std::string(a.doc.name));
      }
      REQUIRE(one.audit.size() == eight.audit.size());
      for (std::size_t i = 0; i < one.audit.size(); ++i)
        CHECK(one.audit[i].amount == eight.audit[i].amount);
      for (ScoreColumn& column : one.columns) study.earlier.add(std::move(column));
    }
}

TEST_CASE("contract: every algorithm on every purchase table, with 1 and 8 threads") {
  for (const auto& [kind, study] : studies())
    for (const Algorithm& a : algorithms()) {
      if (!a.on_purchases) continue;
      CAPTURE(kind, a.doc.name);
      const Network* network = &study.network;
      const auto [one, eight] = with_threads([&] {
        return a.on_purchases(network->purchases, *network->people, network->contexts, {});
      });
      CHECK(one.table.equals(eight.table));
      auto columns = one.table.column_names();
      REQUIRE(columns.size() >= 2);
      CHECK(columns[0] == "person_id");
      CHECK(columns[1] == "context_id");
      columns.erase(columns.begin(), columns.begin() + 2);
      CHECK(columns == names(a.score_columns));
      check_infos(one.table, std::string(a.doc.name));
    }
}

/// Models that may leave a part of a journey to nobody.
const std::set<std::string_view> kLeavesSomething = {"credit_distribution"};

TEST_CASE("contract: every attribution model shares out whole acquisitions, with 1 and 8 threads") {
  for (const auto& [kind, study] : studies())
    for (const Algorithm& a : algorithms()) {
      if (!a.on_journeys) continue;
      CAPTURE(kind, a.doc.name);
      const Journeys* journeys = &study.journeys;
      const auto [one, eight] = with_threads([&] { return a.on_journeys(*journeys, {}); });
      CHECK((one == eight));
      REQUIRE(one.size() == journeys->touches.size());
      for (const Acquisition& acquisition : journeys->acquisitions) {
        double sum = acquisition.num_touches == 0 ? 1.0 : 0.0;
        for (std::uint32_t k = 0; k < acquisition.num_touches; ++k)
          sum += one[acquisition.first_touch + k];
        CHECK(sum <= 1.0 + 1e-14);
        if (!kLeavesSomething.contains(a.doc.name)) CHECK(sum >= 1.0 - 1e-14);
      }
    }
}

struct NamedPaths {
  const char* name;
  Paths paths;
};

std::vector<NamedPaths> paths() {
  using testing::paths_of;
  std::vector<testing::PathRow> many = testing::random_rows(5, 1, 1, 1);
  for (std::uint64_t seed = 0; seed < 1'000; ++seed)
    for (testing::PathRow& row : testing::random_rows(seed, 20, 9, 26))
      many.push_back(std::move(row));
  return {{"nothing", paths_of({})},
          {"players without paths", paths_of({}, {"a", "b"})},
          {"an empty path", paths_of({{{}, 2.0, 3.0, 1.0}})},
          {"one path", paths_of({{{"a"}, 1.0, 2.5, 0.0}})},
          {"a player met again and again", paths_of({{{"a", "a", "a"}, 1.0, 2.5, 3.0}})},
          {"nothing converts", paths_of({{{"a", "b"}, 0.0, 0.0, 4.0}})},
          {"paths of weight 0", paths_of({{{"a", "b"}, 0.0, 0.0, 0.0}})},
          {"two components", paths_of({{{"a", "b"}, 1.0, 1.0, 2.0}, {{"c", "d"}, 3.0, 0.0, 0.0}})},
          {"many paths", paths_of(many)}};
}

/// What paths with a step brought, which is all that players can have.
double brought(const Paths& paths, const std::vector<double>& worth) {
  double sum = 0.0;
  for (std::size_t i = 0; i < paths.num_paths(); ++i) sum += paths.path(i).empty() ? 0.0 : worth[i];
  return sum;
}

TEST_CASE("contract: every algorithm on every kind of paths, with 1 and 8 threads") {
  for (const auto& [kind, given] : paths())
    for (const Algorithm& a : algorithms()) {
      if (!a.on_paths) continue;
      CAPTURE(kind, a.doc.name);
      const Paths* const p = &given;
      const auto [one, eight] = with_threads([&] { return a.on_paths(*p, {}); });
      const Table table = table_of(one.columns);
      CHECK(table.equals(table_of(eight.columns)));
      CHECK((one.facts == eight.facts));
      CHECK(table.column_names() == names(a.player_columns));
      for (const ScoreColumn& column : one.columns)
        CHECK(std::get<std::vector<double>>(column.values).size() == p->num_players());
      double conversions = 0.0, value = 0.0;
      for (const double credit : table.doubles("conversions")) conversions += credit;
      for (const double credit : table.doubles("value")) value += credit;
      CHECK(conversions == Approx(brought(*p, p->conversions)).epsilon(1e-12));
      CHECK(value == Approx(brought(*p, p->value)).epsilon(1e-12));
      REQUIRE(one.tables.size() == eight.tables.size());
      for (std::size_t i = 0; i < one.tables.size(); ++i) {
        CHECK(one.tables[i].table.equals(eight.tables[i].table));
        check_infos(one.tables[i].table, std::string(a.doc.name));
      }
    }
}

/// Runs each face that the algorithm has with one option; the errors of all.
std::vector<std::string> errors_of(const Algorithm& a, const std::string& name,
                                   const std::string& text) {
  static const Graph graph = testing::star(5);
  static const Study study = [] {
    StudyBuilder rows;
    bring(rows, "a", "b", 3);
    return Study(rows.build());
  }();
  const OptionMap given = {{name, {{text}, "given " + name}}};
  const Network& n = study.network;
  static const Paths one_path = testing::paths_of({{{"a"}, 1.0, 2.0, 1.0}});
  std::vector<std::string> errors;
  if (a.on_paths) errors.push_back(error_of([&] { a.on_paths(one_path, given); }));
  if (a.on_graph) errors.push_back(error_of([&] { a.on_graph(graph, given); }));
  if (a.on_journeys) errors.push_back(error_of([&] { a.on_journeys(study.journeys, given); }));
  if (a.on_network) errors.push_back(error_of([&] { a.on_network(study.inputs(), given); }));
  if (a.on_purchases)
    errors.push_back(error_of([&] { a.on_purchases(n.purchases, *n.people, n.contexts, given); }));
  if (a.on_journey) errors.push_back(error_of([&] { a.on_journey(given); }));
  if (a.on_paths)
    errors.push_back(error_of([&] { a.on_paths(testing::paths_of({{{"a"}}}), given); }));
  return errors;
}

/// Texts that the option must refuse, made from what it says of itself.
std::vector<std::string> wrong_values(const OptionInfo& option) {
  std::vector<std::string> wrong;
  const bool named = option.type == "numbers by name";
  const auto number = [&](const std::string& text) {
    wrong.push_back(named ? "someone=" + text : text);
  };
  if (option.type == "bool") wrong = {"perhaps", "2"};
  if (option.type == "enum") wrong = {"no_such_word", "0"};
  if (option.type == "int") wrong = {"1.5", "nan", "99999999999999999999"};
  const bool word = option.type == "number or word";
  if (option.type == "int" || option.type == "double" || named || word) {
    number("ten");
    if (std::isfinite(option.min)) number(to_text(std::floor(option.min - 1.0)));
    if (std::isfinite(option.max)) number(to_text(std::ceil(2.0 * option.max + 1.0)));
  }
  if (option.type == "double" || named || word)
    for (const char* text : {"nan", "inf", "-inf"}) number(text);
  return wrong;
}

TEST_CASE("contract: every option refuses what is out of its range, by name") {
  for (const Algorithm& a : algorithms())
    for (const OptionInfo& option : a.options)
      for (const std::string& text : wrong_values(option)) {
        CAPTURE(a.doc.name, option.name, text);
        for (const std::string& error : errors_of(a, option.name, text))
          CHECK(error.starts_with("InvalidOption given " + option.name));
      }
}

TEST_CASE("contract: an option that nothing takes is refused by name") {
  for (const Algorithm& a : algorithms())
    for (const std::string& error : errors_of(a, "no_such_option", "1")) {
      CAPTURE(a.doc.name);
      CHECK(
          error.starts_with("InvalidOption given no_such_option: there is no option "
                            "'no_such_option'; "));
    }
}

TEST_CASE("contract: every option takes the default that it states") {
  for (const Algorithm& a : algorithms())
    for (const OptionInfo& option : a.options) {
      if (option.default_value.empty()) continue;
      CAPTURE(a.doc.name, option.name, option.default_value);
      for (const std::string& error : errors_of(a, option.name, option.default_value))
        CHECK(error.empty());
    }
}

}  // namespace
}  // namespace grapevine
