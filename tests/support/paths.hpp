#pragma once
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/network/paths.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/data.hpp"

namespace grapevine::testing {

struct PathRow {
  std::vector<std::string> steps;
  double conversions = 1.0, value = 1.0, nulls = 0.0;
};

/// The rows in their order; players are those of `steps`, and `others` who are in no path.
inline Paths paths_of(const std::vector<PathRow>& rows, std::vector<std::string> others = {}) {
  for (const PathRow& row : rows) others.insert(others.end(), row.steps.begin(), row.steps.end());
  const auto players = std::make_shared<const IdIndex>(IdIndex::from_texts(std::move(others)));
  Paths paths{
      .players = players, .steps = {}, .times = {}, .conversions = {}, .value = {}, .nulls = {}};
  for (const PathRow& row : rows) {
    for (const std::string& step : row.steps) paths.steps.push_back(*players->find(step));
    paths.first_step.push_back(paths.steps.size());
    paths.conversions.push_back(row.conversions);
    paths.value.push_back(row.value);
    paths.nulls.push_back(row.nulls);
  }
  return paths;
}

/// Up to `max_rows` paths of up to `max_steps` steps of up to `max_players` players, a..; `z` is in
/// none. Every path may fail or convert; one converts for sure.
inline std::vector<PathRow> random_rows(std::uint64_t seed, std::uint64_t max_rows,
                                        std::uint64_t max_steps, std::uint64_t max_players) {
  Random random(77, seed);
  const std::uint64_t players = 1 + random.below(max_players);
  std::vector<PathRow> rows(1 + random.below(max_rows));
  for (PathRow& row : rows) {
    row.steps.resize(1 + random.below(max_steps));
    for (std::string& step : row.steps)
      step = std::string(1, static_cast<char>('a' + random.below(players)));
    row.conversions = static_cast<double>(random.below(4));
    row.value = row.conversions * 10.0 * random.uniform();
    row.nulls = static_cast<double>(random.below(5));
  }
  rows.front().conversions += 1.0;
  rows.front().value += 2.5;
  return rows;
}

inline std::vector<std::string> split_steps(const std::string& text) {
  std::vector<std::string> steps;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(" > ", at), text.size());
    steps.push_back(text.substr(at, end - at));
    at = end + 3;
  }
  return steps;
}

/// PathData of the R package ChannelAttribution: 10,000 paths of 12 channels.
inline constexpr const char* kPathData = "pathdata/paths.csv";

inline std::vector<PathRow> path_data() {
  std::vector<PathRow> rows;
  std::ifstream file(shared_data(kPathData));
  std::string line;
  for (std::getline(file, line); std::getline(file, line);) {
    std::vector<std::string> cells;
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t end = std::min(line.find(',', at), line.size());
      cells.push_back(line.substr(at, end - at));
      at = end + 1;
    }
    rows.push_back({split_steps(cells.at(0)), std::stod(cells.at(1)), std::stod(cells.at(2)),
                    std::stod(cells.at(3))});
  }
  return rows;
}

}  // namespace grapevine::testing
