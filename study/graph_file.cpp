#include "study/graph_file.hpp"

#include "engine/base/error.hpp"
#include "loaders/graph_file.hpp"
#ifdef GRAPEVINE_HAVE_IGRAPH
#include "adapters/igraph/formats.hpp"
#endif

namespace grapevine {
namespace {

#ifdef GRAPEVINE_HAVE_IGRAPH

std::span<const GraphTextFormat> foreign_formats() { return igraph_formats(); }

#else

GraphSize tell_nothing(std::string_view, const GraphOptions&, MemoryEstimate&) { return {}; }

Graph refuse(std::string_view, const std::string& shown, const GraphOptions&) {
  throw Error(ErrorCode::BadInput, shown, "igraph, which reads this format, is not built in",
              "build with -D GRAPEVINE_IGRAPH=ON, or give .txt, .csv, .mtx or .metis");
}

std::span<const GraphTextFormat> foreign_formats() {
  static constexpr GraphTextFormat kFormats[] = {
      {".graphml", refuse, tell_nothing}, {".xml", refuse, tell_nothing},
      {".gml", refuse, tell_nothing},     {".net", refuse, tell_nothing},
      {".paj", refuse, tell_nothing},     {".dl", refuse, tell_nothing}};
  return kFormats;
}

#endif

}  // namespace

Graph read_graph_file(const std::filesystem::path& path, const GraphOptions& options,
                      const EdgeListHints& hints) {
  return read_graph(path, options, foreign_formats(), hints);
}

GraphSize add_graph_file_stages(const std::filesystem::path& path, const GraphOptions& options,
                                MemoryEstimate& estimate, const EdgeListHints& hints) {
  return add_graph_stages(path, options, estimate, foreign_formats(), hints);
}

EdgeColumnNames edge_column_names(const std::vector<ColumnMapping>& map) {
  static const std::map<std::string, std::string, std::less<>> kNames{
      {"src", "source"},    {"source", "source"}, {"dst", "target"},
      {"target", "target"}, {"t", "time"},        {"time", "time"},
      {"sign", "sign"},     {"type", "type"},     {"weight", "weight"}};
  EdgeColumnNames names;
  for (const ColumnMapping& mapping : map) {
    const auto ours = kNames.find(mapping.ours);
    if (ours == kNames.end() || !mapping.table.empty())
      throw Error(ErrorCode::InvalidOption, "--map " + mapping_text(mapping),
                  "ties have no such column", "known: src, dst, weight, sign, time, type");
    if (!names.emplace(ours->second, mapping.theirs).second)
      throw Error(ErrorCode::InvalidOption, "--map " + mapping_text(mapping),
                  in_quotes(ours->second) + " is mapped twice", "map it once");
  }
  return names;
}

}  // namespace grapevine
