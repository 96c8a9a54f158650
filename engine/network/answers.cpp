#include "engine/network/answers.hpp"

#include <algorithm>
#include <tuple>

namespace grapevine {

std::vector<double> latest_answers(const Network& network, std::string_view item) {
  std::vector<double> answers(network.num_rows(), std::numeric_limits<double>::quiet_NaN());
  const auto found = std::ranges::find(network.survey_items, item);
  if (found == network.survey_items.end()) return answers;
  const auto wanted = static_cast<std::uint16_t>(found - network.survey_items.begin());
  std::vector<SurveyAnswer> rows;
  std::ranges::copy_if(network.surveys, std::back_inserter(rows),
                       [&](const SurveyAnswer& answer) { return answer.item == wanted; });
  // General answers first, then by date: what is written last stays.
  std::ranges::sort(rows, {}, [](const SurveyAnswer& a) {
    return std::tuple(a.context != kEveryContext, a.time, a.value);
  });
  for (const SurveyAnswer& answer : rows) {
    const bool general = answer.context == kEveryContext;
    for (ContextId c = general ? 0 : answer.context;
         c < (general ? network.num_contexts() : answer.context + 1); ++c)
      answers[network.row(c, answer.person)] = answer.value;
  }
  return answers;
}

}  // namespace grapevine
