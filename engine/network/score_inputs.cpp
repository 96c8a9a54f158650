#include "engine/network/score_inputs.hpp"

#include <cmath>

namespace grapevine {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace

const ScoreColumn* ScoreColumns::find(std::string_view name) const {
  for (const ScoreColumn& column : columns_)
    if (column.info.name == name) return &column;
  return nullptr;
}

std::vector<double> ScoreColumns::doubles(std::string_view name) const {
  const ScoreColumn* column = find(name);
  if (!column) return {};
  using Numbers = std::vector<double>;
  return std::visit(Overloaded{[](const Numbers& values) { return values; },
                               [](const std::vector<std::int64_t>& values) {
                                 return Numbers(values.begin(), values.end());
                               },
                               [](const std::vector<std::string>& values) {
                                 return Numbers(values.size(), std::nan(""));
                               },
                               [](const MoneyColumn& money) {
                                 Numbers values;
                                 for (const Money amount : money.amounts)
                                   values.push_back(major_units(amount, money.decimals));
                                 return values;
                               },
                               [](const IntegerColumn& integers) {
                                 Numbers values(integers.values.begin(), integers.values.end());
                                 for (std::size_t i = 0; i < integers.valid.size(); ++i)
                                   if (!integers.valid[i]) values[i] = std::nan("");
                                 return values;
                               }},
                    column->values);
}

void add_column(TableBuilder& builder, const ScoreColumn& column) {
  std::visit(Overloaded{[&](const auto& values) { builder.add(column.info, values); },
                        [&](const IntegerColumn& integers) {
                          builder.add(column.info, integers.values, integers.valid);
                        }},
             column.values);
}

}  // namespace grapevine
