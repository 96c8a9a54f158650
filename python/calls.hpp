#pragma once
#include <nanobind/nanobind.h>

#include <cstddef>

#include "engine/base/progress.hpp"
#include "engine/parallel/blocks.hpp"

namespace grapevine::python {

/// A check that lets Python's signal handlers run every 50 ms, and stops the call by their
/// exception: KeyboardInterrupt for Ctrl-C. Other threads than the main one hear no signals.
InterruptCheck signal_check();

/// Does `work` without the interpreter's lock, on at most `threads` threads (0: all). `work` must
/// touch no Python object.
template <class Work>
auto without_python(std::size_t threads, const Work& work) {
  const nanobind::gil_scoped_release release;
  const ThreadLimit limit(threads);
  const ScopedProgress progress(nullptr, signal_check());
  return work();
}

}  // namespace grapevine::python
