#include "model.hpp"

#include "failure.hpp"
#include "model/reading.hpp"
#include "fhir/model/slots.hpp"

#include <algorithm>
#include <new>

namespace phr::python {

using fhir::element_kind;
using fhir::structure;

const structure* structure_named(std::string_view name) noexcept {
  const std::size_t dot = std::min(name.find('.'), name.size());
  const auto resource = fhir::resource_type_named(name.substr(0, dot));
  const structure* at = resource ? &fhir::structure_of(*resource) : fhir::data_type_named(name.substr(0, dot));
  for (std::string_view rest = name.substr(dot); at != nullptr && !rest.empty();) {
    rest.remove_prefix(1);
    const fhir::field* const field = at->field_named(rest.substr(0, rest.find('.')));
    at = field == nullptr ? nullptr : field->type;
    rest.remove_prefix(std::min(rest.find('.'), rest.size()));
  }
  return at;
}

tree::tree(const structure& of) : type(&of) {
  if (of.resource != fhir::resource_type{}) {
    resource_ = fhir::any_resource(of);
    object_ = resource_.object();
  } else {
    object_ = ::operator new(of.item.size);
    of.item.construct(object_);
  }
}

tree::tree(fhir::any_resource resource) : type(resource.structure()), resource_(std::move(resource)) { object_ = resource_.object(); }

tree::tree(const structure& of, const void* from) : tree(of) {
  of.item.destroy(object_);
  of.item.copy(object_, from);
}

tree::tree(const structure& of, std::string json) : type(&of), unread_(std::move(json)) {}

tree::~tree() {
  if (resource_ || object_ == nullptr) return;
  type->item.destroy(object_);
  ::operator delete(object_);
}

void* tree::root() {
  if (object_ == nullptr) {
    resource_ = read_resource(unread_, false);
    object_ = resource_.object();
    unread_ = {};
  }
  return object_;
}

void tree::changed(const way& parent, std::uint16_t field, std::uint32_t first, std::uint32_t last) {
  constexpr std::size_t most = 256;
  if (changes_.size() == most) {
    dropped_ += most;
    changes_.clear();
  }
  changes_.push_back({parent, field, first, last});
}

bool tree::is_stale(const way& to, std::uint64_t since) const {
  if (since < dropped_) return !to.empty();
  for (std::size_t at = static_cast<std::size_t>(since - dropped_); at < changes_.size(); ++at) {
    const change& each = changes_[at];
    if (to.size() <= each.parent.size() || !std::equal(each.parent.begin(), each.parent.end(), to.begin())) continue;
    const way_step& step = to[each.parent.size()];
    const auto index = static_cast<std::uint32_t>(std::max(step.index, 0));
    if (step.field == each.field && index >= each.first && index < each.last) return true;
  }
  return false;
}

model::model(const model& of, way_step to, const structure& type) : in_(of.in_), way_(of.way_), type_(&type), since_(of.in_->changes()) { way_.push_back(to); }

void* model::object() const {
  if (object_ != nullptr && moved_ == in_->moved) return object_;
  const error gone = error{errc::invalid_argument}.at("an element that has been removed or replaced");
  if (in_->is_stale(way_, since_)) throw failure{gone};
  const structure* type = in_->type;
  void* at = in_->root();
  for (const way_step& each : way_) {
    const fhir::field& field = type->fields[each.field];
    if (each.beside) {
      at = const_cast<fhir::r4::Element*>(fhir::sidecar_of(*type, at).find(each.field, static_cast<std::uint32_t>(std::max(each.index, 0))));
      type = &fhir::r4::Element::structure_;
    } else if (field.repeats) {
      auto& items = fhir::member<fhir::detail::list_word>(at, field);
      if (static_cast<std::uint32_t>(each.index) >= items.size()) throw failure{gone};
      at = fhir::item_at(items, fhir::item_of(field.kind, field.type), static_cast<std::uint32_t>(each.index));
      type = field.type;
    } else if (field.kind == element_kind::choice) {
      auto& choice = fhir::member<fhir::detail::choice_word>(at, field);
      type = choice.index() == 0 ? nullptr : field.choices[choice.index() - 1U].type;
      at = type == nullptr ? nullptr : choice.get(field.choices);
    } else if (field.kind == element_kind::structure) {
      at = fhir::member<fhir::detail::box_word>(at, field).get();
      type = field.type;
    } else {
      at = &fhir::member<fhir::any_resource>(at, field);
    }
    if (at != nullptr && !each.beside && field.kind == element_kind::resource) {
      auto& resource = *static_cast<fhir::any_resource*>(at);
      type = resource.structure();
      at = resource.object();
    }
    if (at == nullptr || type == nullptr) throw failure{gone};
  }
  if (type != type_) throw failure{gone};
  object_ = at;
  moved_ = in_->moved;
  return at;
}

}  // namespace phr::python
