#include "study/report_tables.hpp"

namespace grapevine {
namespace {

constexpr std::string_view kEvidenceNames[] = {"recorded", "implied"};

/// A column of few names: no cell is a text of its own before the table is made.
class NameColumn {
 public:
  template <class Names>
  explicit NameColumn(const Names& names)
      : names_(IdIndex::from_texts({std::begin(names), std::end(names)})) {
    for (const auto& name : names)
      places_.push_back(name.empty() ? kNoNode : *names_.find(std::string_view(name)));
  }

  const IdIndex& names() const { return names_; }
  std::uint32_t place(std::size_t name) const {
    return name < places_.size() ? places_[name] : kNoNode;
  }

 private:
  IdIndex names_;
  std::vector<std::uint32_t> places_;
};

}  // namespace

NamedTable scores_table(const Network& network, const ScoreColumns& columns) {
  std::vector<std::uint32_t> person, context;
  for (ContextId c = 0; c < network.num_contexts(); ++c)
    for (NodeId p = 0; p < network.num_people(); ++p) {
      person.push_back(p);
      context.push_back(c);
    }
  TableBuilder builder;
  builder.add_ids(
      {"person_id", "", "the person, by the id that the input gave", "input", "people.person_id"},
      *network.people, person);
  builder.add_ids({"context_id", "", "the context, by the id that the input gave", "input",
                   "contexts.context_id"},
                  network.contexts, context);
  for (const ScoreColumn& column : columns.all()) add_column(builder, column);
  return {"scores", builder.finish()};
}

NamedTable cycles_table(const Network& network, const Journeys& journeys) {
  std::vector<std::uint32_t> context, referrer, newcomer;
  for (const CycleEdge& edge : journeys.cycle_edges) {
    context.push_back(edge.context);
    referrer.push_back(edge.referrer);
    newcomer.push_back(edge.newcomer);
  }
  TableBuilder builder;
  builder.add_ids({"context_id", "", "the context", "cycle rule", "touches"}, network.contexts,
                  context);
  builder.add_ids(
      {"referrer_id", "", "who brought, and was brought by, the other", "cycle rule", "touches"},
      *network.people, referrer);
  builder.add_ids(
      {"newcomer_id", "", "who was brought, and brought the other", "cycle rule", "touches"},
      *network.people, newcomer);
  return {"cycles", builder.finish()};
}

NamedTable excluded_touches_table(const Network& network, const Journeys& journeys) {
  const NameColumn roles(network.touches.roles), reasons(kExclusionNames), evidence(kEvidenceNames);
  std::vector<std::uint32_t> context, referrer, newcomer, role, reason, how_known;
  std::vector<Time> time;
  for (const ExcludedTouch& touch : journeys.excluded) {
    context.push_back(touch.context);
    referrer.push_back(touch.referrer);
    newcomer.push_back(touch.newcomer);
    time.push_back(touch.time);
    role.push_back(roles.place(touch.role));
    reason.push_back(reasons.place(static_cast<std::size_t>(touch.reason)));
    how_known.push_back(evidence.place(touch.implied ? 1 : 0));
  }
  const auto info = [](const char* name, const char* meaning, const char* source) {
    return ColumnInfo{name, "", meaning, "rules of journeys", source};
  };
  TableBuilder builder;
  builder.add_ids(info("context_id", "the context", "touches"), network.contexts, context);
  builder.add_ids(info("referrer_id", "who referred", "touches"), *network.people, referrer);
  builder.add_ids(info("person_id", "whose acquisition it was about", "touches purchases"),
                  *network.people, newcomer);
  builder.add({"t", "time", "when", "rules of journeys", "touches.t"}, time);
  builder.add_ids(info("role", "of the touch; null: none", "touches.role"), roles.names(), role);
  builder.add_ids(info("reason", "the first rule by which it earns nothing", "touches purchases"),
                  reasons.names(), reason);
  builder.add_ids(info("evidence", "recorded, or implied by a tie", "touches ties"),
                  evidence.names(), how_known);
  return {"excluded_touches", builder.finish()};
}

NamedTable rejected_table(const LoadReport& report) {
  std::vector<std::string> table, file, column, value, reason;
  std::vector<std::int64_t> line;
  for (const RejectedRow& row : report.rejected) {
    table.push_back(row.table);
    file.push_back(row.file);
    line.push_back(row.line);
    column.push_back(row.column);
    value.push_back(row.value);
    reason.push_back(row.reason);
  }
  TableBuilder builder;
  builder.add({"table", "", "the input table", "loader", "input (observed)"}, table);
  builder.add({"file", "", "its file", "loader", "input (observed)"}, file);
  builder.add({"line", "line", "of a text file; of a Parquet file the row from 1", "loader",
               "input (observed)"},
              std::span<const std::int64_t>(line));
  builder.add({"column", "", "what was wrong", "loader", "input (observed)"}, column);
  builder.add({"value", "", "what it held", "loader", "input (observed)"}, value);
  builder.add({"reason", "", "why the row was left out", "loader", "input (derived)"}, reason);
  return {"rejected", builder.finish()};
}

}  // namespace grapevine
