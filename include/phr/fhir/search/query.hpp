// Searches as expressions that the compiler checks: the text that session::search takes comes out.
//   namespace by = phr::fhir::search::by;
//   query<Observation>().where(by::code == coding(loinc, "8867-4")).where(by::date >= "2020").sort(-by::date).count(50).text()
#pragma once

#include <phr/fhir/r4/search_parameters.hpp>
#include <phr/fhir/search/value.hpp>

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace phr::fhir::search {

// "code:not=a": a parameter, how it is compared, and what with. What R4 does not have for any type does not compile where it is
// written, what it does not have for the type of the query where it is asked.
// Lifetime: a value. Threads: immutable. Errors: none.
template <a_parameter Parameter, comparison How, value_kind With>
struct criterion {
  std::string left;   // name and modifier
  std::string right;  // prefix and value, with FHIR's escapes
  template <class Resource>
  static constexpr bool fits = Parameter::is_of(Resource::resource_) && is_allowed(Parameter::kind_of(Resource::resource_), How, With);
};

// A criterion about what a reference leads to, whose own part is checked already.
template <a_parameter Parameter>
struct chained {
  std::string left;
  std::string right;
  template <class Resource>
  static constexpr bool fits = Parameter::is_of(Resource::resource_) && Parameter::kind_of(Resource::resource_) == search_kind::reference;
};

// A criterion about what refers here: of any type.
struct referred {
  std::string left;
  std::string right;
  template <class Resource>
  static constexpr bool fits = true;
};

template <comparison How, a_parameter P, a_value V>
[[nodiscard]] criterion<P, How, value_type_of<V>::kind> compared(P, const V& with, std::string_view modifier, std::string_view prefix) {
  return {std::string(P::name()) + std::string(modifier), prefixed(prefix, value_of(with).text)};
}

#define PHR_SEARCH_OPERATOR(sign, how, modifier, prefix)                                      \
  template <a_parameter P, a_value V>                                                         \
    requires(P::allows(comparison::how, value_type_of<V>::kind))                              \
  [[nodiscard]] auto operator sign(P by, const V& with) {                                     \
    return compared<comparison::how>(by, with, modifier, prefix);                             \
  }
PHR_SEARCH_OPERATOR(==, eq, "", "")
PHR_SEARCH_OPERATOR(<, lt, "", "lt")
PHR_SEARCH_OPERATOR(<=, le, "", "le")
PHR_SEARCH_OPERATOR(>, gt, "", "gt")
PHR_SEARCH_OPERATOR(>=, ge, "", "ge")
#undef PHR_SEARCH_OPERATOR

// Of a token: has no such code, as `:not`. Of the others: another value, as `ne`.
template <a_parameter P, a_value V>
  requires(P::allows(comparison::not_, value_type_of<V>::kind) || P::allows(comparison::ne, value_type_of<V>::kind))
[[nodiscard]] auto operator!=(P by, const V& with) {
  if constexpr (P::allows(comparison::not_, value_type_of<V>::kind)) {
    return compared<comparison::not_>(by, with, ":not", "");
  } else {
    return compared<comparison::ne>(by, with, "", "ne");
  }
}

// What has no sign of its own.
#define PHR_SEARCH_FUNCTION(name, how, modifier, prefix)              \
  template <a_parameter P, a_value V>                                 \
    requires(P::allows(comparison::how, value_type_of<V>::kind))      \
  [[nodiscard]] auto name(P by, const V& with) {                      \
    return compared<comparison::how>(by, with, modifier, prefix);     \
  }
PHR_SEARCH_FUNCTION(starts_after, sa, "", "sa")
PHR_SEARCH_FUNCTION(ends_before, eb, "", "eb")
PHR_SEARCH_FUNCTION(approximately, ap, "", "ap")
PHR_SEARCH_FUNCTION(contains, contains, ":contains", "")
PHR_SEARCH_FUNCTION(exactly, exact, ":exact", "")
PHR_SEARCH_FUNCTION(called, text, ":text", "")
PHR_SEARCH_FUNCTION(in_value_set, in, ":in", "")
PHR_SEARCH_FUNCTION(not_in_value_set, not_in, ":not-in", "")
PHR_SEARCH_FUNCTION(above, above, ":above", "")
PHR_SEARCH_FUNCTION(below, below, ":below", "")
PHR_SEARCH_FUNCTION(identified, identifier, ":identifier", "")
#undef PHR_SEARCH_FUNCTION

template <a_parameter P>
  requires(P::allows(comparison::missing, value_kind::truth))
[[nodiscard]] auto missing(P by, bool is = true) {
  return compared<comparison::missing>(by, is, ":missing", "");
}

// subject:Patient.family=x, of what `by` leads to.
template <class Target, a_parameter P, class Inner>
[[nodiscard]] chained<P> leads_to(P, const Inner& inner) {
  static_assert(Inner::template fits<Target>, "the type that the reference leads to has no such parameter, or not this comparison");
  return {std::string(P::name()) + ":" + std::string(fhir::name(Target::resource_)) + "." + inner.left, inner.right};
}
// _has:Observation:patient:code=x: some Source whose reference `by` leads here.
template <class Source, a_parameter P, class Inner>
[[nodiscard]] referred has(P, const Inner& inner) {
  static_assert(P::is_of(Source::resource_) && P::kind_of(Source::resource_) == search_kind::reference, "the type has no such reference");
  static_assert(Inner::template fits<Source>, "the type that refers has no such parameter, or not this comparison");
  return {"_has:" + std::string(fhir::name(Source::resource_)) + ":" + std::string(P::name()) + ":" + inner.left, inner.right};
}

// A key of _sort; with a minus sign, falling.
template <a_parameter P>
struct falling {};
template <a_parameter P>
[[nodiscard]] constexpr falling<P> operator-(P) noexcept {
  return {};
}

// A search of one type.
// Lifetime: a value. Threads: immutable but for assignment. Errors: none; what only the search can tell, such as a date that is none, is
// an error of session::search.
template <a_resource Resource>
class query {
 public:
  query() : text_(fhir::name(Resource::resource_)) {}

  // Each criterion holds.
  template <class Criterion>
  [[nodiscard]] query where(const Criterion& asked) const {
    static_assert(Criterion::template fits<Resource>, "the type has no such parameter, or not this comparison");
    return with(asked.left, asked.right);
  }
  template <class... Keys>
  [[nodiscard]] query sort(Keys... keys) const {
    std::string text;
    ((text += (text.empty() ? "" : ",") + key_of(keys)), ...);
    return with("_sort", text);
  }
  [[nodiscard]] query count(std::uint32_t most) const { return with("_count", std::to_string(most)); }
  [[nodiscard]] query total() const { return with("_total", "accurate"); }
  [[nodiscard]] query summary() const { return with("_summary", "true"); }
  [[nodiscard]] query elements(std::initializer_list<std::string_view> names) const {
    std::string text;
    for (const std::string_view each : names) text += (text.empty() ? "" : ",") + std::string(each);
    return with("_elements", text);
  }
  template <a_parameter P>
  [[nodiscard]] query include(P) const {
    static_assert(P::is_of(Resource::resource_) && P::kind_of(Resource::resource_) == search_kind::reference, "the type has no such reference");
    return with("_include", std::string(fhir::name(Resource::resource_)) + ":" + std::string(P::name()));
  }
  template <class Source, a_parameter P>
  [[nodiscard]] query revinclude(P) const {
    static_assert(P::is_of(Source::resource_) && P::kind_of(Source::resource_) == search_kind::reference, "the type has no such reference");
    return with("_revinclude", std::string(fhir::name(Source::resource_)) + ":" + std::string(P::name()));
  }

  [[nodiscard]] const std::string& text() const& noexcept { return text_; }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  template <a_parameter P>
  [[nodiscard]] static std::string key_of(P) {
    static_assert(P::is_of(Resource::resource_), "the type has no such parameter");
    return std::string(P::name());
  }
  template <a_parameter P>
  [[nodiscard]] static std::string key_of(falling<P>) {
    return "-" + key_of(P{});
  }
  [[nodiscard]] query with(std::string_view left, std::string_view right) const {
    query made = *this;
    made.text_ += made.text_.find('?') == std::string::npos ? '?' : '&';
    made.append(left);
    made.text_ += '=';
    made.append(right);
    return made;
  }
  // With percent encoding for what has a meaning in a URL.
  void append(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte > 0x20 && byte != 0x7F && std::string_view("%&#+\"<>").find(c) == std::string_view::npos) {
        text_ += c;
      } else {
        text_ += {'%', digits[byte >> 4], digits[byte & 15]};
      }
    }
  }

  std::string text_;
};

}  // namespace phr::fhir::search
