#include <fmt/format.h>

#include <set>

#include "engine/base/numbers.hpp"
#include "engine/table/selected_rows.hpp"
#include "study/report/sections.hpp"

namespace grapevine {

Table of_shown_contexts(const ReportRows& rows, const Table& table) {
  if (rows.shown_contexts.size() == rows.network.num_contexts() || !table.has("context_id"))
    return table;
  std::set<std::string> shown = {""};  // over all contexts
  for (const ContextId context : rows.shown_contexts)
    shown.insert(rows.network.contexts.name(context));
  std::vector<bool> keep;
  table.for_each_text("context_id",
                      [&](const std::string& id) { keep.push_back(shown.contains(id)); });
  return selected_rows(table, keep);
}

void say_contexts_shown(const ReportRows& rows, ReportSection& section) {
  if (rows.shown_contexts.size() == rows.network.num_contexts()) return;
  section.sentences.push_back(
      fmt::format("Of {} contexts the {} with the most CRV are shown; all are in the tables of "
                  "results.",
                  grouped(std::int64_t{rows.network.num_contexts()}), rows.shown_contexts.size()));
}

}  // namespace grapevine
