#include "engine/base/buffer.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <new>

namespace grapevine {
namespace {

/// From here on a huge page (2 MiB) is likely filled.
constexpr std::size_t kHugeBytes = 8 << 20;

std::size_t whole_pages(std::size_t bytes) {
  static const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return (bytes + page - 1) / page * page;
}

}  // namespace

Room::Room(std::size_t bytes) {
  if (bytes == 0) return;
  bytes_ = whole_pages(bytes);
  data_ = bytes_ < bytes ? MAP_FAILED
                         : mmap(nullptr, bytes_, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (data_ == MAP_FAILED) {
    data_ = nullptr;
    throw std::bad_alloc();
  }
  if (bytes_ >= kHugeBytes) madvise(data_, bytes_, MADV_HUGEPAGE);
}

Room::~Room() {
  if (data_ != nullptr) munmap(data_, bytes_);
}

}  // namespace grapevine
