#pragma once
#include <isa-l/igzip_lib.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace grapevine::testing {

/// The number at a place of a file in little-endian order.
inline std::uint32_t number_at(const std::string& bytes, std::size_t place) {
  std::uint32_t number = 0;
  std::memcpy(&number, &bytes.at(place), sizeof(number));
  return number;
}

inline std::string inflated(std::string bytes) {
  std::string text(1 << 16, '\0');
  inflate_state state;
  isal_inflate_init(&state);
  state.crc_flag = ISAL_ZLIB;
  state.next_in = reinterpret_cast<std::uint8_t*>(bytes.data());
  state.avail_in = static_cast<std::uint32_t>(bytes.size());
  state.next_out = reinterpret_cast<std::uint8_t*>(text.data());
  state.avail_out = static_cast<std::uint32_t>(text.size());
  if (isal_inflate_stateless(&state) != ISAL_DECOMP_OK) throw std::runtime_error("not zlib");
  text.resize(state.total_out);
  return text;
}

/// The vectors in a MATLAB 5 file, by name: each a compressed element (15) that holds flags,
/// dimensions, a name, and numbers as doubles (9) or, where they are small and whole, bytes (2);
/// what is short is packed beside its size.
inline std::map<std::string, std::vector<double>> read_mat_vectors(
    const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  std::map<std::string, std::vector<double>> vectors;
  for (std::size_t place = 128; place < bytes.size(); place += 8 + number_at(bytes, place + 4)) {
    if (number_at(bytes, place) != 15) throw std::runtime_error("not compressed");
    const std::string matrix = inflated(bytes.substr(place + 8, number_at(bytes, place + 4)));
    std::vector<std::string> parts;
    std::uint32_t numbers = 0;
    for (std::size_t at = 8; at < matrix.size();) {
      const std::uint32_t type = number_at(matrix, at);
      const bool packed = type >> 16 != 0;
      const std::size_t size = packed ? type >> 16 : number_at(matrix, at + 4);
      numbers = type & 0xffff;
      parts.push_back(matrix.substr(at + (packed ? 4 : 8), size));
      at += packed ? 8 : 8 + (size + 7) / 8 * 8;
    }
    std::vector<double>& values = vectors[parts.at(2)];
    if (numbers == 2) {
      for (const char byte : parts.at(3)) values.push_back(static_cast<unsigned char>(byte));
      continue;
    }
    if (numbers != 9) throw std::runtime_error("neither doubles nor bytes");
    values.resize(parts.at(3).size() / sizeof(double));
    std::memcpy(values.data(), parts[3].data(), parts[3].size());
  }
  return vectors;
}

}  // namespace grapevine::testing
