#pragma once
#include <arrow/result.h>
#include <arrow/status.h>

#include <string>
#include <utility>

#include "engine/base/error.hpp"

namespace grapevine {

/// Arrow's message on one line. Its second and later lines are C++ source places.
inline std::string first_line(const arrow::Status& status) {
  const std::string& text = status.message();
  return text.substr(0, text.find('\n'));
}

/// For steps that fail only by our own fault or for want of memory.
inline void check(const arrow::Status& status) {
  if (!status.ok()) throw std::runtime_error("arrow: " + status.ToString());
}

template <class T>
T check(arrow::Result<T> result) {
  check(result.status());
  return std::move(result).ValueUnsafe();
}

}  // namespace grapevine
