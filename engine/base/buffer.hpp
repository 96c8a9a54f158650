#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include "engine/base/shared_array.hpp"

namespace grapevine {

/// Bytes straight from the operating system: all zero, taken up page by page as they are written,
/// given back at once when the room goes. Large room asks for huge pages, since what graphs gather
/// at random is bound by look-ups of pages (1.15 to 1.24 times faster at 16 to 64 MB).
class Room {
 public:
  Room() = default;
  /// Errors: std::bad_alloc.
  explicit Room(std::size_t bytes);
  ~Room();
  Room(Room&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  Room& operator=(Room&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }

  void* data() const { return data_; }

 private:
  void* data_ = nullptr;
  std::size_t bytes_ = 0;
};

/// Room for values, all zero until they are set; it is shared, and constant, once it is filled.
template <class T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Buffer() = default;
  explicit Buffer(std::size_t size) : room_(size * sizeof(T)), size_(size) {}
  Buffer(Buffer&& other) noexcept
      : room_(std::move(other.room_)), size_(std::exchange(other.size_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    room_ = std::move(other.room_);
    std::swap(size_, other.size_);
    return *this;
  }

  T* data() const { return static_cast<T*>(room_.data()); }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](std::size_t i) const { return data()[i]; }
  T* begin() const { return data(); }
  T* end() const { return data() + size_; }
  std::span<T> all() const { return {data(), size_}; }

  SharedArray<T> share() && {
    const std::span<const T> values(data(), size_);
    size_ = 0;
    return {values, std::make_shared<const Room>(std::move(room_))};
  }

 private:
  Room room_;
  std::size_t size_ = 0;
};

}  // namespace grapevine
