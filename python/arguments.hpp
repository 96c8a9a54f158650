#pragma once
#include <nanobind/nanobind.h>

#include <map>
#include <string>
#include <vector>

#include "engine/registry/options.hpp"
#include "engine/table/table.hpp"
#include "study/study_file.hpp"

namespace grapevine::python {

/// Options by name, each with its items as text.
using OptionTexts = std::map<std::string, std::vector<std::string>>;

/// Capsules of Arrow streams, by the name of the study's table.
using TableCapsules = std::map<std::string, nanobind::capsule>;

/// The place of a value is the option's name.
OptionMap options_of(const OptionTexts& texts);

/// Reads a capsule named "arrow_array_stream"; a table is read from it only once.
Table table_of(const nanobind::capsule& capsule, const std::string& shown);

/// The table as such a capsule.
nanobind::capsule capsule_of(const Table& table);

/// The study at `path`, or if that is empty the one that `json` holds; `tables` stand in for files.
StudyFile study_of(const std::string& path, const std::string& json, const TableCapsules& tables);

}  // namespace grapevine::python
