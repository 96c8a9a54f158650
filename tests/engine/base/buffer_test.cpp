#include "engine/base/buffer.hpp"

#include <catch2/catch.hpp>
#include <numeric>

using namespace grapevine;

TEST_CASE("Buffer: zero until set, also where its pages are huge") {
  for (const std::size_t size : {std::size_t{1}, std::size_t{100'000}, std::size_t{5'000'000}}) {
    Buffer<std::uint32_t> buffer(size);
    CHECK(std::accumulate(buffer.begin(), buffer.end(), 0U) == 0);
    buffer[size - 1] = 7;
    CHECK(buffer[size - 1] == 7);
    CHECK(buffer.all().size() == size);
  }
  CHECK(Buffer<int>(0).empty());
}

TEST_CASE("Buffer: moved from it is empty, and moved into it lets go of what it had") {
  Buffer<int> one(10), other(20);
  one[9] = 7;
  other = std::move(one);
  CHECK(other.size() == 10);
  CHECK(other[9] == 7);
  const Buffer<int> third = std::move(other);
  CHECK(third[9] == 7);
  CHECK(other.empty());
}

TEST_CASE("Buffer: what is shared outlives it, and copies see the same values") {
  SharedArray<int> shared;
  {
    Buffer<int> buffer(1'000);
    buffer[999] = 5;
    shared = std::move(buffer).share();
  }
  const SharedArray<int> copy = shared;
  CHECK(copy.data() == shared.data());
  CHECK(copy[999] == 5);
  CHECK(copy == shared);
  CHECK_FALSE(copy == SharedArray<int>{1, 2});
}

TEST_CASE("Buffer: more than the machine can address is refused as such") {
  CHECK_THROWS_AS(Buffer<char>(std::size_t{1} << 62), std::bad_alloc);
}
