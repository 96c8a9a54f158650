#pragma once
#include <string>
#include <vector>

#include "tests/hostile/readers.hpp"

namespace grapevine::hostile {

/// A small file that its reader reads.
struct Sample {
  std::string name;
  const Reader* reader = nullptr;
  std::string bytes;
  std::size_t choice = 0;
};

/// Files of every format, written by hand or by our own writers into `folder`, which must outlive
/// them: a manifest names its study there. Made in a child process: the threads that writers start
/// would not survive a later fork.
std::vector<Sample> samples(const std::filesystem::path& folder);

}  // namespace grapevine::hostile
