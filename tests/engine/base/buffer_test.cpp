#include "engine/base/buffer.hpp"

#include <catch2/catch.hpp>
#include <numeric>

using namespace grapevine;

TEST_CASE("Buffer: zero until set, and what is kept stays as it is when the rest is given back") {
  Buffer<std::uint32_t> buffer(100'000);
  CHECK(std::accumulate(buffer.begin(), buffer.end(), 0U) == 0);
  std::iota(buffer.begin(), buffer.end(), 0U);
  buffer.shrink(3'000);
  REQUIRE(buffer.size() == 3'000);
  CHECK(buffer[2'999] == 2'999);
  buffer.shrink(0);
  CHECK(buffer.empty());
  CHECK(buffer.begin() == buffer.end());
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
