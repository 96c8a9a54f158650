#pragma once
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/graph/arc_source.hpp"
#include "engine/registry/options.hpp"

namespace grapevine {

struct GeneratorDoc {
  std::string_view name;
  std::string_view summary;
  std::string_view complexity;
  std::string_view reference;
  std::string_view example;  ///< Options of a typical call.
};

/// A type-erased generator of graphs, as the command line sees it.
struct Generator {
  GeneratorDoc doc;
  std::vector<OptionInfo> options;

  /// Errors: InvalidOption.
  std::function<std::unique_ptr<const ArcSource>(const OptionMap&, std::uint64_t seed)> source;
};

/// One line of the list of generators. The seed is no field of the options: every command has
/// --seed.
template <class Options>
Generator generator(const GeneratorDoc& doc,
                    std::unique_ptr<const ArcSource> (*make)(const Options&)) {
  return {doc, describe<Options>(), [make](const OptionMap& given, std::uint64_t seed) {
            Options options = parse_options<Options>(given);
            options.seed = seed;
            return make(options);
          }};
}

}  // namespace grapevine
