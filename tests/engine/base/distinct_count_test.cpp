#include "engine/base/distinct_count.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace grapevine;

namespace {

DistinctCount count_of(int begin, int end) {
  DistinctCount count;
  for (int i = begin; i < end; ++i) count.add("u" + std::to_string(i));
  return count;
}

}  // namespace

TEST_CASE("DistinctCount: sizes far apart are told within four standard errors") {
  // 1.04 / sqrt(2^14) = 0.8 % (Flajolet, Fusy, Gandouet, Meunier 2007).
  CHECK(DistinctCount().estimate() == 0.0);
  for (const int size : {1, 100, 10'000, 60'000, 1'000'000})
    CHECK(count_of(0, size).estimate() == Approx(size).epsilon(0.033));
}

TEST_CASE("DistinctCount: what comes again does not count, and unions count once") {
  DistinctCount count = count_of(0, 5'000);
  const double once = count.estimate();
  for (int i = 0; i < 5'000; ++i) count.add("u" + std::to_string(i));
  CHECK(count.estimate() == once);
  count.add_all_of(count_of(2'500, 7'500));
  CHECK(count.estimate() == count_of(0, 7'500).estimate());
}
