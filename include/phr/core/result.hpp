// result<T>: a value or an error, by Boost.Outcome.
#pragma once

#include <phr/core/error.hpp>

#include <boost/outcome/basic_result.hpp>

namespace phr {

namespace detail {

// Called when the value of a failed result is read without a check. Throws std::logic_error where exceptions
// exist, ends the program where they do not. Kept out of line so that result<T> stays small.
[[noreturn]] void read_of_absent_value(const error& problem);
[[noreturn]] void read_of_absent_error();

struct checked_access : BOOST_OUTCOME_V2_NAMESPACE::policy::base {
  template <class Result>
  static constexpr void wide_value_check(Result&& self) {
    if (!base::_has_value(static_cast<Result&&>(self))) {
      read_of_absent_value(base::_error(static_cast<Result&&>(self)));
    }
  }
  template <class Result>
  static constexpr void wide_error_check(Result&& self) {
    if (!base::_has_error(static_cast<Result&&>(self))) {
      read_of_absent_error();
    }
  }
};

}  // namespace detail

// A T, or the error that kept it from being. [[nodiscard]] by Outcome.
// Lifetime: owns both. Threads: as T. Errors: `value()` on a failed result throws std::logic_error (see above).
template <class T>
using result = BOOST_OUTCOME_V2_NAMESPACE::basic_result<T, error, detail::checked_access>;

using BOOST_OUTCOME_V2_NAMESPACE::success;

}  // namespace phr

// PHR_TRY(auto x, f()): x is f()'s value, or the enclosing function returns f()'s error. PHR_TRY(f()) for result<void>.
// Written out, because Outcome's own macro took a declaration as its first argument only from 2.2 on.
#define PHR_TRY(...)                                                                                                \
  PHR_TRY_SELECT(__VA_ARGS__, PHR_TRY_ASSIGN, PHR_TRY_ASSIGN, PHR_TRY_ASSIGN, PHR_TRY_ASSIGN, PHR_TRY_ASSIGN, \
                 PHR_TRY_ASSIGN, PHR_TRY_ONLY, )                                                                    \
  (__VA_ARGS__)
#define PHR_TRY_SELECT(a, b, c, d, e, f, g, chosen, ...) chosen
#define PHR_TRY_JOIN_(a, b) a##b
#define PHR_TRY_JOIN(a, b) PHR_TRY_JOIN_(a, b)
#define PHR_TRY_ONLY(...) PHR_TRY_ONLY_(PHR_TRY_JOIN(phr_try_, __COUNTER__), __VA_ARGS__)
#define PHR_TRY_ONLY_(held, ...)                              \
  if (auto held = (__VA_ARGS__); !held.has_value()) [[unlikely]] \
  return held.as_failure()
#define PHR_TRY_ASSIGN(declaration, ...) PHR_TRY_ASSIGN_(PHR_TRY_JOIN(phr_try_, __COUNTER__), declaration, __VA_ARGS__)
#define PHR_TRY_ASSIGN_(held, declaration, ...)                 \
  auto held = (__VA_ARGS__);                                    \
  if (!held.has_value()) [[unlikely]] return held.as_failure(); \
  declaration = static_cast<decltype(held)&&>(held).assume_value()
