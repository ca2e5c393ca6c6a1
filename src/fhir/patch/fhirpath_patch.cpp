// FHIRPath Patch: operations on the JSON of a resource, at places that paths find in its model.
#include <phr/fhir/patch.hpp>

#include "fhir/patch/element_value.hpp"
#include "fhir/patch/json_tree.hpp"
#include "fhir/patch/locate.hpp"
#include "fhir/patch/written.hpp"

#include <phr/fhir/r4/parameters.hpp>

#include <array>
#include <span>

namespace phr::fhir {

namespace {

using namespace patching;

enum class part : std::uint8_t { type, path, name, value, index, source, destination };
constexpr std::array<std::string_view, 7> part_names{"type", "path", "name", "value", "index", "source", "destination"};

struct operation_kind {
  std::string_view name;
  std::span<const part> parts;  // beside type and path; all needed
};
constexpr part add_parts[] = {part::name, part::value};
constexpr part insert_parts[] = {part::value, part::index};
constexpr part replace_parts[] = {part::value};
constexpr part move_parts[] = {part::source, part::destination};
constexpr operation_kind kinds[] = {
    {"add", add_parts}, {"insert", insert_parts}, {"delete", {}}, {"replace", replace_parts}, {"move", move_parts}};

// One operation: its parts by their names.
class operation {
 public:
  static result<operation> of(const tree& parameter) {
    operation made;
    const tree* const name = parameter.find("name");
    if (name == nullptr || name->text != "operation") {
      return error{errc::invalid_argument}.at("FHIRPath Patch: a parameter that is no operation");
    }
    const tree* const parts = parameter.find("part");
    for (std::size_t index = 0; parts != nullptr && index < parts->items.size(); ++index) {
      PHR_TRY(made.take(parts->items[index].value));
    }
    PHR_TRY(const std::string type, made.text(part::type));
    for (const operation_kind& each : kinds) {
      if (each.name == type) made.kind_ = &each;
    }
    if (made.kind_ == nullptr) return error{errc::invalid_value}.at("FHIRPath Patch: type");
    PHR_TRY(made.check());
    return made;
  }

  [[nodiscard]] std::string_view kind() const noexcept { return kind_->name; }
  [[nodiscard]] const tree& value() const noexcept { return *at(part::value); }
  // A string or code.
  [[nodiscard]] result<std::string> text(part wanted) const {
    if (at(wanted) == nullptr) return error{errc::missing_element}.at("FHIRPath Patch: a part of the operation");
    for (const std::string_view type : {"valueString", "valueCode"}) {
      if (const tree* const found = at(wanted)->find(type)) return found->text;
    }
    return error{errc::invalid_value}.at("FHIRPath Patch: type, path or name");
  }
  // An integer of any kind that counts from 0.
  [[nodiscard]] result<std::size_t> number(part wanted) const {
    for (const std::string_view type : {"valueInteger", "valueUnsignedInt", "valuePositiveInt"}) {
      const tree* const found = at(wanted)->find(type);
      if (found == nullptr || found->text.starts_with('-')) continue;
      std::size_t made = 0;
      for (const char digit : found->text) made = made * 10 + static_cast<std::size_t>(digit - '0');
      return made;
    }
    return error{errc::invalid_value}.at("FHIRPath Patch: index, source or destination");
  }

 private:
  [[nodiscard]] const tree* at(part wanted) const noexcept { return parts_[static_cast<std::size_t>(wanted)]; }

  result<void> take(const tree& given) {
    const tree* const name = given.find("name");
    for (std::size_t index = 0; name != nullptr && index < part_names.size(); ++index) {
      if (part_names[index] != name->text) continue;
      if (parts_[index] != nullptr) break;
      parts_[index] = &given;
      return success();
    }
    return error{errc::invalid_argument}.at("FHIRPath Patch: a part that an operation does not have, or has once");
  }
  // Each kind has its own parts, and no others.
  result<void> check() const {
    for (std::size_t index = 2; index < part_names.size(); ++index) {
      bool wanted = false;
      for (const part each : kind_->parts) wanted = wanted || static_cast<std::size_t>(each) == index;
      if (wanted == (parts_[index] != nullptr)) continue;
      if (wanted) return error{errc::missing_element}.at("FHIRPath Patch: a part of the operation");
      return error{errc::invalid_argument}.at("FHIRPath Patch: a part that the operation does not take");
    }
    return success();
  }

  const operation_kind* kind_ = nullptr;
  std::array<const tree*, part_names.size()> parts_{};  // in the patch
};

// The resource as a model, where paths lead, and as JSON, which operations change.
class patcher {
 public:
  explicit patcher(const any_resource& resource, tree root) : resource_(resource), root_(std::move(root)) {}

  result<void> apply(const operation& wanted) {
    PHR_TRY(const std::string path, wanted.text(part::path));
    if (wanted.kind() == "add") {
      PHR_TRY(add(path, wanted));
    } else if (wanted.kind() == "insert" || wanted.kind() == "move") {
      PHR_TRY(const list_path list, split_list(path));
      PHR_TRY(wanted.kind() == "insert" ? insert(list, wanted) : move(list, wanted));
    } else {
      PHR_TRY(change(path, wanted));
    }
    root_.prune();
    PHR_TRY(resource_, resource_of(root_, {}));
    return success();
  }
  [[nodiscard]] any_resource&& resource() noexcept { return std::move(resource_); }

 private:
  // The object in which the children of an element stand, made where a primitive has none yet.
  tree& object_at(std::span<const step> steps) {
    tree* at = &root_;
    for (const step& each : steps) {
      const std::string name = (each.primitive ? "_" : "") + each.name;
      tree* next = at->find(name);
      if (next == nullptr) next = &at->set(name, each.index < 0 ? tree::object() : tree::array());
      if (each.index >= 0) {
        const auto index = static_cast<std::size_t>(each.index);
        while (next->items.size() <= index) next->items.push_back({{}, tree::null()});
        next = &next->items[index].value;
      }
      if (next->is_null()) *next = tree::object();
      at = next;
    }
    return *at;
  }

  result<location> only(std::string_view path) const {
    PHR_TRY(std::vector<location> found, locate(resource_, path));
    if (found.empty()) return error{errc::not_found}.at("FHIRPath Patch: path");
    if (found.size() > 1) return error{errc::ambiguous_match}.at("FHIRPath Patch: path");
    return std::move(found[0]);
  }

  // Appends to a list, or sets what is not there.
  result<void> add(std::string_view path, const operation& wanted) {
    PHR_TRY(const location parent, only(path));
    PHR_TRY(const std::string name, wanted.text(part::name));
    const field* const of = parent.type->field_named(name);
    if (of == nullptr) return error{errc::unknown_element}.at("FHIRPath Patch: name");
    PHR_TRY(element_value value, value_for(*of, wanted.value()));
    tree& object = object_at(parent.steps);
    if (of->repeats) {
      insert_item(object, list_size(object, of->name), std::move(value));
    } else if (has_element(object, *of)) {
      return error{errc::already_exists}.at("FHIRPath Patch: name");
    } else {
      set_element(object, *of, std::move(value));
    }
    return success();
  }

  // The one list of that name in the one element that holds it.
  struct found_list {
    location holder;
    const field* of;
  };
  result<found_list> list_at(const list_path& path) const {
    location holder{{}, resource_.structure(), nullptr};
    if (!path.holder.empty()) {
      PHR_TRY(holder, only(path.holder));
    }
    const field* const of = holder.type->field_named(path.name);
    if (of == nullptr) return error{errc::unknown_element}.at("FHIRPath Patch: path");
    if (!of->repeats) return error{errc::invalid_argument}.at("FHIRPath Patch: path of a list");
    return found_list{std::move(holder), of};
  }

  result<void> insert(const list_path& path, const operation& wanted) {
    PHR_TRY(const found_list into, list_at(path));
    PHR_TRY(const std::size_t index, wanted.number(part::index));
    PHR_TRY(element_value value, value_for(*into.of, wanted.value()));
    tree& object = object_at(into.holder.steps);
    if (index > list_size(object, into.of->name)) return error{errc::invalid_argument}.at("FHIRPath Patch: index");
    insert_item(object, index, std::move(value));
    return success();
  }

  // `destination` is the index after the item was taken out.
  result<void> move(const list_path& path, const operation& wanted) {
    PHR_TRY(const found_list in, list_at(path));
    PHR_TRY(const std::size_t source, wanted.number(part::source));
    PHR_TRY(const std::size_t destination, wanted.number(part::destination));
    tree& object = object_at(in.holder.steps);
    const std::size_t size = list_size(object, in.of->name);
    if (source >= size || destination >= size) {
      return error{errc::invalid_argument}.at("FHIRPath Patch: source or destination");
    }
    insert_item(object, destination, take_item(object, in.of->name, source));
    return success();
  }

  // delete and replace.
  result<void> change(std::string_view path, const operation& wanted) {
    const bool deletes = wanted.kind() == "delete";
    const auto found = only(path);
    if (!found && deletes && found.error().code() == errc::not_found) return success();
    PHR_TRY(const location at, found);
    if (at.of == nullptr) return error{errc::invalid_argument}.at("FHIRPath Patch: path of the whole resource");
    const std::span<const step> steps(at.steps);
    const std::int64_t item = steps.back().index;
    element_value value;
    if (!deletes) {
      PHR_TRY(value, value_for(*at.of, wanted.value()));
    }
    tree& object = object_at(steps.first(steps.size() - 1));
    if (item >= 0) {
      static_cast<void>(take_item(object, at.of->name, static_cast<std::size_t>(item)));
      if (!deletes) insert_item(object, static_cast<std::size_t>(item), std::move(value));
    } else if (deletes) {
      erase_element(object, *at.of);
    } else {
      set_element(object, *at.of, std::move(value));
    }
    return success();
  }

  any_resource resource_;
  tree root_;
};

}  // namespace

result<any_resource> apply_fhirpath_patch(const any_resource& resource, const r4::Parameters& patch) {
  if (!resource) return error{errc::invalid_argument}.at("the resource");
  PHR_TRY(const tree parameters, tree_of(r4::Parameters::structure_, &patch));
  PHR_TRY(tree root, tree_of(resource));
  patcher patching(resource, std::move(root));
  const tree* const operations = parameters.find("parameter");
  if (operations == nullptr) return patching.resource();
  std::uint64_t number = 0;
  for (const tree_member& each : operations->items) {
    const auto wanted = operation::of(each.value);
    if (!wanted) return wanted.error().nth(number);
    const auto done = patching.apply(wanted.value());
    if (!done) return done.error().nth(number);
    ++number;
  }
  return patching.resource();
}

}  // namespace phr::fhir
