#include "loaders/graph_formats/snapshot_layout.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <catch2/catch.hpp>
#include <string>

#include "engine/parallel/random.hpp"

using namespace grapevine;

namespace {

std::string random_bytes(std::size_t size) {
  Random random(91, 0);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random.below(256));
  return bytes;
}

/// As docs/snapshot.md says it, by the library's plainest function.
std::uint64_t documented_checksum(const std::string& bytes) {
  constexpr std::size_t kMiB = 1 << 20;
  std::vector<std::uint64_t> words;
  for (std::size_t at = 0; at < bytes.size(); at += kMiB)
    words.push_back(XXH3_64bits(bytes.data() + at, std::min(kMiB, bytes.size() - at)));
  words.push_back(bytes.size());
  return XXH3_64bits(words.data(), words.size() * 8);
}

}  // namespace

TEST_CASE("snapshot_checksum: as the format says, at once or in parts") {
  const std::string bytes = random_bytes(5'000'000);
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1} << 20,
                                 (std::size_t{1} << 20) + 1, bytes.size()}) {
    const std::string part = bytes.substr(0, size);
    CHECK(snapshot_checksum(part) == documented_checksum(part));
  }
  Random random(92, 0);
  for (int round = 0; round < 20; ++round) {
    SnapshotChecksum checksum;
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t size = std::min<std::size_t>(random.below(3'000'000), bytes.size() - at);
      checksum.add(std::span(bytes).subspan(at, size));
      at += size;
    }
    REQUIRE(checksum.finish() == documented_checksum(bytes));
  }
}

TEST_CASE("snapshots: sections begin at multiples of 64") {
  CHECK(aligned_section(0) == 0);
  CHECK(aligned_section(1) == 64);
  CHECK(aligned_section(64) == 64);
  CHECK(aligned_section(65) == 128);
}
