// Windows that slide over rows: what enters, what leaves, and the sum or median of what is inside.
#pragma once

#include "analytics/lanes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace phr::analytics {

// The sum of a first-in first-out queue without a subtraction: the newer values as one sum, the older ones as the sums
// of what would be left after each leaves.
// Lifetime: owns its values. Threads: per-thread. Errors: none.
class sliding_mean {
 public:
  explicit sliding_mean(std::size_t most) {
    newer_.reserve(most);
    older_.reserve(most);
  }

  [[nodiscard]] std::size_t count() const noexcept { return newer_.size() + older_.size(); }
  void enter(double value) {
    newer_.push_back(value);
    newer_sum_ += value;
  }
  void leave(double) {
    if (older_.empty()) turn();
    older_.pop_back();
  }
  // Of at least one value.
  [[nodiscard]] double result() const noexcept {
    const double sum = older_.empty() ? newer_sum_ : older_.back() + newer_sum_;
    return one_nan(sum / static_cast<double>(count()));
  }

 private:
  void turn() {
    double sum = 0.0;
    while (!newer_.empty()) {
      sum += newer_.back();
      older_.push_back(sum);
      newer_.pop_back();
    }
    newer_sum_ = 0.0;
  }

  std::vector<double> newer_;
  std::vector<double> older_;  // sums; the oldest value's is the last
  double newer_sum_ = 0.0;
};

// The values of a window, sorted; NaN is counted apart.
// Lifetime: owns its values. Threads: per-thread. Errors: none.
class sliding_median {
 public:
  explicit sliding_median(std::size_t most) { sorted_.reserve(most); }

  [[nodiscard]] std::size_t count() const noexcept { return sorted_.size() + nans_; }
  void enter(double value) {
    if (std::isnan(value)) {
      ++nans_;
    } else {
      sorted_.insert(std::upper_bound(sorted_.begin(), sorted_.end(), value), value);
    }
  }
  void leave(double value) {
    if (std::isnan(value)) {
      --nans_;
    } else {
      sorted_.erase(std::lower_bound(sorted_.begin(), sorted_.end(), value));
    }
  }
  // Of at least one value. The mean of the two in the middle where their number is even.
  [[nodiscard]] double result() const noexcept {
    if (nans_ > 0) return not_a_number;
    const std::size_t middle = sorted_.size() / 2;
    if (sorted_.size() % 2 != 0) return sorted_[middle];
    return one_nan(sorted_[middle - 1] * 0.5 + sorted_[middle] * 0.5);
  }

 private:
  std::vector<double> sorted_;
  std::size_t nans_ = 0;
};

}  // namespace phr::analytics
