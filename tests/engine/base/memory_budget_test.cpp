#include "engine/base/memory_budget.hpp"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <limits>
#include <memory>

#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using testing::error_of;

constexpr std::uint64_t kMiB = 1 << 20;

TEST_CASE("memory_limit: by default less than the machine has and more than the process holds") {
  CHECK(memory_limit() > resident_memory());
  CHECK(memory_limit() < std::uint64_t{1} << 60);
  CHECK(memory_left() == Approx(static_cast<double>(memory_limit() - resident_memory())));
}

TEST_CASE("ScopedMemoryLimit: holds while it lives, and the one around it again afterwards") {
  const std::uint64_t before = memory_limit();
  {
    const ScopedMemoryLimit outer(700 * kMiB);
    {
      const ScopedMemoryLimit inner(600 * kMiB);
      CHECK(memory_limit() == 600 * kMiB);
    }
    CHECK(memory_limit() == 700 * kMiB);
  }
  CHECK(memory_limit() == before);
  const ScopedMemoryLimit none(0);
  CHECK(memory_left() == 0);
}

TEST_CASE("resident_memory: sees memory that was written to, and never more than the peak") {
  const std::uint64_t before = resident_memory();
  const auto block = std::make_unique<char[]>(64 * kMiB);
  for (std::size_t i = 0; i < 64 * kMiB; i += 4096) block[i] = 1;
  CHECK(resident_memory() >= before + 60 * kMiB);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  CHECK(resident_memory() <= (static_cast<std::uint64_t>(usage.ru_maxrss) << 10) + kMiB);
}

TEST_CASE("refuse_beyond: what fits passes and what does not is one line that says how much") {
  const ScopedMemoryLimit limit(resident_memory() + 100 * kMiB);
  CHECK_NOTHROW(refuse_beyond("ties.csv", 0));
  CHECK_NOTHROW(refuse_beyond("ties.csv", 50 * kMiB));
  const std::string error = error_of([] { refuse_beyond("ties.csv", 3 * 1024 * kMiB); });
  CHECK(error.starts_with("BadInput ties.csv: takes 3.0 GiB of memory, and the limit of "));
  CHECK(error.ends_with("; allow more with --memory, or split the file"));
  CHECK(!error_of([] { refuse_beyond("x", std::numeric_limits<std::uint64_t>::max()); }).empty());
}

TEST_CASE("refuse_decoded: a file is believed to 64 MiB or 256 times its size and no further") {
  CHECK(most_decoded(0) == 64 * kMiB);
  CHECK(most_decoded(kMiB) == 256 * kMiB);
  CHECK(most_decoded(std::numeric_limits<std::uint64_t>::max()) == memory_limit());
  CHECK_NOTHROW(refuse_decoded("t.parquet", 64 * kMiB, 4325));
  CHECK(error_of([] { refuse_decoded("t.parquet", 4096 * kMiB, 4325); }) ==
        "BadInput t.parquet: 4325 bytes that decode to 4.0 GiB or more; if that is right, allow "
        "the memory with --memory");
  const ScopedMemoryLimit allowed(5000 * kMiB);
  CHECK_NOTHROW(refuse_decoded("t.parquet", 4096 * kMiB, 4325));
}

TEST_CASE("memory_text: rounds up to MiB, and above a thousand of them to tenths of GiB") {
  CHECK(memory_text(0) == "0 MiB");
  CHECK(memory_text(1) == "1 MiB");
  CHECK(memory_text(512 * kMiB) == "512 MiB");
  CHECK(memory_text(512 * kMiB + 1) == "513 MiB");
  CHECK(memory_text(4096 * kMiB) == "4.0 GiB");
  CHECK(memory_text(4096 * kMiB + 1) == "4.1 GiB");
}

}  // namespace
}  // namespace grapevine
