#include "engine/table/memory_pool.hpp"

#include <arrow/memory_pool.h>
#include <arrow/status.h>

#include <algorithm>
#include <atomic>

#include "engine/base/error.hpp"
#include "engine/base/memory_budget.hpp"
#include "engine/table/arrow_status.hpp"

namespace grapevine {
namespace {

/// Goes when its owner has let go of it and all that it handed out is back: columns of a table know
/// their pool by address, and outlive the reader.
class DecodingPool : public arrow::MemoryPool {
 public:
  explicit DecodingPool(std::uint64_t file_bytes) : most_(most_decoded(file_bytes)) {
    held_beside();
  }

  arrow::Status Allocate(std::int64_t size, std::int64_t alignment, std::uint8_t** out) override {
    ARROW_RETURN_NOT_OK(ask_for(size, size));
    ARROW_RETURN_NOT_OK(pool_->Allocate(size, alignment, out));
    bytes_ += size;
    ++users_;
    return arrow::Status::OK();
  }

  arrow::Status Reallocate(std::int64_t old_size, std::int64_t new_size, std::int64_t alignment,
                           std::uint8_t** bytes) override {
    // Growing may copy: for a moment both are there.
    if (new_size > old_size) ARROW_RETURN_NOT_OK(ask_for(new_size - old_size, new_size));
    ARROW_RETURN_NOT_OK(pool_->Reallocate(old_size, new_size, alignment, bytes));
    bytes_ += new_size - old_size;
    return arrow::Status::OK();
  }

  void Free(std::uint8_t* bytes, std::int64_t size, std::int64_t alignment) override {
    pool_->Free(bytes, size, alignment);
    bytes_ -= size;
    let_go();
  }

  /// The owner, or a user, is done.
  void let_go() {
    if (--users_ == 0) delete this;
  }

  void ReleaseUnused() override { pool_->ReleaseUnused(); }
  std::int64_t bytes_allocated() const override { return bytes_; }
  std::int64_t total_bytes_allocated() const override { return pool_->total_bytes_allocated(); }
  std::int64_t num_allocations() const override { return pool_->num_allocations(); }
  std::string backend_name() const override { return pool_->backend_name(); }

 private:
  /// Asking the system for each small piece would cost more than the piece.
  static constexpr std::int64_t kUnaskedBytes = 1 << 20;

  ~DecodingPool() override = default;

  arrow::Status ask_for(std::int64_t more, std::int64_t at_once) {
    const auto sum = static_cast<std::uint64_t>(bytes_) + static_cast<std::uint64_t>(more);
    if (sum > most_)
      return arrow::Status::OutOfMemory("it decodes to ", memory_text(sum), " or more, beyond the ",
                                        memory_text(most_), " that a file of its size may take");
    if (at_once < kUnaskedBytes && unasked_.fetch_add(at_once) < kUnaskedBytes)
      return arrow::Status::OK();
    unasked_ = 0;
    if (fits(at_once)) return arrow::Status::OK();
    pool_->ReleaseUnused();
    if (fits(at_once)) return arrow::Status::OK();
    return arrow::Status::OutOfMemory("it takes ", memory_text(static_cast<std::uint64_t>(at_once)),
                                      " more memory when decoded than the limit of ",
                                      memory_text(memory_limit()), " leaves");
  }

  /// Neither count sees all: what the process holds has what was taken beside the pool, but not
  /// what was handed out and never written to; the pools' own bytes have that.
  bool fits(std::int64_t size) const {
    const auto wanted = static_cast<std::uint64_t>(size);
    const auto handed_out = static_cast<std::uint64_t>(pool_->bytes_allocated());
    return wanted <= memory_left() && held_beside() + handed_out + wanted <= memory_limit();
  }

  /// What the process held beside all pools when the first of these was made: its code, most of it.
  static std::uint64_t held_beside() {
    static const std::uint64_t bytes =
        resident_memory() -
        std::min(resident_memory(),
                 static_cast<std::uint64_t>(arrow::default_memory_pool()->bytes_allocated()));
    return bytes;
  }

  arrow::MemoryPool* pool_ = arrow::default_memory_pool();
  const std::uint64_t most_;
  std::atomic<std::int64_t> bytes_ = 0, unasked_ = 0, users_ = 1;
};

}  // namespace

std::shared_ptr<arrow::MemoryPool> decoding_pool(std::uint64_t file_bytes) {
  return {new DecodingPool(file_bytes), [](DecodingPool* pool) { pool->let_go(); }};
}

void refuse_want_of_memory(const std::string& shown, const arrow::Status& status) {
  if (!status.IsOutOfMemory()) return;
  throw Error(ErrorCode::BadInput, shown, first_line(status), kDecodedToDo);
}

}  // namespace grapevine
