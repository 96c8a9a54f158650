#include "study/seed_report.hpp"

#include <fmt/format.h>

#include "engine/base/numbers.hpp"

namespace grapevine {
namespace {

std::string certificate_text(const SeedChoice& choice) {
  if (!choice.is_certified)
    return fmt::format(
        "set against: {:.1f} +- {:.1f}, which the spread is less of\n"
        "certified: none claimed for signed\n",
        choice.against.mean, choice.against.standard_error);
  return fmt::format("certified: at least {:.1f}, and no choice above {:.1f}: ratio {:.3f}\n",
                     choice.certain_spread, choice.largest_spread, choice.certified_ratio());
}

std::string number_if(bool is_known, double number) {
  return is_known ? to_text(number) : std::string("null");
}

}  // namespace

std::string seed_choice_text(const SeedChoice& choice, const std::string& written,
                             const std::string& unit) {
  return fmt::format(
      "{}: spread {:.1f} +- {:.1f} of {:.1f}{} (standard error; by {})\n"
      "{}"
      "those with the most ties: spread {:.1f} +- {:.1f}\n"
      "{} samples chose, {} others judged\n",
      written, choice.spread.mean, choice.spread.standard_error, choice.total_value,
      unit.empty() ? "" : " " + unit, choice.engine, certificate_text(choice),
      choice.top_degree.mean, choice.top_degree.standard_error,
      grouped(static_cast<std::int64_t>(choice.samples)),
      grouped(static_cast<std::int64_t>(choice.evaluated)));
}

std::string seed_choice_json(const SeedChoice& choice) {
  const bool sure = choice.is_certified;
  return fmt::format(
      "\"seeds\": {}, \"engine\": \"{}\", \"spread\": {}, \"standard_error\": {}, "
      "\"certain_spread\": {}, \"largest_spread\": {}, \"certified_ratio\": {}, "
      "\"set_against\": {}, \"top_degree_spread\": {}, \"top_degree_standard_error\": {}, "
      "\"total_value\": {}, \"samples\": {}, \"evaluated\": {}",
      choice.seeds.size(), choice.engine, to_text(choice.spread.mean),
      to_text(choice.spread.standard_error), number_if(sure, choice.certain_spread),
      number_if(sure, choice.largest_spread), number_if(sure, choice.certified_ratio()),
      to_text(choice.against.mean), to_text(choice.top_degree.mean),
      to_text(choice.top_degree.standard_error), to_text(choice.total_value), choice.samples,
      choice.evaluated);
}

}  // namespace grapevine
