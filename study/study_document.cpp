#include "study/study_document.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

using Json = nlohmann::json;

class Converter {
 public:
  explicit Converter(const std::string& shown) : shown_(shown) {}

  toml::table table(const Json& object) const {
    toml::table made;
    for (const auto& [key, value] : object.items())
      add(value, key, [&](auto&& item) { made.insert(key, std::move(item)); });
    return made;
  }

 private:
  toml::array array(const Json& list, const std::string& key) const {
    toml::array made;
    for (const Json& value : list)
      add(value, key, [&](auto&& item) { made.push_back(std::move(item)); });
    return made;
  }

  template <class Put>
  void add(const Json& value, const std::string& key, const Put& put) const {
    if (value.is_object())
      put(table(value));
    else if (value.is_array())
      put(array(value, key));
    else if (value.is_string())
      put(value.get<std::string>());
    else if (value.is_boolean())
      put(value.get<bool>());
    else if (value.is_number_float())
      put(value.get<double>());
    else if (value.is_number_integer() && fits(value))
      put(value.get<std::int64_t>());
    else
      throw Error(ErrorCode::BadInput, shown_, in_quotes(key) + " is " + in_quotes(value.dump()),
                  "give a number, text, true, false, or leave it out");
  }

  static bool fits(const Json& integer) {
    return !integer.is_number_unsigned() ||
           integer.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
  }

  const std::string& shown_;
};

}  // namespace

toml::table toml_of_json(const std::string& json, const std::string& shown) {
  const Json document = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object())
    throw Error(ErrorCode::BadInput, shown, "it is no object with the sections of a study",
                "give it as in study.toml");
  return Converter(shown).table(document);
}

}  // namespace grapevine
