#include "adapters/igraph/formats.hpp"

#include <array>

#include "adapters/igraph/graphml_check.hpp"
#include "adapters/igraph/read_text.hpp"
#include "adapters/igraph/text_checks.hpp"
#include "adapters/igraph/text_memory.hpp"

namespace grapevine {
namespace {

Graph parse_graphml(std::string_view text, const std::string& shown, const GraphOptions& options) {
  check_graphml(text, shown);
  return read_text_by_igraph(IgraphFormat::Graphml, text, shown, options);
}

Graph parse_gml(std::string_view text, const std::string& shown, const GraphOptions& options) {
  check_gml(text, shown);
  return read_text_by_igraph(IgraphFormat::Gml, text, shown, options);
}

Graph parse_pajek(std::string_view text, const std::string& shown, const GraphOptions& options) {
  return read_text_by_igraph(IgraphFormat::Pajek, checked_pajek(text, shown), shown, options);
}

Graph parse_dl(std::string_view text, const std::string& shown, const GraphOptions& options) {
  check_dl(text, shown);
  return read_text_by_igraph(IgraphFormat::Dl, text, shown, options);
}

template <IgraphFormat Format>
GraphSize add_stages(std::string_view text, const GraphOptions& options, MemoryEstimate& estimate) {
  return add_text_stages(Format, text, options, estimate);
}

constexpr std::array<GraphTextFormat, 6> kFormats{
    {{".graphml", parse_graphml, add_stages<IgraphFormat::Graphml>},
     {".xml", parse_graphml, add_stages<IgraphFormat::Graphml>},
     {".gml", parse_gml, add_stages<IgraphFormat::Gml>},
     {".net", parse_pajek, add_stages<IgraphFormat::Pajek>},
     {".paj", parse_pajek, add_stages<IgraphFormat::Pajek>},
     {".dl", parse_dl, add_stages<IgraphFormat::Dl>}}};

}  // namespace

std::span<const GraphTextFormat> igraph_formats() { return kFormats; }

}  // namespace grapevine
