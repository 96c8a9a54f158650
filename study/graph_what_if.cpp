#include "study/graph_what_if.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "algorithms/propagation/walk_seeds.hpp"
#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/registry/register.hpp"
#include "loaders/columnar/column_cells.hpp"
#include "loaders/columnar/file_bytes.hpp"

namespace grapevine {
namespace {

using Kind = GraphChange::Kind;

constexpr std::pair<std::string_view, Kind> kKinds[] = {{"set_tie", Kind::SetTie},
                                                        {"add_person", Kind::AddPerson},
                                                        {"remove_person", Kind::RemovePerson},
                                                        {"add_purchases", Kind::AddPurchases}};

/// The texts of a column; empty ones where the table lacks it.
std::vector<std::string> texts_of(const SourceTable& table, const std::string& name, bool ids) {
  if (!table.table().has(name))
    return std::vector<std::string>(static_cast<std::size_t>(table.num_rows()));
  return read_column(table, {.ours = name, .theirs = name, .holds_ids = ids}, {}).texts;
}

[[noreturn]] void refuse(const std::string& place, std::string_view what, std::string_view to_do) {
  throw Error(ErrorCode::BadInput, place, what, to_do);
}

Kind kind_of(const std::string& text, const std::string& place) {
  for (const auto& [name, kind] : kKinds)
    if (name == text) return kind;
  refuse(place, "change " + in_quotes(text) + " is unknown",
         "use set_tie, add_person, remove_person or add_purchases");
}

double weight_of(const std::string& text, const std::string& place) {
  if (text.empty()) return 1.0;
  const double weight = parse_double(text).value_or(std::nan(""));
  if (!std::isfinite(weight) || std::abs(weight) > 1e300)
    refuse(place, "weight " + in_quotes(text) + " is no finite number up to 1e300", "correct it");
  return weight;
}

/// Who is who while people come and go.
class Names {
 public:
  explicit Names(const Graph& graph) : graph_(graph) {}

  std::optional<NodeId> find(const std::string& id) const {
    const auto added = added_.find(id);
    return added != added_.end() ? added->second : graph_.find(id);
  }
  void add(const std::string& id, NodeId node) {
    added_.emplace(id, node);
    names_.push_back(id);
  }
  NodeId existing(const std::string& id, const std::string& place) const {
    if (const auto node = find(id)) return *node;
    refuse(place, in_quotes(id) + " is not in the graph", "add the person first, or correct it");
  }
  std::vector<std::string> all() const {
    std::vector<std::string> all;
    for (NodeId v = 0; v < graph_.num_nodes(); ++v) all.push_back(graph_.name(v));
    all.insert(all.end(), names_.begin(), names_.end());
    return all;
  }

 private:
  const Graph& graph_;
  std::unordered_map<std::string, NodeId> added_;
  std::vector<std::string> names_;
};

void apply(const GraphChange& change, Names& names, IncrementalWalk& walk) {
  if (change.kind == Kind::AddPerson) {
    if (names.find(change.person))
      refuse(change.place, in_quotes(change.person) + " is in the graph already",
             "give another id, or leave the line out");
    return names.add(change.person, walk.add_person());
  }
  const NodeId person = names.existing(change.person, change.place + ": column 'person'");
  if (change.kind == Kind::RemovePerson) return walk.remove_person(person);
  if (change.kind == Kind::AddPurchases) return walk.add_to_seed(person, change.weight);
  if (change.weight < 0.0)
    refuse(change.place + ": column 'weight'",
           "weight " + in_quotes(to_text(change.weight)) + " of a tie is negative",
           "give a weight >= 0; 0 takes the tie away");
  walk.set_tie(person, names.existing(change.target, change.place + ": column 'target'"),
               change.weight);
}

std::vector<double> seeds_of(const Graph& graph, const NamedNumbers& named) {
  if (named.empty()) return std::vector<double>(graph.num_nodes(), 1.0);
  std::vector<double> seeds(graph.num_nodes());
  for (const auto& [node, weight] : named_nodes(graph, named)) seeds[node] += weight;
  return seeds;
}

Table change_table(const std::vector<std::string>& names, std::vector<double> before,
                   const std::vector<double>& after) {
  before.resize(after.size(), 0.0);
  std::vector<double> change(after.size());
  for (std::size_t i = 0; i < after.size(); ++i) change[i] = after[i] - before[i];
  TableBuilder builder;
  const auto info = [](const char* name, const char* meaning) {
    return ColumnInfo{.name = name,
                      .unit = "probability",
                      .meaning = meaning,
                      .method = "incremental walk",
                      .source = "ties"};
  };
  builder.add({.name = "id", .meaning = "the person"}, names);
  builder.add(info("score_before", "share of the seeded walk before the changes"), before);
  builder.add(info("score_after", "the same after them"), after);
  builder.add(info("score_change", "what the changes did"), change);
  return builder.finish();
}

}  // namespace

std::vector<GraphChange> read_graph_changes(const std::filesystem::path& path) {
  const SourceTable table = read_source_table(path, path_text(path));
  for (const char* needed : {"change", "person"})
    if (!table.table().has(needed))
      refuse(path_text(path), fmt::format("it has no column '{}'", needed),
             "give the columns change, person, target and weight");
  const auto kinds = texts_of(table, "change", false), people = texts_of(table, "person", true),
             targets = texts_of(table, "target", true), weights = texts_of(table, "weight", false);
  const std::vector<std::int64_t> lines = table.lines();
  std::vector<GraphChange> changes;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    GraphChange change{.person = people[i], .target = targets[i]};
    change.place = fmt::format("{}:{}", table.file(static_cast<std::int64_t>(i)), lines[i]);
    change.kind = kind_of(kinds[i], change.place + ": column 'change'");
    change.weight = weight_of(weights[i], change.place + ": column 'weight'");
    if (change.person.empty())
      refuse(change.place + ": column 'person'", "it is empty", "say who changes");
    changes.push_back(std::move(change));
  }
  return changes;
}

GraphWhatIf graph_what_if(const Graph& graph, const std::vector<GraphChange>& changes,
                          const GraphWhatIfOptions& options) {
  validate(options);
  IncrementalWalk walk(
      graph, seeds_of(graph, options.seeds),
      {.damping = options.damping, .tolerance = options.tolerance, .sinks = options.sinks});
  std::vector<double> before = walk.scores();
  Names names(graph);
  for (const GraphChange& change : changes) apply(change, names, walk);
  GraphWhatIf result;
  result.update = walk.update();
  const double passes =
      std::ceil(std::log(options.tolerance) / std::log(std::max(options.damping, 1e-3)));
  result.of_full_run =
      static_cast<double>(result.update.edge_visits) /
      (std::max(1.0, passes) * std::max(1.0, static_cast<double>(graph.num_edges())));
  result.table = change_table(names.all(), std::move(before), walk.scores());
  return result;
}

std::string graph_what_if_text(const GraphWhatIf& result, const std::filesystem::path& out) {
  return fmt::format(
      "{} people written to {}: {} ties followed, {:.3g} % of a full run{}; L1 error at most "
      "{:.2g}\n",
      grouped(result.table.num_rows()), out.string(),
      grouped(static_cast<std::int64_t>(result.update.edge_visits)), 100.0 * result.of_full_run,
      result.update.swept ? " (in passes over all)" : "", result.update.error);
}

std::string graph_what_if_json(const GraphWhatIf& result) {
  return fmt::format(
      "{{\"rows\": {}, \"edge_visits\": {}, \"of_full_run\": {}, \"swept\": {}, \"error\": {}}}\n",
      result.table.num_rows(), result.update.edge_visits, to_text(result.of_full_run),
      result.update.swept, to_text(result.update.error));
}

std::uint64_t graph_what_if_bytes(const GraphSize& size) {
  // Seeds, ranks, residuals and marks; scores before and after, their change, and names.
  constexpr std::uint64_t kNode = 3 * sizeof(double) + 1 + 3 * sizeof(double);
  const auto name = sizeof(std::string) + static_cast<std::uint64_t>(
                                              size.mean_id_bytes > 15.0 ? size.mean_id_bytes : 0.0);
  return size.nodes * (kNode + name + 5 * sizeof(double));
}

}  // namespace grapevine
