// The extension: what the registry and studies offer, with the interpreter's lock released while
// they work. It names no algorithm; the package around it makes a function of each.
#include <nanobind/nanobind.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <memory>

#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "engine/base/memory_budget.hpp"
#include "loaders/columnar/path_table.hpp"
#include "loaders/columnar/tie_table.hpp"
#include "python/arguments.hpp"
#include "python/calls.hpp"
#include "study/attribute.hpp"
#include "study/catalogue.hpp"
#include "study/column_mapping.hpp"
#include "study/graph_file.hpp"
#include "study/manifest.hpp"
#include "study/one_algorithm.hpp"
#include "study/study_command.hpp"
#include "study/summary.hpp"

namespace nb = nanobind;

namespace grapevine::python {
namespace {

using TableAndFacts = std::pair<Table, std::map<std::string, std::string>>;

const Algorithm& algorithm_named(const std::string& name) {
  if (const Algorithm* found = find_algorithm(name)) return *found;
  throw Error(ErrorCode::NotFound, name, "there is no such algorithm", "see algorithms()");
}

TableAndFacts with_facts(TableOutput output) {
  return {std::move(output.table), {output.facts.begin(), output.facts.end()}};
}

GraphOptions graph_options(bool directed, const std::string& self_loops,
                           const std::string& parallel_edges, bool canonical) {
  static constexpr std::string_view kLoops[] = {"keep", "drop"};
  static constexpr std::string_view kParallel[] = {"keep", "drop", "sum"};
  return {.directed = directed,
          .self_loops = static_cast<SelfLoops>(
              read_choice({{self_loops}, "self_loops"}, kLoops, std::size(kLoops))),
          .parallel_edges = static_cast<ParallelEdges>(
              read_choice({{parallel_edges}, "parallel_edges"}, kParallel, std::size(kParallel))),
          .canonical = canonical};
}

TableAndFacts score_graph(const std::string& name, nb::object ties, const OptionTexts& texts,
                          bool directed, const std::string& self_loops,
                          const std::string& parallel_edges, bool canonical, std::size_t threads) {
  const Algorithm& algorithm = algorithm_named(name);
  const GraphOptions how = graph_options(directed, self_loops, parallel_edges, canonical);
  const bool is_path = nb::isinstance<nb::str>(ties);
  const std::string path = is_path ? nb::cast<std::string>(ties) : "";
  const Table table = is_path ? Table() : table_of(nb::cast<nb::capsule>(ties), "ties");
  return without_python(threads, [&] {
    const Graph graph =
        is_path ? read_graph_file(path, how) : graph_of_ties(table_in_memory("ties", table), how);
    return with_facts(algorithm.on_graph(graph, options_of(texts)));
  });
}

/// A function of study/one_algorithm.
template <auto Function>
TableAndFacts on_study(const std::string& name, const std::string& path, const std::string& json,
                       const TableCapsules& tables, const OptionTexts& texts, std::size_t threads) {
  const Algorithm& algorithm = algorithm_named(name);
  StudyFile study = study_of(path, json, tables);
  return without_python(threads, [&] {
    return with_facts(Function(std::move(study), algorithm, options_of(texts)));
  });
}

nb::dict attribute(nb::object given, const std::vector<std::string>& models,
                   const std::map<std::string, std::string>& columns, const OptionTexts& texts,
                   const std::string& repeats, std::size_t threads) {
  static constexpr std::string_view kRepeats[] = {"count", "once"};
  const AttributionRequest request{.models = models,
                                   .options = options_of(texts),
                                   .repeats = static_cast<Repeats>(read_choice(
                                       {{repeats}, "repeats"}, kRepeats, std::size(kRepeats)))};
  const PathColumnNames names(columns.begin(), columns.end());
  const bool is_path = nb::isinstance<nb::str>(given);
  const std::string path = is_path ? nb::cast<std::string>(given) : "";
  const Table table = is_path ? Table() : table_of(nb::cast<nb::capsule>(given), "paths");
  const AttributedPaths made = without_python(threads, [&] {
    return attribute_paths(
        is_path ? read_paths(path, names) : paths_of_table(table_in_memory("paths", table), names),
        request);
  });
  nb::dict tables, result;
  tables["credits"] = made.credits;
  for (const NamedTable& named : made.tables) tables[named.name.c_str()] = named.table;
  result["tables"] = tables;
  result["manifest"] = attribution_json(made);
  result["summary"] = attribution_text(made);
  result["warnings"] = std::vector<std::string>();
  return result;
}

/// 0: back to what the machine had free.
void limit_memory(std::uint64_t bytes) {
  static std::unique_ptr<ScopedMemoryLimit> limit;
  limit.reset();
  if (bytes > 0) limit = std::make_unique<ScopedMemoryLimit>(bytes);
}

nb::dict run(const std::string& path, const std::string& json, const TableCapsules& capsules,
             const std::string& map, const std::string& out, std::size_t threads,
             std::uint64_t seed) {
  StudyFile study = study_of(path, json, capsules);
  map_columns(study, parse_column_map(map));
  std::string manifest, summary;
  const StudyRun run = without_python(threads, [&] {
    StudyRun made = out.empty() ? run_study(study) : run_to_folder(study, out, seed);
    manifest = (out.empty() ? manifest_of(study, made, {}, seed) : read_manifest(out)).dump();
    summary = summary_of(study, made);
    return made;
  });
  nb::dict tables, result;
  for (const NamedTable& named : run.tables) tables[named.name.c_str()] = named.table;
  result["tables"] = tables;
  result["manifest"] = manifest;
  result["summary"] = summary;
  result["warnings"] = run.warnings;
  return result;
}

}  // namespace
}  // namespace grapevine::python

NB_MODULE(_core, m) {
  using namespace grapevine;
  m.attr("version") = GRAPEVINE_VERSION;
  nb::exception<Error>(m, "Error", PyExc_ValueError);
  nb::class_<Table>(m, "Table")
      .def(
          "__arrow_c_stream__",
          [](const Table& table, const nb::object&) { return python::capsule_of(table); },
          nb::arg("requested_schema") = nb::none());
  m.def("catalogue", &catalogue_json);
  m.def("bundled_study",
        [](const std::string& package) { return bundled_study(package).string(); });
  m.def("score_graph", &python::score_graph);
  m.def("score_study", &python::on_study<score_study>);
  m.def("share_study", &python::on_study<share_study>);
  m.def("score_purchases", &python::on_study<score_purchases>);
  m.def("attribute", &python::attribute);
  m.def("run", &python::run);
  m.def("limit_memory", &python::limit_memory);
}
