#pragma once

/// Before a function: one copy of it for each width of vector registers, picked when the program
/// starts. For leaf functions on whole numbers only: what is rounded might differ. ThreadSanitizer
/// crashes in the resolver that picks, which runs before it is ready.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define GRAPEVINE_ONE_CLONE
#endif
#endif
#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__) && !defined(GRAPEVINE_ONE_CLONE)
#define GRAPEVINE_VECTOR_CLONES \
  __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define GRAPEVINE_VECTOR_CLONES
#endif
