#include "engine/parallel/vector_set.hpp"

namespace grapevine {

VectorSet widest_vectors() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("x86-64-v4")) return VectorSet::Avx512;
  if (__builtin_cpu_supports("x86-64-v3")) return VectorSet::Avx2;
#endif
  return VectorSet::Plain;
}

}  // namespace grapevine
