#include "algorithms/customer_value/maximum_likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace grapevine {
namespace {

using Vector = std::vector<double>;

constexpr int kMostSteps = 60, kMostNewtonSteps = 12, kMostHalvings = 40, kMostPolishing = 3;
constexpr double kLongestStep = 2.0, kDifference = 1e-4;
/// Where climbing gives way to Newton's steps, by what the next step promises, and where these end.
constexpr double kClose = 1e-4, kPromise = 1e-9;

double dot(const Vector& a, const Vector& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double largest(const Vector& v) {
  double most = 0.0;
  for (const double x : v) most = std::max(most, std::abs(x));
  return most;
}

/// A square matrix, row by row.
struct Matrix {
  std::size_t n;
  Vector cells;

  explicit Matrix(std::size_t size) : n(size), cells(size * size) {}
  double& at(std::size_t i, std::size_t j) { return cells[i * n + j]; }
  double at(std::size_t i, std::size_t j) const { return cells[i * n + j]; }

  Vector times(const Vector& v) const {
    Vector product(n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) product[i] += at(i, j) * v[j];
    return product;
  }
};

Matrix identity(std::size_t n) {
  Matrix m(n);
  for (std::size_t i = 0; i < n; ++i) m.at(i, i) = 1.0;
  return m;
}

/// The lower factor of Cholesky, or nothing where the matrix is not positive definite.
std::optional<Matrix> cholesky(const Matrix& m) {
  Matrix l(m.n);
  for (std::size_t j = 0; j < m.n; ++j) {
    for (std::size_t i = j; i < m.n; ++i) {
      double rest = m.at(i, j);
      for (std::size_t k = 0; k < j; ++k) rest -= l.at(i, k) * l.at(j, k);
      if (i > j)
        l.at(i, j) = rest / l.at(j, j);
      else if (rest > 1e-12 * std::abs(m.at(j, j)) && std::isfinite(rest))
        l.at(j, j) = std::sqrt(rest);
      else
        return std::nullopt;
    }
  }
  return l;
}

std::optional<Matrix> inverse(const Matrix& m) {
  const auto l = cholesky(m);
  if (!l) return std::nullopt;
  Matrix result(m.n);
  for (std::size_t column = 0; column < m.n; ++column) {
    Vector x(m.n);
    for (std::size_t i = 0; i < m.n; ++i) {
      x[i] = i == column ? 1.0 : 0.0;
      for (std::size_t k = 0; k < i; ++k) x[i] -= l->at(i, k) * x[k];
      x[i] /= l->at(i, i);
    }
    for (std::size_t i = m.n; i-- > 0;) {
      for (std::size_t k = i + 1; k < m.n; ++k) x[i] -= l->at(k, i) * x[k];
      x[i] /= l->at(i, i);
    }
    for (std::size_t i = 0; i < m.n; ++i) result.at(i, column) = x[i];
  }
  return result;
}

class Climber {
 public:
  Climber(const LogLikelihood& likelihood, Vector start, double bound)
      : likelihood_(likelihood), at_(std::move(start)), bound_(bound), now_(evaluate(at_)) {}

  Maximum climb() {
    Maximum result;
    if (std::isfinite(now_.value)) {
      climb_by_bfgs();
      result = finish_by_newton();
    }
    result.at = at_;
    result.value = now_.value;
    result.gradient_norm = largest(now_.slopes);
    result.iterations = evaluations_;
    return result;
  }

 private:
  LikelihoodValue evaluate(const Vector& at) {
    ++evaluations_;
    return likelihood_(at);
  }

  bool is_inside(const Vector& at) const {
    return std::ranges::all_of(at, [&](double x) { return std::abs(x) <= bound_; });
  }

  /// Goes along `way` as far as the likelihood rises enough; false where it does not at all.
  bool step(Vector way) {
    const double length = largest(way);
    if (length > kLongestStep)
      for (double& x : way) x *= kLongestStep / length;
    const double promise = dot(way, now_.slopes);
    double share = 1.0;
    for (int halving = 0; halving < kMostHalvings; ++halving, share *= 0.5) {
      Vector next = at_;
      for (std::size_t i = 0; i < next.size(); ++i) next[i] += share * way[i];
      if (!is_inside(next)) continue;
      LikelihoodValue there = evaluate(next);
      if (!std::isfinite(there.value) || there.value < now_.value + 1e-4 * share * promise)
        continue;
      at_ = std::move(next);
      now_ = std::move(there);
      return true;
    }
    return false;
  }

  void climb_by_bfgs() {
    Matrix covariance = identity(at_.size());
    const double scale = 1.0 / std::max(1.0, largest(now_.slopes));
    for (double& cell : covariance.cells) cell *= scale;
    for (int i = 0; i < kMostSteps; ++i) {
      const Vector way = covariance.times(now_.slopes), at = at_, slopes = now_.slopes;
      if (dot(way, slopes) < kClose || !step(way)) return;
      Vector moved(at.size()), bent(at.size());
      for (std::size_t j = 0; j < at.size(); ++j) {
        moved[j] = at_[j] - at[j];
        bent[j] = slopes[j] - now_.slopes[j];
      }
      if (dot(moved, bent) > 1e-10 * largest(moved) * largest(bent))
        update(covariance, moved, bent, i == 0);
    }
  }

  /// The inverse update of Broyden, Fletcher, Goldfarb and Shanno.
  static void update(Matrix& covariance, const Vector& moved, const Vector& bent, bool first) {
    const double rho = 1.0 / dot(moved, bent);
    if (first) {  // the scale of the first matrix was a guess
      covariance = identity(moved.size());
      for (double& cell : covariance.cells) cell /= rho * dot(bent, bent);
    }
    const Vector product = covariance.times(bent);
    const double curve = rho * (1.0 + rho * dot(bent, product));
    for (std::size_t i = 0; i < moved.size(); ++i)
      for (std::size_t j = 0; j < moved.size(); ++j)
        covariance.at(i, j) +=
            curve * moved[i] * moved[j] - rho * (product[i] * moved[j] + moved[i] * product[j]);
  }

  /// Minus the Hessian.
  Matrix information() {
    Matrix result(at_.size());
    for (std::size_t j = 0; j < at_.size(); ++j) {
      Vector low = at_, high = at_;
      low[j] -= kDifference;
      high[j] += kDifference;
      const Vector below = evaluate(low).slopes, above = evaluate(high).slopes;
      for (std::size_t i = 0; i < at_.size(); ++i)
        result.at(i, j) = (below[i] - above[i]) / (2.0 * kDifference);
    }
    for (std::size_t i = 0; i < at_.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        result.at(i, j) = result.at(j, i) = 0.5 * (result.at(i, j) + result.at(j, i));
    return result;
  }

  Maximum finish_by_newton() {
    Maximum result;
    for (int i = 0; i < kMostNewtonSteps; ++i) {
      const auto covariance = inverse(information());
      if (!covariance) {
        // Not a hilltop: a ridge, or still far away. The gradient leads on, if anything does.
        if (!step(now_.slopes)) return result;
        climb_by_bfgs();
        continue;
      }
      result.covariance = covariance->cells;
      const Vector way = covariance->times(now_.slopes);
      result.converged = dot(way, now_.slopes) < kPromise;
      if (result.converged) polish(*covariance);
      if (result.converged || !step(way)) return result;
    }
    return result;
  }

  /// Newton's steps with a Hessian at hand cost one evaluation each, and take what is left of the
  /// gradient, where the likelihood itself does not rise any more by what a double can hold.
  void polish(const Matrix& covariance) {
    for (int i = 0; i < kMostPolishing; ++i) {
      Vector next = at_;
      const Vector way = covariance.times(now_.slopes);
      for (std::size_t j = 0; j < next.size(); ++j) next[j] += way[j];
      if (!is_inside(next)) return;
      LikelihoodValue there = evaluate(next);
      if (!(largest(there.slopes) < largest(now_.slopes))) return;
      at_ = std::move(next);
      now_ = std::move(there);
    }
  }

  const LogLikelihood& likelihood_;
  Vector at_;
  double bound_;
  int evaluations_ = 0;
  LikelihoodValue now_;
};

}  // namespace

Maximum maximise(const LogLikelihood& likelihood, std::vector<double> start, double bound) {
  return Climber(likelihood, std::move(start), bound).climb();
}

}  // namespace grapevine
