#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/time.hpp"
#include "loaders/edge_list/lines.hpp"

namespace grapevine {

/// Which field of a line is which; kNoField: the file has no such column.
struct EdgeListLayout {
  static constexpr std::size_t kNoField = ~std::size_t{0};

  std::size_t num_fields = 2;
  std::size_t source = 0, target = 1;
  std::size_t weight = kNoField, sign = kNoField, time = kNoField, type = kNoField;
  bool has_header = false;
  bool undirected = false;  ///< The file says that each line is a tie both ways.
};

/// Names of a file's columns that stand for ours (source, target, weight, sign, time, type), each
/// in place of the name that we would look for.
using EdgeColumnNames = std::map<std::string, std::string, std::less<>>;

/// What the ids of a list are; detected: integers where all of them are.
enum class IdKind { Detected, Integer, Text };
inline constexpr std::string_view kIdKindNames[] = {"detected", "integer", "text"};

/// How a list of ties is to be understood, where the user says it.
struct EdgeListHints {
  EdgeColumnNames names = {};  ///< The file must then have a header line.
  IdKind ids = IdKind::Detected;
};

/// The layout that the first line with content tells. It is a header when its first two fields are
/// no numbers and it names both ends; columns of other names are then passed over. Otherwise it is
/// a tie, and a third field is the weight. With `names` it must be a header that has them.
std::optional<LineProblem> read_layout(const std::vector<TextField>& first, EdgeListLayout& layout,
                                       const EdgeColumnNames& names = {});

bool is_number(const TextField& field);

/// What is wrong with a weight that `text` spells, if something is; -0 becomes 0.
std::optional<LineProblem> check_weight(std::string_view text, double& value);

/// These read one field into `value`.
std::optional<LineProblem> read_weight(const TextField& field, double& value);
std::optional<LineProblem> read_sign(const TextField& field, std::int8_t& value);
/// Seconds since 1970 or ISO 8601; kUndated when the field is empty.
std::optional<LineProblem> read_time(const TextField& field, Time& value);
std::optional<LineProblem> read_text(const TextField& field, std::string_view name,
                                     std::string_view& value);

}  // namespace grapevine
