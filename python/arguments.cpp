#include "python/arguments.hpp"

#include "engine/table/arrow_stream.hpp"
#include "study/study_document.hpp"

namespace grapevine::python {
namespace {

constexpr const char* kCapsuleName = "arrow_array_stream";

}  // namespace

OptionMap options_of(const OptionTexts& texts) {
  OptionMap options;
  for (const auto& [name, items] : texts) options[name] = {items, name};
  return options;
}

Table table_of(const nanobind::capsule& capsule, const std::string& shown) {
  auto* stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule.ptr(), kCapsuleName));
  if (!stream) throw nanobind::python_error();
  return read_arrow_stream(stream, shown);
}

nanobind::capsule capsule_of(const Table& table) {
  return {new_arrow_stream(table), kCapsuleName, [](void* stream) noexcept {
            delete_arrow_stream(static_cast<ArrowArrayStream*>(stream));
          }};
}

StudyFile study_of(const std::string& path, const std::string& json, const TableCapsules& tables) {
  std::map<std::string, Table> in_memory;
  for (const auto& [name, capsule] : tables)
    in_memory.emplace(name, table_of(capsule, "tables['" + name + "']"));
  return path.empty() ? read_study_document(json, std::move(in_memory))
                      : read_study_file(path, std::move(in_memory));
}

}  // namespace grapevine::python
