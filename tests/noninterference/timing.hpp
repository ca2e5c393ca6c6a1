// Whether two kinds of durations differ: Welch's t (Welch 1947, "The generalization of Student's problem when several different population
// variances are involved").
#pragma once

#include <cmath>
#include <cstddef>

namespace phr::twins {

// Mean and variance as they come (Welford 1962).
class sample {
 public:
  void add(double value) noexcept {
    ++count_;
    const double off = value - mean_;
    mean_ += off / static_cast<double>(count_);
    squares_ += off * (value - mean_);
  }
  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  [[nodiscard]] double mean() const noexcept { return mean_; }
  [[nodiscard]] double variance() const noexcept { return count_ < 2 ? 0 : squares_ / static_cast<double>(count_ - 1); }

 private:
  std::size_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

[[nodiscard]] inline double welch_t(const sample& a, const sample& b) noexcept {
  if (a.count() < 2 || b.count() < 2) return 0;
  const double error = a.variance() / static_cast<double>(a.count()) + b.variance() / static_cast<double>(b.count());
  return error > 0 ? (a.mean() - b.mean()) / std::sqrt(error) : 0;
}

}  // namespace phr::twins
