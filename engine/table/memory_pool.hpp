#pragma once
#include <cstdint>
#include <memory>
#include <string>

namespace arrow {
class MemoryPool;
class Status;
}  // namespace arrow

namespace grapevine {

/// A pool for what is decoded from one file of `file_bytes`. It hands out no more than
/// `most_decoded(file_bytes)`, and nothing beyond `memory_limit()`, so that a file which promises
/// more than it is worth fails before the memory is taken, whatever sizes its headers claim.
/// Buffers may outlive the pointer. Any thread may use it.
std::shared_ptr<arrow::MemoryPool> decoding_pool(std::uint64_t file_bytes);

/// Throws BadInput naming `shown` when `status` is the refusal of a pool.
void refuse_want_of_memory(const std::string& shown, const arrow::Status& status);

}  // namespace grapevine
