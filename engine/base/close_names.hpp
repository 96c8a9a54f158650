#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace grapevine {

/// Of `known` up to three names that `given` may have been meant as, the nearest first, in the
/// order of `known` where equally near: so many letters put in, left out or changed (Levenshtein
/// 1965; capitals are the same), as that at least half of the name is right. O(letters of `given`
/// x of `known`).
std::vector<std::string> close_names(std::string_view given, const std::vector<std::string>& known);

/// What to do about a name that is not known, for an error: "did you mean 'spring'?", "known: a,
/// b" where nothing is close and few are known, else `otherwise`.
std::string names_to_try(std::string_view given, const std::vector<std::string>& known,
                         std::string_view otherwise);

}  // namespace grapevine
