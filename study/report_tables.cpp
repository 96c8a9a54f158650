#include "study/report_tables.hpp"

namespace grapevine {

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
