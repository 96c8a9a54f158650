#include "adapters/igraph/formats.hpp"

#include <array>

#include "adapters/igraph/graphml_check.hpp"
#include "adapters/igraph/read_text.hpp"
#include "adapters/igraph/text_checks.hpp"

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

constexpr std::array<GraphTextFormat, 6> kFormats{{{".graphml", parse_graphml},
                                                   {".xml", parse_graphml},
                                                   {".gml", parse_gml},
                                                   {".net", parse_pajek},
                                                   {".paj", parse_pajek},
                                                   {".dl", parse_dl}}};

}  // namespace

std::span<const GraphTextFormat> igraph_formats() { return kFormats; }

}  // namespace grapevine
