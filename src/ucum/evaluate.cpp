// What codes mean.
#include "ucum/factor.hpp"
#include "ucum/parser.hpp"

#include <algorithm>
#include <cstdlib>

namespace phr::ucum::detail {

namespace {

using kind = token::kind;

bool add_power(std::int16_t& to, int more) noexcept {
  const int sum = to + more;
  to = static_cast<std::int16_t>(sum);
  return std::abs(sum) <= highest_exponent;
}

bool add_amount(amount& to, amount more) noexcept { return add_power(to.above, more.above) && add_power(to.below, more.below); }

bool add_arbitrary(meaning& x, arbitrary more) noexcept {
  auto* const begin = x.arbitraries.data();
  auto* const end = begin + x.arbitrary_count;
  auto* const at = std::find_if(begin, end, [&](const arbitrary& a) { return a.row >= more.row; });
  if (at != end && at->row == more.row) {
    if (!add_power(at->exponent, more.exponent)) return false;
    if (at->exponent == 0) {
      std::move(at + 1, end, at);
      x.arbitraries[--x.arbitrary_count] = {};
    }
    return true;
  }
  if (x.arbitrary_count == x.arbitraries.size()) return false;
  std::move_backward(at, end, end + 1);
  *at = more;
  ++x.arbitrary_count;
  return true;
}

// Walks the tokens of a code that fits the grammar.
class evaluator {
 public:
  evaluator(std::string_view code, const unit_table& units, const std::vector<token>& tokens)
      : code_(code), units_(units), tokens_(tokens) {}

  result<meaning> run() {
    meaning out;
    if (tokens_.front().is == kind::over) {
      out.size = one();
    } else {
      PHR_TRY(component(out));
    }
    PHR_TRY(more(out));
    return out;
  }

 private:
  [[nodiscard]] error fail(errc code) const noexcept {
    return error{code}.at("unit").in(1, tokens_[std::min(at_, tokens_.size() - 1)].begin + 1);
  }

  result<void> term(meaning& out) {
    PHR_TRY(component(out));
    return more(out);
  }

  result<void> more(meaning& out) {
    while (at_ < tokens_.size() && (tokens_[at_].is == kind::times || tokens_[at_].is == kind::over)) {
      const bool over = tokens_[at_].is == kind::over;
      if (out.function != 0) return fail(errc::unit_mismatch);
      ++at_;
      const std::size_t begin = at_;
      meaning next;
      PHR_TRY(component(next));
      const errc problem = next.function != 0                     ? errc::unit_mismatch
                           : over && !raise(next, -1)             ? errc::too_large
                           : !detail::multiply(out, next)         ? errc::too_large
                                                                  : errc{};
      if (problem != errc{}) {
        at_ = begin;
        return fail(problem);
      }
    }
    return success();
  }

  // `out` is as it was made.
  result<void> component(meaning& out) {
    const token& next = tokens_[at_];
    if (next.is == kind::open) {
      ++at_;
      PHR_TRY(term(out));
    } else if (next.is == kind::unit) {
      PHR_TRY(power_of(next, out));
    } else if (next.is == kind::number) {
      if (!read_factor(code_.substr(next.begin, next.end - next.begin), out.size)) return fail(errc::too_large);
    } else {
      out.size = one();  // an annotation
    }
    ++at_;
    if (next.is != kind::annotation && at_ < tokens_.size() && tokens_[at_].is == kind::annotation) ++at_;
    return success();
  }

  result<void> power_of(const token& next, meaning& out) const {
    out = units_.at(next.what.atom).means;
    const prefix* const by = units_.prefix_of(next.what);
    if (out.function != 0) {
      if (next.exponent != 1) return fail(errc::unit_mismatch);
      if (by != nullptr) {
        out.prefix_tens = by->tens;
        out.prefix_twos = by->twos;
      }
      return success();
    }
    const bool fits = by == nullptr || (multiply_by_tens(out.size, by->tens) && (by->twos == 0 || multiply_by_twos(out.size, by->twos)));
    if (!fits || !raise(out, next.exponent)) return fail(errc::too_large);
    return success();
  }

  std::string_view code_;
  const unit_table& units_;
  const std::vector<token>& tokens_;
  std::size_t at_ = 0;
};

}  // namespace

bool multiply(meaning& x, const meaning& by) noexcept {
  if (!multiply(x.size, by.size)) return false;
  for (std::size_t i = 0; i < x.dimensions.size(); ++i) {
    if (!add_power(x.dimensions[i], by.dimensions[i])) return false;
  }
  for (std::size_t i = 0; i < by.arbitrary_count; ++i) {
    if (!add_arbitrary(x, by.arbitraries[i])) return false;
  }
  return add_amount(x.moles, by.moles) && add_amount(x.equivalents, by.equivalents);
}

bool raise(meaning& x, int exponent) noexcept {
  if (exponent == 1) return true;
  if (!raise(x.size, exponent)) return false;
  const auto scale = [&](std::int16_t& power) {
    const int made = power * exponent;
    power = static_cast<std::int16_t>(made);
    return std::abs(made) <= highest_exponent;
  };
  const auto scale_amount = [&](amount& each) {
    if (exponent < 0) each = {static_cast<std::int16_t>(-each.below), static_cast<std::int16_t>(-each.above)};
    return scale(each.above) && scale(each.below);
  };
  bool fits = scale_amount(x.moles) && scale_amount(x.equivalents);
  for (auto& power : x.dimensions) fits = fits && scale(power);
  for (std::size_t i = 0; i < x.arbitrary_count; ++i) fits = fits && scale(x.arbitraries[i].exponent);
  if (exponent == 0) {
    x.arbitraries = {};
    x.arbitrary_count = 0;
  }
  return fits;
}

result<meaning> evaluate(std::string_view code, const unit_table& units) {
  PHR_TRY(const std::vector<token> tokens, read(code, units));
  return evaluator(code, units, tokens).run();
}

}  // namespace phr::ucum::detail
