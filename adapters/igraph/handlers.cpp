#include "adapters/igraph/handlers.hpp"

#include <cstdlib>

namespace grapevine {
namespace {

std::mutex& one_caller() {
  static std::mutex mutex;
  return mutex;
}

/// Written by igraph's error handler alone, under the lock of `IgraphHandlers`.
std::vector<std::string>& kept_reasons() {
  static std::vector<std::string> reasons;
  return reasons;
}

void keep_reason(const char* reason, const char*, int, igraph_error_t) {
  kept_reasons().emplace_back(reason);
  IGRAPH_FINALLY_FREE();
}

/// igraph cannot go on, and its own handler would print first.
void abort_in_silence(const char*, const char*, int) { std::abort(); }

}  // namespace

IgraphHandlers::IgraphHandlers()
    : lock_(one_caller()),
      error_(igraph_set_error_handler(keep_reason)),
      warning_(igraph_set_warning_handler(igraph_warning_handler_ignore)),
      fatal_(igraph_set_fatal_handler(abort_in_silence)) {
  kept_reasons().clear();
}

IgraphHandlers::~IgraphHandlers() {
  igraph_set_error_handler(error_);
  igraph_set_warning_handler(warning_);
  igraph_set_fatal_handler(fatal_);
}

const std::vector<std::string>& IgraphHandlers::reasons() const { return kept_reasons(); }

}  // namespace grapevine
