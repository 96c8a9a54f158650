#include "adapters/igraph/handlers.hpp"

#include <catch2/catch.hpp>

namespace grapevine {
namespace {

TEST_CASE("IgraphHandlers: igraph's reason is kept, and its own handlers come back") {
  igraph_error_handler_t* const before = igraph_set_error_handler(igraph_error_handler_ignore);
  {
    const IgraphHandlers handlers;
    CHECK(handlers.reasons().empty());
    igraph_t graph;
    CHECK(igraph_empty(&graph, -1, IGRAPH_DIRECTED) != IGRAPH_SUCCESS);
    REQUIRE_FALSE(handlers.reasons().empty());
    CHECK_THAT(handlers.reasons().front(), Catch::StartsWith("Number of vertices"));
  }
  CHECK(igraph_set_error_handler(before) == igraph_error_handler_ignore);
  CHECK(IgraphHandlers().reasons().empty());  // nothing is left for the next one
}

}  // namespace
}  // namespace grapevine
