#include "engine/registry/register.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/graphs.hpp"

using namespace grapevine;

namespace {

using Texts = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;

constexpr AlgorithmDoc kDoc{.name = "sample",
                            .section = "sample_section",
                            .summary = "A sample.",
                            .complexity = "O(n)",
                            .reference = "none"};

struct SampleOptions {
  double factor = 2.0;

  static constexpr auto fields() {
    return std::tuple{field("factor", &SampleOptions::factor, "Multiplies", 0.0, 10.0)};
  }
};

struct NodeResult {
  std::vector<double> scaled;

  static constexpr auto columns() {
    return std::tuple{column("scaled", &NodeResult::scaled, "ties", "degree x factor", "ties")};
  }
  Facts facts() const { return {{"nodes", std::to_string(scaled.size())}}; }
};

NodeResult scaled_degree(const Graph& graph, const SampleOptions& options) {
  NodeResult result;
  for (NodeId v = 0; v < graph.num_nodes(); ++v)
    result.scaled.push_back(options.factor * graph.in_degree(v));
  return result;
}

std::vector<double> even_shares(const Journeys& journeys, const SampleOptions& options) {
  return std::vector<double>(journeys.touches.size(), options.factor);
}

struct CustomerResult {
  std::vector<NodeId> person;
  std::vector<ContextId> context;
  std::vector<double> mean;
  Integers count;
  MoneyColumn margin;

  static constexpr auto columns() {
    using R = CustomerResult;
    return std::tuple{column("mean", &R::mean, "money", "a mean", "purchases.margin"),
                      column("count", &R::count, "purchases", "a count"),
                      column("margin", &R::margin, "money", "a margin")};
  }
};

CustomerResult one_row_per_purchase(const Purchases& purchases, const SampleOptions& options) {
  CustomerResult result;
  for (const Purchase& purchase : purchases.rows) {
    result.person.push_back(purchase.person);
    result.context.push_back(purchase.context);
    result.mean.push_back(options.factor * static_cast<double>(purchase.margin));
    result.count.push_back(1);
    result.margin.amounts.push_back(purchase.margin);
  }
  return result;
}

struct NetworkResult {
  Integers row;
  std::vector<NamedTable> tables;
  std::vector<AuditLine> audit;
  std::vector<std::string> warnings;

  static constexpr auto columns() {
    return std::tuple{column("row", &NetworkResult::row, "", "its own row")};
  }
  Facts facts() const { return {{"fact", "yes"}}; }
};

NetworkResult own_rows(const ScoreInputs& inputs, const SampleOptions&) {
  NetworkResult result;
  for (std::size_t i = 0; i < inputs.network.num_rows(); ++i)
    result.row.push_back(static_cast<std::int64_t>(i));
  result.tables.push_back({"ledger", Table()});
  result.audit.push_back({.name = "total", .amount = 5, .decimals = 2});
  result.warnings.emplace_back("beware");
  return result;
}

/// Two contexts; person 1 buys in context 0, person 2 in context 1.
Network small_network() {
  Network network;
  network.people = std::make_shared<const IdIndex>(IdIndex::from_texts({"ann", "bob", "cid"}));
  network.contexts = IdIndex::from_integers({10, 20});
  network.purchases.rows = {{.person = 1, .context = 0, .time = Time{}, .margin = 300},
                            {.person = 2, .context = 1, .time = Time{}, .margin = -50}};
  return network;
}

OptionMap factor(const std::string& text) { return {{"factor", {{text}, "--factor"}}}; }

/// What a study would hand to a provider that looks at the network alone.
template <class Use>
void with_inputs(const Network& network, const Use& use) {
  const Graph walk;
  const Journeys journeys;
  const ScoreColumns earlier;
  use(ScoreInputs{network, walk, journeys, {}, earlier});
}

}  // namespace

TEST_CASE("algorithm: on_graph makes a table of the user's ids, the columns and the facts") {
  const Algorithm a = algorithm(kDoc, scaled_degree);
  CHECK(a.doc.name == "sample");
  REQUIRE(a.options.size() == 1);
  CHECK(a.options[0].name == "factor");
  CHECK(a.options[0].default_value == "2");
  REQUIRE(a.node_columns.size() == 1);
  CHECK(a.score_columns.empty());
  CHECK_FALSE(a.on_journeys);
  CHECK_FALSE(a.on_purchases);
  CHECK_FALSE(a.on_network);

  const TableOutput output = a.on_graph(testing::star(3), factor("1.5"));
  CHECK(output.table.column_names() == Texts{"node_id", "scaled"});
  CHECK(output.table.integers("node_id") == Integers{0, 1, 2});
  CHECK(output.table.doubles("scaled") == std::vector<double>{3.0, 0.0, 0.0});
  CHECK(output.facts == Facts{{"nodes", "3"}});
  const ColumnInfo info = output.table.info("scaled");
  CHECK(info.unit == "ties");
  CHECK(info.meaning == "degree x factor");
  CHECK(info.method == "sample");
  CHECK(info.source == "ties");

  const auto ids = std::make_shared<const IdIndex>(IdIndex::from_texts({"ann", "bob", "cid"}));
  const TableOutput named = a.on_graph(testing::star(3).with_ids(ids), {});
  CHECK(named.table.texts("node_id") == Texts{"ann", "bob", "cid"});
  CHECK(a.on_graph(Graph(), {}).table.num_rows() == 0);
}

TEST_CASE("algorithm: every face refuses a bad option by its place") {
  const Algorithm a = algorithm(kDoc, scaled_degree, even_shares, one_row_per_purchase);
  using Catch::Matchers::StartsWith;
  CHECK_THROWS_WITH(a.on_graph(Graph(), factor("11")), StartsWith("--factor: 11"));
  CHECK_THROWS_WITH(a.on_journeys(Journeys(), factor("x")), StartsWith("--factor: cannot use 'x'"));
  CHECK_THROWS_WITH(a.on_purchases(Purchases(), {}, {}, factor("-1")), StartsWith("--factor: -1"));
  CHECK_THROWS_WITH(a.on_graph(Graph(), {{"faktor", {{"1"}, "--faktor"}}}),
                    StartsWith("--faktor: there is no option"));
}

TEST_CASE("algorithm: on_journeys gives the share of each touch") {
  const Algorithm a = algorithm(kDoc, even_shares);
  Journeys journeys;
  journeys.touches.resize(3);
  CHECK(a.on_journeys(journeys, factor("0.25")) == std::vector<double>(3, 0.25));
  CHECK_FALSE(a.on_graph);
}

namespace {

void weigh_by_factor(std::span<const JourneyTouch> touches, std::span<double> shares,
                     const SampleOptions& options) {
  for (std::size_t i = 0; i < touches.size(); ++i) shares[i] = options.factor * touches[i].weight;
}

struct PlayerCounts {
  std::vector<double> conversions, value;
  static constexpr auto columns() {
    return std::tuple{column("conversions", &PlayerCounts::conversions, "conversions", "sum"),
                      column("value", &PlayerCounts::value, "money", "sum")};
  }
};

PlayerCounts first_players(const Paths& paths, const SampleOptions& options) {
  PlayerCounts result{std::vector<double>(paths.num_players()),
                      std::vector<double>(paths.num_players())};
  for (std::size_t i = 0; i < paths.num_paths(); ++i)
    result.conversions[paths.path(i).front()] += options.factor * paths.conversions[i];
  return result;
}

}  // namespace

TEST_CASE("algorithm: on_journey and on_paths take their options") {
  const Algorithm a = algorithm(kDoc, weigh_by_factor, first_players);
  std::vector<JourneyTouch> touches = {{.referrer = 0, .weight = 2.0, .time = {}}};
  std::vector<double> shares(1);
  a.on_journey(factor("1.5"))(touches, shares);
  CHECK(shares.front() == 3.0);
  CHECK_THROWS_AS(a.on_journey(factor("x")), Error);

  Paths paths;
  paths.players = std::make_shared<const IdIndex>(IdIndex::from_texts({"ann", "bob"}));
  paths.steps = {1, 0};
  paths.first_step = {0, 2};
  paths.conversions = {4.0};
  const ScoreOutput output = a.on_paths(paths, factor("0.5"));
  CHECK(a.player_columns.size() == 2);
  CHECK(std::get<std::vector<double>>(output.columns.front().values) ==
        std::vector<double>{0.0, 2.0});
}

TEST_CASE("algorithm: on_purchases makes a table with a row for each customer") {
  const Algorithm a = algorithm(kDoc, one_row_per_purchase);
  const Network network = small_network();
  const Table table =
      a.on_purchases(network.purchases, *network.people, network.contexts, {}).table;
  CHECK(table.column_names() == Texts{"person_id", "context_id", "mean", "count", "margin"});
  CHECK(table.texts("person_id") == Texts{"bob", "cid"});
  CHECK(table.integers("context_id") == Integers{10, 20});
  CHECK(table.doubles("mean") == std::vector<double>{600.0, -100.0});
  CHECK(table.integers("margin") == Integers{300, -50});
}

TEST_CASE("algorithm: customers are put at the rows of their context and person") {
  const Algorithm a = algorithm(kDoc, one_row_per_purchase);
  REQUIRE(a.score_columns.size() == 3);
  CHECK(a.score_columns[0].source == "purchases.margin");
  const Network network = small_network();
  with_inputs(network, [&](const ScoreInputs& inputs) {
    const ScoreOutput output = a.on_network(inputs, {});
    REQUIRE(output.columns.size() == 3);
    const auto& mean = std::get<std::vector<double>>(output.columns[0].values);
    REQUIRE(mean.size() == 6);
    CHECK(mean[1] == 600.0);
    CHECK(mean[5] == -100.0);
    for (const std::size_t nobody : {0u, 2u, 3u, 4u}) CHECK(std::isnan(mean[nobody]));
    CHECK(std::get<Integers>(output.columns[1].values) == Integers{0, 1, 0, 0, 0, 1});
    CHECK(std::get<MoneyColumn>(output.columns[2].values).amounts ==
          std::vector<Money>{0, 300, 0, 0, 0, -50});
  });
}

TEST_CASE("algorithm: on_network passes on columns, tables, audit, warnings and facts") {
  const Algorithm a = algorithm(kDoc, own_rows);
  const Network network = small_network();
  with_inputs(network, [&](const ScoreInputs& inputs) {
    const ScoreOutput output = a.on_network(inputs, {});
    REQUIRE(output.columns.size() == 1);
    CHECK(output.columns[0].info.name == "row");
    CHECK(output.columns[0].info.method == "sample");
    CHECK(std::get<Integers>(output.columns[0].values) == Integers{0, 1, 2, 3, 4, 5});
    REQUIRE(output.tables.size() == 1);
    CHECK(output.tables[0].name == "ledger");
    REQUIRE(output.audit.size() == 1);
    CHECK(output.audit[0].amount == 5);
    CHECK(output.warnings == Texts{"beware"});
    CHECK(output.facts == Facts{{"fact", "yes"}});
  });
}

TEST_CASE("scattered: rows that nothing is copied to are empty, of every kind of column") {
  const std::vector<std::size_t> rows = {2, 0};
  const auto texts = scattered(Texts{"a", "b"}, rows, 3);
  CHECK(std::get<Texts>(texts) == Texts{"b", "", "a"});
  const auto integers = scattered(IntegerColumn{{5, 6}, {1, 0}}, rows, 3);
  CHECK(std::get<IntegerColumn>(integers).values == Integers{6, 0, 5});
  CHECK(std::get<IntegerColumn>(integers).valid == std::vector<std::uint8_t>{0, 0, 1});
  const auto money = scattered(MoneyColumn{{7, 8}, 3}, rows, 3);
  CHECK(std::get<MoneyColumn>(money).amounts == std::vector<Money>{8, 0, 7});
  CHECK(std::get<MoneyColumn>(money).decimals == 3);
}
