#pragma once
#include <string>
#include <vector>

#include "study/clv.hpp"

namespace grapevine {

/// A picture and the name of the file it goes to, with its ending.
struct NamedPicture {
  std::string name, svg;
};

/// Repeat purchases of each period and their totals, beside what was expected, for the context with
/// most of them; and where purchases were held out, their mean by frequency beside what was
/// expected. The same bytes for the same run.
std::vector<NamedPicture> clv_pictures(const ClvRun& run);

}  // namespace grapevine
