#pragma once
#include <cstdint>
#include <span>

#include "engine/base/buffer.hpp"
#include "engine/base/ids.hpp"

namespace grapevine {

/// Places of keys, key by key: those of key k stand at offsets[k] ... offsets[k + 1] - 1, in
/// ascending order. Place is std::uint32_t where there are fewer than 2^32 keys, else EdgeId.
template <class Place>
struct Groups {
  Buffer<EdgeId> offsets;
  Buffer<Place> places;
};

/// Groups keys < `num_keys`: first by ranges of keys, block by block, then each range by one
/// thread, so that no counter is shared and what is written stays in a cache (a radix sort of two
/// digits). Time O(keys + num_keys), in parallel; extra memory one Place a key.
template <class Place>
Groups<Place> grouped(std::span<const NodeId> keys, std::size_t num_keys);

}  // namespace grapevine
