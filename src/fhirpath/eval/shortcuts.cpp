// Paths that are walked at once, and unions without collections.
#include "fhirpath/eval/element_children.hpp"
#include "fhirpath/eval/evaluator.hpp"
#include "fhirpath/value/item_set.hpp"

namespace phr::fhirpath {

namespace {

// What a union has given, so that nothing is given twice. Most give one item or none, few more than a handful.
class given_items {
 public:
  // Whether it is new. Errors: as item_set.
  [[nodiscard]] result<bool> add(const value& item) {
    if (many_) return many_->insert(item);
    if (!first_) {
      first_.emplace(item);
      return true;
    }
    if (equal(*first_, item).value_or(false) || holds(others_, item)) return false;
    others_.push_back(item);
    if (others_.size() < a_few) return true;
    PHR_TRY(many_.emplace().insert(*first_));
    for (const value& each : others_) PHR_TRY(many_->insert(each));
    return true;
  }
  [[nodiscard]] std::size_t size() const noexcept { return many_ ? many_->items().size() : others_.size() + (first_ ? 1 : 0); }

 private:
  static constexpr std::size_t a_few = 16;
  std::optional<value> first_;
  collection others_;
  std::optional<item_set> many_;
};

// A path that begins with the name of a resource has nothing on another one.
bool is_of_another(const fhir::structure* only, std::span<const value> focus) noexcept {
  if (only == nullptr || focus.size() != 1) return false;
  const auto* const element = std::get_if<fhir::node>(focus.data());
  return element != nullptr && element->type() != nullptr && element->type() != only;
}

bool is_of(const type_test& type, const fhir::node& element) noexcept {
  return element.is_primitive() ? type.matches(element.kind()) : element.type() != nullptr && type.matches(*element.type());
}

}  // namespace

template <class Visitor>
bool evaluator::walk(const fhir::node& from, std::span<const std::uint32_t> path, Visitor&& visitor) {
  const step& named = of_.steps[path.front()];
  if (++steps_ > in_.most.steps) return fail(wrong(of_.of.nodes[path.front()], "more steps than allowed", errc::too_large));
  const auto rest = path.subspan(1);  // never empty where a type is named: that is the first of several
  if (named.names_type && is_of(named.type, from)) return walk(from, rest, visitor);
  if (rest.empty()) return each_element_child(from, named, visitor);
  return each_element_child(from, named, [&](const fhir::node& child) { return walk(child, rest, visitor); });
}

// A path needs no collection to begin with.
result<void> evaluator::run(const fhir::node& on, sink to) {
  const auto& path = found(of_.of.root()).path;
  if (path.empty() || !on) {
    const value item(on);
    return run({&item, on ? 1U : 0U}, to);
  }
  (void)walk(on, path, [&](const fhir::node& child) { return to(value(child)); });
  if (failed_) return why_;
  return success();
}

result<void> evaluator::run(const fhir::node& on, collection& into) {
  const auto& path = found(of_.of.root()).path;
  if (path.empty() || !on) {
    const value item(on);
    return run({&item, on ? 1U : 0U}, into);
  }
  (void)walk(on, path, [&](const fhir::node& child) {
    into.emplace_back(child);
    return into.size() <= in_.most.items || fail(wrong(of_.of.root(), "more items than allowed", errc::too_large));
  });
  if (failed_) return why_;
  return success();
}

bool evaluator::path(const node& at, const scope& around, sink to) {
  for (const value& item : around.focus) {
    const auto* const element = std::get_if<fhir::node>(&item);
    if (element == nullptr) {
      scope alone = around;
      alone.focus = {&item, 1};
      if (!member(at, alone, to)) return false;
    } else if (!walk(*element, found(at).path, [&](const fhir::node& child) { return to(value(child)); })) {
      return false;
    }
  }
  return true;
}

bool evaluator::unite(const node& at, const scope& around, sink to) {
  given_items given;
  const auto give = [&](const value& item) {
    const auto added = given.add(item);
    if (!added) return fail(added.error().nth(at.begin));
    if (!added.value()) return true;
    if (given.size() > in_.most.items) return fail(wrong(at, "more items than allowed", errc::too_large));
    return to(item);
  };
  for (const std::uint32_t each_part : found(at).united) {
    if (is_of_another(of_.steps[each_part].only_of, around.focus)) continue;
    if (!each(of_.of.nodes[each_part], around, give)) return false;
  }
  return true;
}

}  // namespace phr::fhirpath
