#include "engine/table/memory_pool.hpp"

#include <arrow/api.h>

#include <catch2/catch.hpp>

#include "engine/base/memory_budget.hpp"
#include "engine/table/arrow_status.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using testing::error_of;

constexpr std::int64_t kMiB = 1 << 20;

std::uint64_t held_and(std::int64_t bytes) {
  return resident_memory() + static_cast<std::uint64_t>(bytes);
}

TEST_CASE("decoding_pool: hands out what fits and takes it back, also after its owner let go") {
  const ScopedMemoryLimit limit(held_and(200 * kMiB));
  auto pool = decoding_pool(1);
  auto buffer = check(arrow::AllocateResizableBuffer(50 * kMiB, pool.get()));
  CHECK(pool->bytes_allocated() >= 50 * kMiB);
  const auto none = check(arrow::AllocateBuffer(0, pool.get()));
  pool.reset();
  check(buffer->Resize(60 * kMiB));
  buffer.reset();
}

TEST_CASE("decoding_pool: refuses one allocation beyond the limit before it is made") {
  const ScopedMemoryLimit limit(held_and(100 * kMiB));
  const auto pool = decoding_pool(1 << 30);
  const std::uint64_t before = resident_memory();
  for (const std::int64_t size : {200 * kMiB, std::int64_t{1} << 50}) {
    const auto buffer = arrow::AllocateBuffer(size, pool.get());
    REQUIRE(buffer.status().IsOutOfMemory());
    CHECK(error_of([&] {
            refuse_want_of_memory("t.parquet", buffer.status());
          }).starts_with("BadInput t.parquet: it "));
  }
  CHECK(resident_memory() < before + 10 * kMiB);
}

/// Takes pieces from a pool until it refuses, or has given 400 MiB: how much that was.
std::int64_t taken_from(arrow::MemoryPool& pool, std::int64_t piece) {
  std::vector<std::unique_ptr<arrow::Buffer>> buffers;
  std::int64_t taken = 0;
  while (taken < 400 * kMiB) {
    auto buffer = arrow::AllocateBuffer(piece, &pool);
    if (!buffer.ok()) break;
    buffers.push_back(std::move(buffer).ValueUnsafe());
    taken += piece;
  }
  return taken;
}

TEST_CASE("decoding_pool: refuses memory that is handed out and never written to") {
  const ScopedMemoryLimit limit(held_and(100 * kMiB));
  const std::int64_t taken = taken_from(*decoding_pool(1 << 30), 20 * kMiB);
  CHECK(taken >= 40 * kMiB);
  CHECK(taken < 400 * kMiB);
}

TEST_CASE("decoding_pool: counts many small pieces together") {
  const ScopedMemoryLimit limit(held_and(100 * kMiB));
  const std::int64_t taken = taken_from(*decoding_pool(1 << 30), kMiB / 8);
  CHECK(taken >= 40 * kMiB);
  CHECK(taken < 400 * kMiB);
}

TEST_CASE("decoding_pool: a small file is given 64 MiB, however much memory there is") {
  const auto pool = decoding_pool(4325);
  CHECK(taken_from(*pool, kMiB) == 64 * kMiB);
  CHECK(taken_from(*pool, kMiB) == 64 * kMiB);
}

TEST_CASE("refuse_want_of_memory: other failures pass, to be told in the reader's own words") {
  CHECK_NOTHROW(refuse_want_of_memory("t.parquet", arrow::Status::OK()));
  CHECK_NOTHROW(refuse_want_of_memory("t.parquet", arrow::Status::Invalid("no footer")));
}

}  // namespace
}  // namespace grapevine
