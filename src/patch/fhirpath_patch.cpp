// FHIRPath Patch: operations on the JSON of a resource, at places that the FHIRPath engine finds in its model.
#include <phr/patch/fhirpath_patch.hpp>

#include "patch/element_value.hpp"
#include "patch/json_tree.hpp"
#include "patch/operation.hpp"
#include "patch/target.hpp"
#include "patch/written.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/parameters.hpp>

#include <span>

namespace phr::patch {

namespace {

using fhir::any_resource;
using fhir::field;

// The resource as a model, where paths lead, and as JSON, which operations change.
class patcher {
 public:
  patcher(any_resource resource, tree root, const fhirpath::environment& with)
      : resource_(std::move(resource)), root_(std::move(root)), find_(with) {}

  result<void> apply(const operation& wanted) {
    PHR_TRY(const std::string path, wanted.text(part::path));
    switch (wanted.type()) {
      case operation_type::add: {
        PHR_TRY(add(path, wanted));
        break;
      }
      case operation_type::insert: {
        PHR_TRY(insert(path, wanted));
        break;
      }
      case operation_type::move: {
        PHR_TRY(move(path, wanted));
        break;
      }
      case operation_type::erase:
      case operation_type::replace: {
        PHR_TRY(change(path, wanted));
        break;
      }
    }
    root_.prune();
    PHR_TRY(resource_, resource_of(root_, {}));
    return success();
  }
  [[nodiscard]] any_resource&& resource() noexcept { return std::move(resource_); }
  [[nodiscard]] const tree& root() const noexcept { return root_; }

 private:
  // The object in which the children of an element stand, made where a primitive has none yet.
  tree& object_at(std::span<const fhirpath::place_step> steps) {
    tree* at = &root_;
    for (const fhirpath::place_step& each : steps) {
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

  // Appends to a list, or sets what is not there.
  result<void> add(std::string_view path, const operation& wanted) {
    PHR_TRY(const target parent, find_.only(resource_, path));
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

  // A list in the object that holds it.
  struct list_place {
    tree* object;
    const field* of;
    std::size_t size;
  };
  result<list_place> list_at(std::string_view path) {
    PHR_TRY(const target_list found, find_.list(resource_, path));
    tree& object = object_at(found.holder.steps);
    const list_place made{&object, found.of, list_size(object, found.of->name)};
    if (found.items && *found.items != made.size) return error{errc::invalid_argument}.at("FHIRPath Patch: path of a list");
    return made;
  }

  result<void> insert(std::string_view path, const operation& wanted) {
    PHR_TRY(const list_place into, list_at(path));
    PHR_TRY(const std::size_t index, wanted.number(part::index));
    PHR_TRY(element_value value, value_for(*into.of, wanted.value()));
    if (index > into.size) return error{errc::invalid_argument}.at("FHIRPath Patch: index");
    insert_item(*into.object, index, std::move(value));
    return success();
  }

  // `destination` is the index after the item was taken out.
  result<void> move(std::string_view path, const operation& wanted) {
    PHR_TRY(const list_place in, list_at(path));
    PHR_TRY(const std::size_t source, wanted.number(part::source));
    PHR_TRY(const std::size_t destination, wanted.number(part::destination));
    if (source >= in.size || destination >= in.size) {
      return error{errc::invalid_argument}.at("FHIRPath Patch: source or destination");
    }
    if (source != destination) insert_item(*in.object, destination, take_item(*in.object, in.of->name, source));
    return success();
  }

  // delete and replace.
  result<void> change(std::string_view path, const operation& wanted) {
    const bool deletes = wanted.type() == operation_type::erase;
    const auto found = find_.only(resource_, path);
    if (!found && deletes && found.error().code() == errc::not_found) return success();
    PHR_TRY(const target at, found);
    if (at.of == nullptr) return error{errc::invalid_argument}.at("FHIRPath Patch: path of the whole resource");
    const std::span<const fhirpath::place_step> steps(at.steps);
    const std::int64_t item = steps.back().index;
    tree& object = object_at(steps.first(steps.size() - 1));
    if (deletes) {
      if (item < 0) {
        erase_element(object, *at.of);
      } else {
        static_cast<void>(take_item(object, at.of->name, static_cast<std::size_t>(item)));
      }
      return success();
    }
    PHR_TRY(element_value value, value_for(*at.of, wanted.value()));
    if (item < 0) {
      set_element(object, *at.of, std::move(value));
    } else {
      replace_item(object, static_cast<std::size_t>(item), std::move(value));
    }
    return success();
  }

  any_resource resource_;
  tree root_;
  finder find_;
};

result<void> apply_all(patcher& patching, const fhir::r4::Parameters& patch) {
  PHR_TRY(const tree parameters, tree_of(fhir::r4::Parameters::structure_, &patch));
  const tree* const operations = parameters.find("parameter");
  if (operations == nullptr) return success();
  std::uint64_t number = 0;
  for (const tree_member& each : operations->items) {
    const auto wanted = operation::of(each.value);
    if (!wanted) return wanted.error().nth(number);
    const auto done = patching.apply(wanted.value());
    if (!done) return done.error().nth(number);
    ++number;
  }
  return success();
}

}  // namespace

result<any_resource> apply_fhirpath_patch(const any_resource& resource, const fhir::r4::Parameters& patch, const fhirpath::environment& with) {
  if (!resource) return error{errc::invalid_argument}.at("the resource");
  PHR_TRY(tree root, tree_of(resource));
  patcher patching(resource, std::move(root), with);
  PHR_TRY(apply_all(patching, patch));
  return patching.resource();
}

result<std::string> apply_fhirpath_patch(std::string_view resource, const fhir::r4::Parameters& patch, const fhirpath::environment& with) {
  PHR_TRY(any_resource model, fhir::json_decode(resource));
  PHR_TRY(tree root, parse_tree(resource, {}));
  patcher patching(std::move(model), std::move(root), with);
  PHR_TRY(apply_all(patching, patch));
  return patching.root().written();
}

}  // namespace phr::patch
