#include <arrow/buffer.h>
#include <arrow/io/compressed.h>
#include <arrow/io/file.h>
#include <arrow/util/compression.h>
#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/parallel/random.hpp"
#include "engine/table/arrow_status.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/line_stream.hpp"

namespace grapevine {
namespace {

constexpr std::int64_t kTextBytes = 100'000'000;

/// A list of ties between random people, most of them between the first, compressed by Arrow in
/// members of so many bytes of text; gone with the object.
class TieFile {
 public:
  TieFile(const char* name, arrow::Compression::type type, std::size_t member_bytes)
      : path_(std::filesystem::temp_directory_path() / name) {
    std::string text;
    Random random(1, 0);
    const auto person = [&] { return std::to_string(random.below(1 + random.below(1 << 20))); };
    while (text.size() < kTextBytes) text += person() + '\t' + person() + '\n';
    const std::string_view all(text);
    const auto codec = check(arrow::util::Codec::Create(type));
    const auto sink = check(arrow::io::FileOutputStream::Open(path_.string()));
    for (std::size_t at = 0; at < all.size(); at += member_bytes) {
      const std::string_view part = all.substr(at, member_bytes);
      // A whole buffer at a time, so that frames of zstd tell their sizes.
      std::string member(static_cast<std::size_t>(codec->MaxCompressedLen(
                             static_cast<std::int64_t>(part.size()), nullptr)),
                         '\0');
      const std::int64_t size =
          check(codec->Compress(static_cast<std::int64_t>(part.size()),
                                reinterpret_cast<const std::uint8_t*>(part.data()),
                                static_cast<std::int64_t>(member.size()),
                                reinterpret_cast<std::uint8_t*>(member.data())));
      check(sink->Write(member.data(), size));
    }
    check(sink->Close());
  }
  ~TieFile() { std::filesystem::remove(path_); }
  TieFile(const TieFile&) = delete;
  TieFile& operator=(const TieFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

constexpr std::size_t kOne = std::size_t{1} << 40;

void decode_lines(benchmark::State& state, const char* name, arrow::Compression::type type,
                  std::size_t member_bytes) {
  const TieFile file(name, type, member_bytes);
  for (auto _ : state) {
    std::atomic<std::size_t> bytes = 0;
    for_each_line_block(file.path(), [&](LineBlock& block) {
      bytes += block.size;
      return true;
    });
    benchmark::DoNotOptimize(bytes.load());
  }
  state.SetBytesProcessed(state.iterations() * kTextBytes);
}

void decode_whole(benchmark::State& state, const char* name, arrow::Compression::type type,
                  std::size_t member_bytes) {
  const TieFile file(name, type, member_bytes);
  for (auto _ : state) benchmark::DoNotOptimize(read_file_bytes(file.path()).size());
  state.SetBytesProcessed(state.iterations() * kTextBytes);
}

/// What Arrow's own streams take, by buffers of 1 MiB.
void decode_by_arrow(benchmark::State& state, const char* name, arrow::Compression::type type,
                     std::size_t member_bytes) {
  const TieFile file(name, type, member_bytes);
  std::string buffer(1 << 20, '\0');
  for (auto _ : state) {
    const std::shared_ptr<arrow::util::Codec> codec = check(arrow::util::Codec::Create(type));
    const auto raw = check(arrow::io::ReadableFile::Open(file.path().string()));
    const auto stream = check(arrow::io::CompressedInputStream::Make(codec.get(), raw));
    while (check(stream->Read(static_cast<std::int64_t>(buffer.size()), buffer.data())) > 0) {
    }
  }
  state.SetBytesProcessed(state.iterations() * kTextBytes);
}

void settings(benchmark::internal::Benchmark* bench) {
  bench->Unit(benchmark::kMillisecond)->UseRealTime();
}

constexpr auto kGzip = arrow::Compression::GZIP, kZstd = arrow::Compression::ZSTD;

BENCHMARK_CAPTURE(decode_lines, gzip, "grapevine_bench_lines.gz", kGzip, kOne)->Apply(settings);
BENCHMARK_CAPTURE(decode_whole, gzip, "grapevine_bench_whole.gz", kGzip, kOne)->Apply(settings);
BENCHMARK_CAPTURE(decode_by_arrow, gzip, "grapevine_bench_arrow.gz", kGzip, kOne)->Apply(settings);
BENCHMARK_CAPTURE(decode_lines, zstd, "grapevine_bench_lines.zst", kZstd, kOne)->Apply(settings);
BENCHMARK_CAPTURE(decode_whole, zstd, "grapevine_bench_whole.zst", kZstd, kOne)->Apply(settings);
BENCHMARK_CAPTURE(decode_by_arrow, zstd, "grapevine_bench_arrow.zst", kZstd, kOne)->Apply(settings);
BENCHMARK_CAPTURE(decode_lines, zstd_frames, "grapevine_bench_frame_lines.zst", kZstd, 1 << 20)
    ->Apply(settings);
BENCHMARK_CAPTURE(decode_whole, zstd_frames, "grapevine_bench_frame_whole.zst", kZstd, 1 << 20)
    ->Apply(settings);

}  // namespace
}  // namespace grapevine
