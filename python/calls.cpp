#include "python/calls.hpp"

#include <chrono>

namespace grapevine::python {

InterruptCheck signal_check() {
  return [last = std::chrono::steady_clock::now()]() mutable {
    using namespace std::chrono_literals;
    const auto now = std::chrono::steady_clock::now();
    if (now - last < 50ms) return;
    last = now;
    const nanobind::gil_scoped_acquire python;
    if (PyErr_CheckSignals() != 0) throw nanobind::python_error();
  };
}

}  // namespace grapevine::python
