#include "loaders/columnar/file_input.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>

#include "engine/parallel/random.hpp"
#include "tests/support/compressed_files.hpp"

namespace grapevine {
namespace {

using testing::Pipe;
using testing::random_lines;
using testing::TempFolder;

/// Reads all by windows and by reads of random sizes.
std::string by_random_steps(FileInput& input, Random& random) {
  std::string bytes;
  for (;;) {
    if (random.below(2) == 0) {
      const std::size_t wanted = 1 + random.below(400'000);
      const bool filled = input.fill(wanted);
      CHECK(filled == (input.window().size() >= wanted));
      const std::size_t count = random.below(input.window().size() + 1);
      bytes += input.window().substr(0, count);
      input.drop(count);
    } else {
      std::string part(1 + random.below(100'000), '\0');
      part.resize(input.read(part));
      if (part.empty()) return bytes;
      bytes += part;
    }
  }
}

TEST_CASE("FileInput: windows and reads of any sizes give every byte once, of files and pipes") {
  const TempFolder folder;
  for (std::uint64_t round = 0; round < 20; ++round) {
    Random random(71, round);
    const std::string text = random_lines(random, random.below(3'000'000));
    FileInput file(folder.write("t.txt", text));
    CHECK(file.size() == text.size());
    CHECK((by_random_steps(file, random) == text));
    const Pipe pipe(folder.path() / ("pipe" + std::to_string(round)), text);
    FileInput piped(pipe.path());
    CHECK(piped.size() == std::numeric_limits<std::uint64_t>::max());
    CHECK((by_random_steps(piped, random) == text));
  }
}

TEST_CASE("FileInput: read_at looks anywhere and leaves the window") {
  const TempFolder folder;
  FileInput input(folder.write("t.txt", "0123456789"));
  std::string part(4, '\0');
  CHECK(input.read_at(3, part) == 4);
  CHECK(part == "3456");
  CHECK(input.read_at(8, part) == 2);
  CHECK(input.read_at(100, part) == 0);
  CHECK(input.fill(10));
  CHECK(input.window() == "0123456789");
}

}  // namespace
}  // namespace grapevine
