#pragma once
#include <igraph.h>

#include <mutex>
#include <string>
#include <vector>

namespace grapevine {

/// While it lives, igraph neither prints nor aborts: its handlers are global and do so unless they
/// are replaced, hence one caller at a time. Reasons that igraph gives are kept.
class IgraphHandlers {
 public:
  IgraphHandlers();
  ~IgraphHandlers();
  IgraphHandlers(const IgraphHandlers&) = delete;
  IgraphHandlers& operator=(const IgraphHandlers&) = delete;

  /// What went wrong, the innermost first; some are empty.
  const std::vector<std::string>& reasons() const;

 private:
  std::unique_lock<std::mutex> lock_;
  igraph_error_handler_t* error_;
  igraph_warning_handler_t* warning_;
  igraph_fatal_handler_t* fatal_;
};

}  // namespace grapevine
