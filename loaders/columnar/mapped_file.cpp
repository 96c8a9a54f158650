#include "loaders/columnar/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace grapevine {
namespace {

std::size_t page_size() {
  static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

class Descriptor {
 public:
  explicit Descriptor(const std::filesystem::path& path)
      : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

std::optional<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  struct stat about{};
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(path, unknown)) return std::nullopt;
  const Descriptor file(path);
  if (file.number() < 0 || fstat(file.number(), &about) != 0 || about.st_size <= 0)
    return std::nullopt;
  MappedFile mapped;
  mapped.size_ = static_cast<std::size_t>(about.st_size);
  // Room that ends a page later at least, and the file over its front.
  mapped.mapped_ = (mapped.size_ + kPadding + page_size() - 1) / page_size() * page_size();
  void* const room =
      mmap(nullptr, mapped.mapped_, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED) return std::nullopt;
  mapped.data_ = static_cast<char*>(room);
  if (mmap(room, mapped.size_, PROT_READ, MAP_PRIVATE | MAP_FIXED, file.number(), 0) == MAP_FAILED)
    return std::nullopt;
  return mapped;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) munmap(data_, mapped_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(other.size_), mapped_(other.mapped_) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(mapped_, other.mapped_);
  return *this;
}

void MappedFile::populate(std::size_t begin, std::size_t end) const {
#ifdef MADV_POPULATE_READ
  begin = begin / page_size() * page_size();
  madvise(data_ + begin, end - begin, MADV_POPULATE_READ);
#endif
}

}  // namespace grapevine
