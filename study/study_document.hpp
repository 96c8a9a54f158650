#pragma once
#include <toml++/toml.h>

#include <string>

namespace grapevine {

/// A study that a program holds as nested names and values, given as JSON: an object with the
/// sections and keys of a study file. `shown` begins errors. Errors: BadInput for anything that is
/// no such object, or has a null in it.
toml::table toml_of_json(const std::string& json, const std::string& shown);

}  // namespace grapevine
