#pragma once
#include <sys/stat.h>
#include <zstd.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "engine/parallel/random.hpp"
#include "tests/support/files.hpp"

namespace grapevine::testing {

/// Writes a file anew. Many file systems put one that is cut to nothing and written again on the
/// disk at once, which takes a hundred times as long.
inline std::filesystem::path rewrite(const TempFolder& folder, const std::string& name,
                                     std::string_view bytes) {
  std::filesystem::remove(folder.path() / name);
  return folder.write(name, bytes);
}

/// A gzip member as zlib writes it inside Arrow: ten bytes of header, deflated text, trailer.
inline std::string gzip_member(std::string_view text) {
  return compressed(text, arrow::Compression::GZIP);
}

/// The same with a field in the header that says how long the member is: a block of BGZF.
inline std::string bgzf_block(std::string_view text, int size_told_wrong_by = 0) {
  const std::string plain = gzip_member(text);
  const auto size = static_cast<int>(plain.size()) + 8 - 1 + size_told_wrong_by;
  std::string block = plain.substr(0, 10);
  block[3] = 4;
  block += std::string("\6\0BC\2\0", 6);
  block += static_cast<char>(size & 255);
  block += static_cast<char>(size >> 8);
  return block + plain.substr(10);
}

/// What bgzip puts at the end of its files (SAM specification, 4.1.2).
inline std::string bgzf_end() {
  return {"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0\x42\x43\x02\0\x1b\0\x03\0\0\0\0\0\0\0\0\0", 28};
}

inline std::string bgzf(std::string_view text, std::size_t block = 65280) {
  std::string file;
  for (std::size_t at = 0; at < text.size(); at += block)
    file += bgzf_block(text.substr(at, block));
  return file + bgzf_end();
}

struct Frame {
  bool tells_size = true;
  bool checksum = true;
};

inline std::string zstd_frame(std::string_view text, Frame frame = {}) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, frame.checksum);
  ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, frame.tells_size);
  std::string bytes(ZSTD_compressBound(text.size()), '\0');
  bytes.resize(ZSTD_compress2(context, bytes.data(), bytes.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return bytes;
}

inline std::string skippable_frame(std::string_view content) {
  std::string frame("\x53\x2a\x4d\x18", 4);
  for (int shift = 0; shift < 32; shift += 8)
    frame += static_cast<char>(content.size() >> shift & 255);
  return frame + std::string(content);
}

/// Random lines of digits: they shrink as lists of ties do.
inline std::string random_lines(Random& random, std::size_t size, std::size_t longest_line = 20) {
  std::string text;
  text.reserve(size);
  std::uint64_t digits = 0;
  for (std::size_t line = 0; text.size() < size; digits /= 10) {
    if (digits < 10) digits = random();
    if (line == 0) line = 1 + random.below(longest_line);
    text += --line == 0 ? '\n' : static_cast<char>('0' + digits % 10);
  }
  return text;
}

/// A pipe in a folder, into which `bytes` are written by a thread while it is read.
class Pipe {
 public:
  Pipe(const std::filesystem::path& path, std::string bytes) : path_(path) {
    if (mkfifo(path.c_str(), 0600) != 0) throw std::runtime_error("mkfifo");
    writer_ = std::thread(
        [this, bytes = std::move(bytes)] { std::ofstream(path_, std::ios::binary) << bytes; });
  }
  ~Pipe() { writer_.join(); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  std::thread writer_;
};

}  // namespace grapevine::testing
