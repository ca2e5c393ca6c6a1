// Functions that look at one item at a time: nothing is collected, and first() or exists() end what comes before them.
#include "fhirpath/eval/function_sets.hpp"

#include <phr/fhir/r4/data_types.hpp>

namespace phr::fhirpath {

namespace {

using scope = evaluator::scope;
using element = fhir::node;

bool to_truth(truth made, sink to) { return made == truth::empty || to(value(made == truth::yes)); }

bool where(evaluator& in, const node& at, const scope& around, sink to) {
  std::int64_t index = 0;
  const node& criterion = argument(in, at, 0);
  return in.each_input(at, around, [&](const value& item) {
    const truth kept = in.condition_of(criterion, evaluator::scope_for(item, index++, around));
    return kept != truth::failed && (kept != truth::yes || to(item));
  });
}

bool select(evaluator& in, const node& at, const scope& around, sink to) {
  std::int64_t index = 0;
  const node& projection = argument(in, at, 0);
  return in.each_input(at, around, [&](const value& item) { return in.each(projection, evaluator::scope_for(item, index++, around), to); });
}

// Whether there is an item, or one that the criterion holds for.
bool any(evaluator& in, const node& at, const scope& around) {
  bool found = false;
  const auto stop = [&](const value&) {
    found = true;
    return false;
  };
  (void)(argument_count(at) == 0 ? in.each_input(at, around, stop) : where(in, at, around, stop));
  return found;
}

bool exists(evaluator& in, const node& at, const scope& around, sink to) {
  const bool found = any(in, at, around);
  return !in.has_failed() && to(value(found));
}

bool empty(evaluator& in, const node& at, const scope& around, sink to) {
  const bool found = any(in, at, around);
  return !in.has_failed() && to(value(!found));
}

bool all(evaluator& in, const node& at, const scope& around, sink to) {
  std::int64_t index = 0;
  const node& criterion = argument(in, at, 0);
  const bool holds = in.each_input(at, around, [&](const value& item) { return in.condition_of(criterion, evaluator::scope_for(item, index++, around)) == truth::yes; });
  return !in.has_failed() && to(value(holds));
}

bool negation(evaluator& in, const node& at, const scope& around, sink to) {
  std::optional<bool> made;
  bool several = false;
  (void)in.each_input(at, around, [&](const value& item) {
    several = made.has_value();
    made = as_boolean(item).value_or(true);
    return !several;
  });
  if (several) in.fail(in.wrong(at, "one item as a condition"));
  return !in.has_failed() && to_truth(!made ? truth::empty : *made ? truth::no : truth::yes, to);
}

bool count(evaluator& in, const node& at, const scope& around, sink to) {
  std::int64_t found = 0;
  (void)in.each_input(at, around, [&](const value&) {
    ++found;
    return true;
  });
  return !in.has_failed() && to(value(found));
}

bool first(evaluator& in, const node& at, const scope& around, sink to) {
  bool more = true;
  (void)in.each_input(at, around, [&](const value& item) {
    more = to(item);
    return false;
  });
  return more && !in.has_failed();
}

bool of_type(evaluator& in, const node& at, const scope& around, sink to) {
  const type_test& type = in.found(at).type;
  return in.each_input(at, around, [&](const value& item) { return !type(item) || to(item); });
}

template <bool Is>
bool is_or_as(evaluator& in, const node& at, const scope& around, sink to) {
  const type_test& type = in.found(at).type;
  std::optional<value> one;
  bool several = false;
  (void)in.each_input(at, around, [&](const value& item) {
    several = one.has_value();
    one = item;
    return !several;
  });
  if (several) in.fail(in.wrong(at, "is and as are of one item"));
  if (in.has_failed()) return false;
  if (!one) return !Is || !at.has_input || in.unresolved_is(in.part(at, 0), type, around, to);
  const bool matches = type(*one);
  if (Is) return to(value(matches));
  return !matches || to(*one);
}

bool children(evaluator& in, const node& at, const scope& around, sink to) {
  return in.each_input(at, around, [&](const value& item) { return each_child(item, to); });
}

bool extension(evaluator& in, const node& at, const scope& around, sink to) {
  const auto given = evaluated(in, at, 0, around);
  if (!given) return in.fail(given.error());
  const auto url = given.value().size() == 1 ? as_string(given.value()[0]) : std::nullopt;
  if (!url) return true;
  const step& named = in.found(at);
  const auto matching = [&](const value& each) {
    if (std::holds_alternative<json_element>(each)) return child_text(each, "url") != *url || to(each);
    const auto& of = std::get<element>(each);
    return of.type() != &fhir::r4::Extension::structure_ || static_cast<const fhir::r4::Extension*>(of.object())->url != *url || to(each);
  };
  return in.each_input(at, around, [&](const value& item) { return each_child(item, named, "extension", matching); });
}

bool trace(evaluator& in, const node& at, const scope& around, sink to) {
  host* const told = in.in().host;
  const auto name = argument_string(in, at, 0, around);
  if (!name) return in.fail(name.error());
  if (told == nullptr) return in.each_input(at, around, to);
  collection all;
  (void)in.each_input(at, around, [&](const value& item) {
    all.push_back(item);
    return true;
  });
  if (in.has_failed()) return false;
  collection shown = all;
  if (argument_count(at) == 2) {
    shown.clear();
    for (std::size_t index = 0; index < all.size(); ++index) {
      const auto each = in.evaluate_for(argument(in, at, 1), all[index], static_cast<std::int64_t>(index), around);
      if (!each) return in.fail(each.error());
      shown.insert(shown.end(), each.value().begin(), each.value().end());
    }
  }
  told->trace(name.value().value_or(""), shown);
  for (const value& each : all) {
    if (!to(each)) return false;
  }
  return true;
}

bool iif(evaluator& in, const node& at, const scope& around, sink to) {
  scope here = around;
  std::optional<value> of;
  if (at.has_input) {
    bool several = false;
    (void)in.each_input(at, around, [&](const value& item) {
      several = of.has_value();
      of = item;
      return !several;
    });
    if (several) in.fail(in.wrong(at, "iif() of several items"));
    if (in.has_failed()) return false;
    here = of ? evaluator::scope_for(*of, 0, around) : scope{{}, nullptr, -1, around.total, around.defined};
  }
  const auto asked = evaluated(in, at, 0, here);
  if (!asked) return false;
  if (asked.value().size() > 1) return in.fail(in.wrong(at, "one item as a condition"));
  const auto holds = asked.value().empty() ? std::optional(false) : as_boolean(asked.value()[0]);
  if (!holds) return in.fail(in.wrong(at, "a Boolean as a condition"));
  if (*holds) return in.each(argument(in, at, 1), here, to);
  return argument_count(at) != 3 || in.each(argument(in, at, 2), here, to);
}

constexpr named_function flow_table[] = {
    {"where", 1, 1, nullptr, where}, {"select", 1, 1, nullptr, select}, {"exists", 0, 1, nullptr, exists}, {"empty", 0, 0, nullptr, empty}, {"all", 1, 1, nullptr, all},
    {"not", 0, 0, nullptr, negation}, {"count", 0, 0, nullptr, count}, {"first", 0, 0, nullptr, first}, {"ofType", 1, 1, nullptr, of_type},
    {"is", 1, 1, nullptr, is_or_as<true>}, {"as", 1, 1, nullptr, is_or_as<false>}, {"children", 0, 0, nullptr, children},
    {"extension", 1, 1, nullptr, extension}, {"trace", 1, 2, nullptr, trace}, {"iif", 2, 3, nullptr, iif},
};

}  // namespace

std::span<const named_function> flow_functions() noexcept { return flow_table; }

}  // namespace phr::fhirpath
