// Existence, filtering and projection, subsetting, combining (http://hl7.org/fhirpath/N1/#functions).
#include "fhirpath/eval/function_sets.hpp"
#include "fhirpath/value/item_set.hpp"

#include <algorithm>

namespace phr::fhirpath {

namespace {

using scope = evaluator::scope;

result<item_set> set_of(const collection& all) {
  item_set made;
  for (const value& each : all) {
    PHR_TRY(const bool added, made.insert(each));
    (void)added;
  }
  return made;
}

// allTrue, anyTrue, allFalse, anyFalse.
template <bool All, bool Truth>
result<collection> truths(evaluator&, const node&, const collection& input, const scope&) {
  for (const value& each : input) {
    const auto truth = as_boolean(each);
    if (!truth) return error{errc::invalid_argument}.at("a collection of booleans");
    if ((*truth == Truth) != All) return collection{!All};
  }
  return collection{All};
}

template <bool Super>
result<collection> subset(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const collection other, evaluated(in, at, 0, around));
  const collection& part = Super ? other : input;
  const collection& whole = Super ? input : other;
  PHR_TRY(item_set known, set_of(whole));
  for (const value& each : part) {
    PHR_TRY(const bool found, known.contains(each));
    if (!found) return collection{false};
  }
  return collection{true};
}

result<collection> distinct(evaluator&, const node&, const collection& input, const scope&) { return without_repeats(input); }
result<collection> is_distinct(evaluator&, const node&, const collection& input, const scope&) {
  PHR_TRY(const collection once, without_repeats(input));
  return collection{once.size() == input.size()};
}

result<collection> repeat(evaluator& in, const node& at, const collection& input, const scope& around) {
  item_set made;
  collection next = input;
  while (!next.empty()) {
    collection found;
    for (std::size_t index = 0; index < next.size(); ++index) {
      PHR_TRY(const collection each, in.evaluate_for(argument(in, at, 0), next[index], static_cast<std::int64_t>(index), around));
      for (const value& item : each) {
        PHR_TRY(const bool added, made.insert(item));
        if (added) found.push_back(item);
      }
      if (made.items().size() > in.in().most.items) return in.wrong(at, "more items than allowed", errc::too_large);
    }
    next = std::move(found);
  }
  return std::move(made).items();
}

result<collection> aggregate(evaluator& in, const node& at, const collection& input, const scope& around) {
  collection total;
  if (argument_count(at) == 2) {
    PHR_TRY(total, evaluated(in, at, 1, around));
  }
  for (std::size_t index = 0; index < input.size(); ++index) {
    evaluator::scope here = evaluator::scope_for(input[index], static_cast<std::int64_t>(index), around);
    here.total = &total;
    PHR_TRY(auto next, in.evaluate(argument(in, at, 0), here));
    total = std::move(next);
  }
  return total;
}

// By each argument in turn; one with a minus is the other way round. What has nothing to sort by comes first, and what cannot be
// compared stays as it is.
result<collection> sort(evaluator& in, const node& at, const collection& input, const scope& around) {
  struct row {
    value item;
    collection keys;
  };
  std::vector<row> rows;
  const std::size_t keys = argument_count(at);
  std::vector<bool> turned(std::max<std::size_t>(keys, 1));
  for (const value& each : input) {
    row made{each, {}};
    for (std::size_t key = 0; key < keys; ++key) {
      const node* by = &argument(in, at, key);
      turned[key] = by->kind == node_kind::polarity && by->text == "-";
      if (turned[key]) by = &in.part(*by, 0);
      PHR_TRY(const collection found, in.evaluate_for(*by, each, static_cast<std::int64_t>(rows.size()), around));
      if (found.size() > 1) return in.wrong(at, "one item to sort by");
      made.keys.push_back(found.empty() ? value(type_info{}) : found[0]);  // nothing to sort by
    }
    if (keys == 0) made.keys.push_back(each);
    rows.push_back(std::move(made));
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const row& a, const row& b) {
    for (std::size_t key = 0; key < a.keys.size(); ++key) {
      const bool none_a = std::holds_alternative<type_info>(a.keys[key]);
      const bool none_b = std::holds_alternative<type_info>(b.keys[key]);
      if (none_a != none_b) return none_a;
      const auto compared = none_a ? std::nullopt : order(a.keys[key], b.keys[key]);
      if (!compared || (*compared <= 0 && *compared >= 0) || *compared == std::partial_ordering::unordered) continue;
      return turned[key] ? *compared > 0 : *compared < 0;
    }
    return false;
  });
  collection made;
  for (row& each : rows) made.push_back(std::move(each.item));
  return made;
}

// A slice of the input.
collection part(const collection& of, std::int64_t begin, std::int64_t count) {
  const auto size = static_cast<std::int64_t>(of.size());
  begin = std::clamp<std::int64_t>(begin, 0, size);
  count = std::clamp<std::int64_t>(count, 0, size - begin);
  return {of.begin() + begin, of.begin() + begin + count};
}

result<collection> single(evaluator& in, const node& at, const collection& input, const scope&) {
  if (input.size() > 1) return in.wrong(at, "single() of several items");
  return input;
}
result<collection> last(evaluator&, const node&, const collection& input, const scope&) { return part(input, static_cast<std::int64_t>(input.size()) - 1, 1); }
result<collection> tail(evaluator&, const node&, const collection& input, const scope&) { return part(input, 1, INT64_MAX); }

template <bool Skip>
result<collection> some(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const collection given, evaluated(in, at, 0, around));
  const auto number = given.size() == 1 ? as_integer(given[0]) : std::nullopt;
  if (!number) return in.wrong(at, "one Integer");
  return Skip ? part(input, *number, INT64_MAX) : part(input, 0, *number);
}

result<collection> intersect(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const collection other, evaluated(in, at, 0, around));
  PHR_TRY(item_set known, set_of(other));
  item_set made;
  for (const value& each : input) {
    PHR_TRY(const bool found, known.contains(each));
    if (found) PHR_TRY(made.insert(each));
  }
  return std::move(made).items();
}

result<collection> exclude(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const collection other, evaluated(in, at, 0, around));
  PHR_TRY(item_set known, set_of(other));
  collection made;
  for (const value& each : input) {
    PHR_TRY(const bool found, known.contains(each));
    if (!found) made.push_back(each);
  }
  return made;
}

template <bool Distinct>
result<collection> combined(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const collection other, evaluated(in, at, 0, around));
  collection made = input;
  made.insert(made.end(), other.begin(), other.end());
  return Distinct ? without_repeats(made) : made;
}

constexpr named_function collection_table[] = {
    {"allTrue", 0, 0, truths<true, true>}, {"anyTrue", 0, 0, truths<false, true>}, {"allFalse", 0, 0, truths<true, false>}, {"anyFalse", 0, 0, truths<false, false>},
    {"subsetOf", 1, 1, subset<false>}, {"supersetOf", 1, 1, subset<true>}, {"distinct", 0, 0, distinct}, {"isDistinct", 0, 0, is_distinct},
    {"repeat", 1, 1, repeat}, {"aggregate", 1, 2, aggregate}, {"single", 0, 0, single}, {"last", 0, 0, last}, {"tail", 0, 0, tail},
    {"skip", 1, 1, some<true>}, {"take", 1, 1, some<false>}, {"intersect", 1, 1, intersect}, {"exclude", 1, 1, exclude}, {"combine", 1, 1, combined<false>},
    {"union", 1, 1, combined<true>}, {"sort", 0, 16, sort},
};

}  // namespace

std::span<const named_function> collection_functions() noexcept { return collection_table; }

}  // namespace phr::fhirpath
