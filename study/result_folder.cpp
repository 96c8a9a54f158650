#include "study/result_folder.hpp"

#include "engine/base/error.hpp"
#include "loaders/writers/whole_file.hpp"

namespace grapevine {

void write_result_folder(const std::filesystem::path& out, const std::string& marker,
                         const std::function<void(const std::filesystem::path& folder)>& write) {
  WholeFolder folder(out, marker);
  try {
    write(folder.staging());
  } catch (const Error& error) {
    std::string what = error.what();
    const std::string staging = folder.staging().string();
    if (const std::size_t at = what.find(staging); at != what.npos)
      what.replace(at, staging.size(), out.string());
    throw Error(error.code(), what);
  }
  folder.commit();
}

}  // namespace grapevine
