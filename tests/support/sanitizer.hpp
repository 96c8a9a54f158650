#pragma once
#include <cstdint>
#include <iostream>
#include <string_view>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define GRAPEVINE_SANITIZER true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define GRAPEVINE_SANITIZER true
#endif
#endif
#ifndef GRAPEVINE_SANITIZER
#define GRAPEVINE_SANITIZER false
#endif

namespace grapevine::testing {

/// Built with AddressSanitizer or ThreadSanitizer: some ten times as slow, with an allocator and
/// memory of its own.
inline constexpr bool kSanitizer = GRAPEVINE_SANITIZER;

/// Some ten times as slow as a release: that, or built without optimisation.
#ifdef __OPTIMIZE__
inline constexpr bool kSlowBuild = kSanitizer;
#else
inline constexpr bool kSlowBuild = true;
#endif

/// In how many random cases a law is tried: a tenth of them in a slow build.
constexpr std::uint64_t cases(std::uint64_t number) { return kSlowBuild ? number / 10 : number; }

/// True with a sanitizer, where ctest counts the test as skipped for the reason `why`.
inline bool skipped_with_sanitizer(std::string_view why) {
  if (kSanitizer) std::cout << "SKIPPED: a sanitizer is built in, and " << why << "\n";
  return kSanitizer;
}

}  // namespace grapevine::testing
