// libFuzzer's way into one reader, GRAPEVINE_FUZZ_READER. `grapevine_hostile replay` feeds the
// cases that it found to the same readers without libFuzzer.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "engine/parallel/blocks.hpp"
#include "tests/hostile/readers.hpp"
#include "tests/support/files.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace grapevine::hostile;
  static const grapevine::ThreadLimit one_thread(1);
  static const grapevine::testing::TempFolder folder;
  static const Reader& reader = reader_of(GRAPEVINE_FUZZ_READER);
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Outcome outcome = feed(reader, folder.path(), bytes, size % kChoices);
  if (outcome.fault.empty()) return 0;
  std::fprintf(stderr, "%s\n", outcome.fault.c_str());
  std::abort();
}
