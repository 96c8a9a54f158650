#include "engine/graph/decayed_weights.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/days.hpp"
#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {

Graph with_decayed_weights(const Graph& graph, double half_life_days, Time reference,
                           UndatedTies undated) {
  if (!(half_life_days > 0.0) || !std::isfinite(half_life_days))
    throw Error(ErrorCode::InvalidOption, "half_life", "is " + to_text(half_life_days),
                "give a number of days > 0");
  const SharedArray<Time>& time = graph.columns().time;
  if (time.empty() && graph.num_edges() > 0)
    throw Error(ErrorCode::InvalidOption, "half_life", "no tie of the graph has a time",
                "leave it out, or name the column of times");
  if (undated == UndatedTies::Refuse && std::ranges::find(time, kUndated) != time.end())
    throw Error(ErrorCode::BadInput, "half_life", "some ties have no time",
                "give them one, or let them keep their weight");
  std::vector<double> weight(graph.num_edges());
  for_each_index(weight.size(), [&](std::size_t e) {
    const bool ages = time[e] != kUndated && time[e] < reference;
    const double half_lives = ages ? Days(reference - time[e]).count() / half_life_days : 0.0;
    weight[e] = graph.weight(e) * std::exp2(-half_lives);
  });
  Graph::Parts parts = graph.parts();
  parts.columns.weight = std::move(weight);
  return Graph::of_parts(std::move(parts));
}

}  // namespace grapevine
