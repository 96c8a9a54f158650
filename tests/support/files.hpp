#pragma once
#include <arrow/buffer.h>
#include <arrow/io/compressed.h>
#include <arrow/io/memory.h>
#include <arrow/util/compression.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "engine/table/arrow_status.hpp"

namespace grapevine::testing {

/// A new folder that goes with the object.
class TempFolder {
 public:
  TempFolder() {
    std::random_device random;
    do {
      path_ = std::filesystem::temp_directory_path() /
              ("grapevine_test_" + std::to_string(random()) + std::to_string(random()));
    } while (!std::filesystem::create_directory(path_));
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  std::filesystem::path write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

inline std::string compressed(std::string_view text, arrow::Compression::type type) {
  const auto codec = check(arrow::util::Codec::Create(type));
  const auto sink = check(arrow::io::BufferOutputStream::Create());
  const auto stream = check(arrow::io::CompressedOutputStream::Make(codec.get(), sink));
  check(stream->Write(text.data(), static_cast<std::int64_t>(text.size())));
  check(stream->Close());
  return check(sink->Finish())->ToString();
}

}  // namespace grapevine::testing
