#include "engine/parallel/vector_set.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>

namespace grapevine {
namespace {

/// Whether /proc/cpuinfo lists the flag.
bool kernel_lists(const std::string& cpuinfo, const std::string& flag) {
  return (cpuinfo + " ").find(" " + flag + " ") != std::string::npos;
}

TEST_CASE("widest_vectors: is what the kernel says of this machine") {
  std::ifstream file("/proc/cpuinfo");
  std::string line, flags;
  while (flags.empty() && std::getline(file, line))
    if (line.starts_with("flags")) flags = line;
  if (flags.empty()) {
    CHECK(widest_vectors() == VectorSet::Plain);
    return;
  }
  CHECK((widest_vectors() >= VectorSet::Avx2) ==
        (kernel_lists(flags, "avx2") && kernel_lists(flags, "bmi2")));
  CHECK((widest_vectors() == VectorSet::Avx512) ==
        (kernel_lists(flags, "avx512bw") && kernel_lists(flags, "avx512vl")));
}

TEST_CASE("kVectorSetNames: has one for each set") {
  CHECK(std::size(kVectorSetNames) == static_cast<std::size_t>(VectorSet::Avx512) + 1);
  CHECK(kVectorSetNames[static_cast<std::size_t>(VectorSet::Avx2)] == "avx2");
}

}  // namespace
}  // namespace grapevine
