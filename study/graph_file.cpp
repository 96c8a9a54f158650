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

Graph refuse(std::string_view, const std::string& shown, const GraphOptions&) {
  throw Error(ErrorCode::BadInput, shown, "igraph, which reads this format, is not built in",
              "build with -D GRAPEVINE_IGRAPH=ON, or give .txt, .csv, .mtx or .metis");
}

std::span<const GraphTextFormat> foreign_formats() {
  static constexpr GraphTextFormat kFormats[] = {{".graphml", refuse}, {".xml", refuse},
                                                 {".gml", refuse},     {".net", refuse},
                                                 {".paj", refuse},     {".dl", refuse}};
  return kFormats;
}

#endif

}  // namespace

Graph read_graph_file(const std::filesystem::path& path, const GraphOptions& options) {
  return read_graph(path, options, foreign_formats());
}

}  // namespace grapevine
