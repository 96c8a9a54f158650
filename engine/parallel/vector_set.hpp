#pragma once
#include <string_view>

namespace grapevine {

/// The vector instructions that a copy of a kernel is made for: registers of 16, 32 or 64 bytes.
enum class VectorSet { Plain, Avx2, Avx512 };
inline constexpr std::string_view kVectorSetNames[] = {"plain", "avx2", "avx512"};

/// The widest that this machine has, and this build has copies for.
VectorSet widest_vectors();

}  // namespace grapevine

/// Before a function: compiled for that set alone. A kernel whose vector types have a width of
/// their own is written once, as a template that is always inlined, and called from one such
/// function for each set: types wider than the registers are 2 to 4 times slower. Elsewhere than
/// on x86-64 all are the same.
#if defined(__x86_64__)
#define GRAPEVINE_AVX2 __attribute__((target("arch=x86-64-v3")))
#define GRAPEVINE_AVX512 __attribute__((target("arch=x86-64-v4")))
#else
#define GRAPEVINE_AVX2
#define GRAPEVINE_AVX512
#endif

/// Before what such a function consists of: it is compiled for its caller's set.
#define GRAPEVINE_INLINE [[gnu::always_inline]] inline
