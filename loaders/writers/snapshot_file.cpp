#include "loaders/writers/snapshot_file.hpp"

#include <cassert>
#include <string>

namespace grapevine {

SnapshotFile::SnapshotFile(const std::filesystem::path& path, std::size_t num_sections)
    : file_(path) {
  table_.reserve(num_sections);
  written_ = aligned_section(sizeof(SnapshotHead) + num_sections * sizeof(SnapshotSection));
  file_.write(std::string(written_, '\0'));  // the head, which is known in the end
}

void SnapshotFile::begin_section(SnapshotKind kind, std::uint32_t item_bytes) {
  end_section();
  assert(table_.size() < table_.capacity());
  table_.push_back({.kind = kind, .item_bytes = item_bytes, .offset = written_});
  checksum_.emplace();
  section_bytes_ = 0;
}

void SnapshotFile::append(std::span<const char> bytes) {
  checksum_->add(bytes);
  file_.write({bytes.data(), bytes.size()});
  section_bytes_ += bytes.size();
}

void SnapshotFile::end_section() {
  if (!checksum_) return;
  table_.back().items = section_bytes_ / table_.back().item_bytes;
  table_.back().checksum = checksum_->finish();
  checksum_.reset();
  const std::uint64_t filled = aligned_section(section_bytes_);
  file_.write(std::string(filled - section_bytes_, '\0'));
  written_ += filled;
}

void SnapshotFile::commit(SnapshotHead head) {
  end_section();
  head.num_sections = static_cast<std::uint32_t>(table_.size());
  head.file_bytes = written_;
  head.checksum = head_checksum(head, table_);
  file_.write_at(0, {reinterpret_cast<const char*>(&head), sizeof head});
  file_.write_at(sizeof head, {reinterpret_cast<const char*>(table_.data()),
                               table_.size() * sizeof(SnapshotSection)});
  file_.commit();
}

}  // namespace grapevine
