// FHIRPath over texts and resources.
#include "handles.hpp"
#include "structs.hpp"

#include <phr/fhirpath/expression.hpp>

using namespace phr::c;
namespace fhirpath = phr::fhirpath;
using phr::result;

namespace {

item_row row_of(const fhirpath::value& of) {
  item_row made{fhirpath::kind_of(of), fhirpath::type_name(of), fhirpath::text_of(of), {}};
  fhirpath::append_json(made.json, of);
  return made;
}

std::vector<item_row> rows_of(std::span<const fhirpath::value> items) {
  std::vector<item_row> made;
  made.reserve(items.size());
  for (const auto& each : items) made.push_back(row_of(each));
  return made;
}

// The caller's functions. Lifetime: borrows the structure. Threads: of one evaluation. Errors: none.
class asked_host final : public fhirpath::host {
 public:
  explicit asked_host(const phr_fhirpath_with& with) noexcept : with_(with) {}
  phr::fhir::node resolve(std::string_view reference) override {
    const phr_resource* const found = with_.resolve == nullptr ? nullptr : with_.resolve(with_.user, ended(reference));
    return is_valid(found) ? phr::fhir::node::of(found->core) : phr::fhir::node{};
  }
  std::optional<bool> member_of(std::string_view value_set, std::string_view system, std::string_view code) override {
    if (with_.member_of == nullptr) return std::nullopt;
    const std::string texts[] = {std::string(value_set), std::string(system), std::string(code)};
    const int is = with_.member_of(with_.user, borrow(texts[0]), borrow(texts[1]), borrow(texts[2]));
    return is < 0 ? std::nullopt : std::optional(is != 0);
  }
  void trace(std::string_view name, std::span<const fhirpath::value> items) override {
    if (with_.trace == nullptr) return;
    const phr_items seen{{}, rows_of(items)};
    with_.trace(with_.user, ended(name), &seen);
  }

 private:
  // With the 0 byte behind it that every text has.
  phr_text ended(std::string_view text) { return borrow(kept_ = text); }

  const phr_fhirpath_with& with_;
  std::string kept_;
};

result<std::vector<fhirpath::constant>> constants_of(const phr_fhirpath_with& with) {
  std::vector<fhirpath::constant> made;
  if (with.constants == nullptr && with.constant_count != 0) return phr::error{phr::errc::invalid_argument}.at("constants");
  for (std::size_t at = 0; at < with.constant_count; ++at) {
    const phr_constant& each = with.constants[at];
    PHR_TRY(const auto name, text(each.name, "the name of a constant"));
    PHR_TRY(const auto given, text(each.text, "the text of a constant"));
    if (each.kind < PHR_ITEM_ELEMENT || each.kind > PHR_ITEM_TYPE) return phr::error{phr::errc::invalid_argument}.at("the kind of a constant").nth(at);
    auto item = fhirpath::item_of(static_cast<fhirpath::item_kind>(each.kind), given);
    if (!item) return item.error().nth(at);
    const auto same = std::find_if(made.begin(), made.end(), [&](const fhirpath::constant& other) { return other.name == name; });
    if (same == made.end()) {
      made.push_back({name, {std::move(item.value())}});
    } else {
      same->items.push_back(std::move(item.value()));
    }
  }
  return made;
}

// use(environment) with what the caller gives.
template <class Use>
outcome in_environment(const phr_fhirpath_with* given, Use use) {
  PHR_TRY(const phr_fhirpath_with known, take_optional(given));
  PHR_TRY(const auto constants, constants_of(known));
  asked_host host(known);
  fhirpath::environment with;
  with.constants = constants;
  with.host = &host;
  if (known.resource != nullptr && !is_valid(known.resource)) return phr::error{phr::errc::invalid_argument}.at("resource");
  if (known.root_resource != nullptr && !is_valid(known.root_resource)) return phr::error{phr::errc::invalid_argument}.at("root_resource");
  if (known.resource != nullptr) with.resource = phr::fhir::node::of(known.resource->core);
  if (known.root_resource != nullptr) with.root_resource = phr::fhir::node::of(known.root_resource->core);
  PHR_TRY(with.now, text(known.now, "now"));
  PHR_TRY(fhirpath::check_now(with.now));
  if (known.most_steps != 0) with.most.steps = known.most_steps;
  if (known.most_items != 0) with.most.items = known.most_items;
  if (known.most_text_bytes != 0) with.most.text_bytes = known.most_text_bytes;
  return use(with);
}

// use(item, environment) with the root of a text.
template <class Use>
outcome on_text(phr_text json, const phr_fhirpath_with* with, Use use) {
  PHR_TRY(const auto given, text(json, "json"));
  phr::fhir::json::document document;
  PHR_TRY(document.parse(given));
  const fhirpath::value root(fhirpath::json_element::of(document.root()));
  return in_environment(with, [&](const fhirpath::environment& in) { return use(root, in); });
}

outcome give_items(phr_items** items, const result<fhirpath::collection>& found) {
  if (!found) return found;
  return give(items, rows_of(found.value()));
}

outcome give_answer(int* answer, const result<std::optional<bool>>& found) {
  if (!found) return found;
  *answer = found.value() ? (*found.value() ? 1 : 0) : -1;
  return {};
}

}  // namespace

phr_status phr_fhirpath_compile(phr_text expression, const phr_fhirpath_options* options, phr_fhirpath** compiled,
                                phr_error* err) noexcept {
  if (compiled != nullptr) *compiled = nullptr;
  return guarded(err, [&]() -> outcome {
    PHR_TRY(wanted(compiled, "compiled"));
    PHR_TRY(const auto given, text(expression, "expression"));
    PHR_TRY(const phr_fhirpath_options known, take_optional(options));
    PHR_TRY(const auto type, text(known.type, "type"));
    PHR_TRY(auto made, fhirpath::expression::compile(given, {.type = type, .check = known.unchecked == 0, .check_order = known.check_order != 0}));
    return give(compiled, std::move(made));
  });
}

void phr_fhirpath_end(phr_fhirpath* compiled) noexcept { end(compiled); }

phr_status phr_fhirpath_text(const phr_fhirpath* compiled, phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
  return with(compiled, err, [&](const phr_fhirpath& in) -> outcome { return hand_out(in.core.text(), take_bytes, user); });
}

phr_status phr_fhirpath_explain(const phr_fhirpath* compiled, phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
  return with(compiled, err, [&](const phr_fhirpath& in) -> outcome { return hand_out(in.core.explain(), take_bytes, user); });
}

size_t phr_fhirpath_roots_count(const phr_fhirpath* compiled) noexcept {
  if (!is_valid(compiled)) return 0;
  const auto roots = compiled->core.roots();
  return roots ? roots->size() : PHR_ALL_ROOTS;
}

phr_status phr_fhirpath_roots_at(const phr_fhirpath* compiled, size_t index, phr_text* name, phr_error* err) noexcept {
  return with(compiled, err, [&](const phr_fhirpath& in) -> outcome {
    PHR_TRY(wanted(name, "name"));
    const auto roots = in.core.roots();
    PHR_TRY(within(index, roots ? roots->size() : 0));
    *name = borrow((*roots)[index]);
    return {};
  });
}

size_t phr_items_count(const phr_items* items) noexcept { return is_valid(items) ? items->core.size() : 0; }

phr_status phr_items_at(const phr_items* items, size_t index, phr_item* item, phr_error* err) noexcept {
  return with(items, err, [&](const phr_items& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const item_row& found = in.core[index];
    phr_item known = PHR_ITEM_INIT;
    known.kind = static_cast<phr_item_kind>(found.kind);
    known.type = borrow(found.type);
    if (found.text) known.text = borrow(*found.text);
    known.json = borrow(found.json);
    return fill(item, known);
  });
}

void phr_items_end(phr_items* items) noexcept { end(items); }

phr_status phr_fhirpath_evaluate(const phr_fhirpath* compiled, phr_text json, const phr_fhirpath_with* given, phr_items** items,
                                 phr_error* err) noexcept {
  if (items != nullptr) *items = nullptr;
  return with(compiled, err, [&](const phr_fhirpath& in) -> outcome {
    PHR_TRY(wanted(items, "items"));
    return on_text(json, given, [&](const fhirpath::value& root, const fhirpath::environment& env) { return give_items(items, in.core.evaluate(fhirpath::collection{root}, env)); });
  });
}

phr_status phr_fhirpath_evaluate_resource(const phr_fhirpath* compiled, const phr_resource* resource,
                                          const phr_fhirpath_with* given, phr_items** items, phr_error* err) noexcept {
  if (items != nullptr) *items = nullptr;
  return with(compiled, err, [&](const phr_fhirpath& in) -> outcome {
    PHR_TRY(wanted(items, "items"));
    if (!is_valid(resource)) return because(PHR_INVALID_HANDLE, "resource");
    return in_environment(given, [&](const fhirpath::environment& env) { return give_items(items, in.core(resource->core, env)); });
  });
}

phr_status phr_fhirpath_test(const phr_fhirpath* compiled, phr_text json, const phr_fhirpath_with* given, int* answer,
                             phr_error* err) noexcept {
  if (answer != nullptr) *answer = -1;
  return with(compiled, err, [&](const phr_fhirpath& in) -> outcome {
    PHR_TRY(wanted(answer, "answer"));
    return on_text(json, given, [&](const fhirpath::value& root, const fhirpath::environment& env) { return give_answer(answer, in.core.test(root, env)); });
  });
}

phr_status phr_fhirpath_test_resource(const phr_fhirpath* compiled, const phr_resource* resource, const phr_fhirpath_with* given,
                                      int* answer, phr_error* err) noexcept {
  if (answer != nullptr) *answer = -1;
  return with(compiled, err, [&](const phr_fhirpath& in) -> outcome {
    PHR_TRY(wanted(answer, "answer"));
    if (!is_valid(resource)) return because(PHR_INVALID_HANDLE, "resource");
    return in_environment(given, [&](const fhirpath::environment& env) { return give_answer(answer, in.core.test(phr::fhir::node::of(resource->core), env)); });
  });
}

static_assert(static_cast<int>(fhirpath::item_kind::element) == PHR_ITEM_ELEMENT && static_cast<int>(fhirpath::item_kind::boolean) == PHR_ITEM_BOOLEAN &&
              static_cast<int>(fhirpath::item_kind::integer) == PHR_ITEM_INTEGER && static_cast<int>(fhirpath::item_kind::decimal) == PHR_ITEM_DECIMAL &&
              static_cast<int>(fhirpath::item_kind::string) == PHR_ITEM_STRING && static_cast<int>(fhirpath::item_kind::date) == PHR_ITEM_DATE &&
              static_cast<int>(fhirpath::item_kind::date_time) == PHR_ITEM_DATE_TIME && static_cast<int>(fhirpath::item_kind::time) == PHR_ITEM_TIME &&
              static_cast<int>(fhirpath::item_kind::quantity) == PHR_ITEM_QUANTITY && static_cast<int>(fhirpath::item_kind::type) == PHR_ITEM_TYPE);
