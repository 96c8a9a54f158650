#pragma once
#include <string_view>

namespace grapevine {

/// The page of a report without its data, as it was bundled when Grapevine was built.
struct PageFiles {
  std::string_view html, style, script;  ///< Empty: npm was not there.
  std::string_view licences;             ///< Of the packages that are in the script.
};

PageFiles page_files();

}  // namespace grapevine
