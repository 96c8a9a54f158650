#pragma once
#include <string>

#include "algorithms/influence_maximization/choose_seeds.hpp"

namespace grapevine {

/// What a choice reaches and how sure that is, in lines for people; `unit` follows values, and is
/// empty where they are people.
std::string seed_choice_text(const SeedChoice& choice, const std::string& written,
                             const std::string& unit);

/// The same as the members of a JSON object, without braces. Of what is not certified the numbers
/// are null.
std::string seed_choice_json(const SeedChoice& choice);

}  // namespace grapevine
