#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/base/memory_estimate.hpp"
#include "engine/registry/generator.hpp"

namespace grapevine {

/// How large a generated graph became.
struct Generated {
  std::uint64_t nodes = 0;  ///< Possible ids; in a list of ties those without any do not occur.
  std::uint64_t arcs = 0;
};

/// Writes the arcs of `source` to a graph file, its format by its ending; whole or not at all. A
/// snapshot (.gv) is built in memory (some 15 bytes an arc), the others are streamed. The same
/// bytes at any number of threads. Errors: BadInput for an ending that is none; Storage.
Generated generate_to_file(const ArcSource& source, const std::filesystem::path& out);

/// One line for reading, and the same as JSON.
std::string generated_text(const Generated& made, const std::filesystem::path& out);
std::string generated_json(const Generated& made);

/// What generating will hold, stage by stage.
void add_generation_stages(const ArcSource& source, const std::filesystem::path& out,
                           MemoryEstimate& estimate);

}  // namespace grapevine
