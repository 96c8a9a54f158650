#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace grapevine {

/// One stage of a command, and what it holds at its own peak beside the program itself.
struct MemoryStage {
  std::string name;
  std::uint64_t bytes = 0;
};

/// What a command will hold, told before it starts. Each formula stands next to the code that takes
/// the memory; here they are put in the order of running.
struct MemoryEstimate {
  std::string place;          ///< The input that decides it, for the front of an error.
  std::uint64_t program = 0;  ///< Code and libraries: held all the time.
  std::vector<MemoryStage> stages;

  void add(std::string name, std::uint64_t bytes) { stages.push_back({std::move(name), bytes}); }

  /// Most resident memory of the process.
  std::uint64_t peak() const {
    std::uint64_t most = 0;
    for (const MemoryStage& stage : stages) most = std::max(most, stage.bytes);
    return program + most;
  }
};

}  // namespace grapevine
