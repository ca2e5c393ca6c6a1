// RFC 6902 on the JSON of a resource.
#include <phr/patch/json_patch.hpp>

#include "patch/json_tree.hpp"
#include "patch/pointer.hpp"
#include "patch/written.hpp"

#include <phr/fhir/json_codec.hpp>

#include <algorithm>

namespace phr::patch {

namespace {

using pointer = std::vector<std::string>;

// More members than any type of FHIR has names for; more are not looked through.
constexpr std::size_t most_members = 1024;

bool has_room(const tree& value) {
  if (value.is_object() && value.items.size() > most_members) return false;
  const auto has = [](const tree_member& each) { return has_room(each.value); };
  return std::all_of(value.items.begin(), value.items.end(), has);
}

// Of objects and arrays, where the limit is of a model's levels, which are objects.
constexpr std::uint32_t levels(const json::limits& most) { return std::min(most.depth, 1U << 12) * 2 + 2; }

// The resource as JSON while operations change it.
class json_patcher {
 public:
  json_patcher(tree root, const json::limits& most)
      : root_(std::move(root)), type_(*root_.find("resourceType")), most_(most), weight_(root_.weight()) {}

  result<void> apply(const tree& operation) {
    PHR_TRY(const std::string* const op, text_of(operation, "op"));
    PHR_TRY(const std::string* const path, text_of(operation, "path"));
    PHR_TRY(const pointer to, parse_pointer(*path));
    PHR_TRY(apply(*op, to, operation));
    const tree* const type = root_.find("resourceType");
    if (type == nullptr || !same_value(*type, type_)) {
      return error{errc::invalid_argument}.at("JSON Patch: resourceType");
    }
    return success();
  }
  [[nodiscard]] tree& root() noexcept { return root_; }

 private:
  static result<const std::string*> text_of(const tree& operation, std::string_view name) {
    const tree* const found = operation.find(name);
    if (found == nullptr || found->kind != json::kind::string) {
      return error{errc::invalid_argument}.at("JSON Patch: op, path or from");
    }
    return &found->text;
  }
  static result<const tree*> value_of(const tree& operation) {
    const tree* const found = operation.find("value");
    if (found == nullptr) return error{errc::invalid_argument}.at("JSON Patch: value");
    return found;
  }

  result<void> apply(const std::string& op, const pointer& to, const tree& operation) {
    if (op == "remove") return remove(to);
    if (op == "move" || op == "copy") {
      PHR_TRY(const std::string* const text, text_of(operation, "from"));
      PHR_TRY(const pointer from, parse_pointer(*text));
      return op == "move" ? move(from, to) : copy(from, to);
    }
    if (op != "add" && op != "replace" && op != "test") return error{errc::invalid_argument}.at("JSON Patch: op");
    PHR_TRY(const tree* const value, value_of(operation));
    if (op == "add") return add(to, *value);
    if (op == "replace") return replace(to, *value);
    PHR_TRY(const tree* const there, at(to));
    if (!same_value(*there, *value)) return error{errc::version_conflict}.at("JSON Patch: test");
    return success();
  }

  result<tree*> at(const pointer& path) { return resolve(root_, path.data(), path.data() + path.size()); }
  result<tree*> parent_of(const pointer& path) { return resolve(root_, path.data(), path.data() + path.size() - 1); }

  // Whether a value may come to stand at so deep a place. Copies of copies would else grow without end.
  result<void> make_room(const pointer& to, const tree& value) {
    if (to.size() + value.depth() > levels(most_)) return error{errc::too_deep}.at("JSON Patch");
    weight_ += value.weight() + (to.empty() ? 0 : to.back().size());
    if (weight_ > most_.text_bytes) return error{errc::too_large}.at("JSON Patch");
    return success();
  }
  void give_back(const tree& value, std::size_t name_size) noexcept {
    weight_ -= std::min(weight_, value.weight() + name_size);
  }

  result<void> add(const pointer& to, tree value) {
    PHR_TRY(make_room(to, value));
    return put(to, std::move(value));
  }
  // Where an object has the member already, it is replaced.
  result<void> put(const pointer& to, tree value) {
    if (to.empty()) {
      give_back(root_, 0);
      root_ = std::move(value);
      return success();
    }
    PHR_TRY(tree* const parent, parent_of(to));
    const std::string& last = to.back();
    if (parent->is_array()) {
      std::size_t index = parent->items.size();
      if (last != "-") {
        PHR_TRY(index, array_index(last, index + 1));
      }
      const auto place = parent->items.begin() + static_cast<std::ptrdiff_t>(index);
      parent->items.insert(place, tree_member{{}, std::move(value)});
      return success();
    }
    if (!parent->is_object()) return error{errc::not_found}.at("JSON Patch: a pointer");
    if (const tree* const there = parent->find(last)) {
      give_back(*there, last.size());
    } else if (parent->items.size() >= most_members) {
      return error{errc::too_large}.at("JSON Patch: an object");
    }
    parent->set(last, std::move(value));
    return success();
  }

  result<void> replace(const pointer& to, const tree& value) {
    PHR_TRY(tree* const there, at(to));
    PHR_TRY(make_room(to, value));
    give_back(*there, to.empty() ? 0 : to.back().size());
    *there = value;
    return success();
  }

  result<tree> take(const pointer& from) {
    PHR_TRY(tree* const there, at(from));
    tree taken = std::move(*there);
    give_back(taken, from.empty() ? 0 : from.back().size());
    if (from.empty()) {
      root_ = tree::null();
      return taken;
    }
    PHR_TRY(tree* const parent, parent_of(from));
    if (parent->is_array()) {
      PHR_TRY(const std::size_t index, array_index(from.back(), parent->items.size()));
      parent->items.erase(parent->items.begin() + static_cast<std::ptrdiff_t>(index));
      parent->emptied = true;
    } else {
      parent->erase(from.back());
    }
    return taken;
  }

  result<void> remove(const pointer& from) {
    PHR_TRY(take(from));
    return success();
  }

  result<void> move(const pointer& from, const pointer& to) {
    if (from == to) {
      PHR_TRY(at(from));
      return success();
    }
    if (from.size() < to.size() && std::equal(from.begin(), from.end(), to.begin())) {
      return error{errc::invalid_argument}.at("JSON Patch: from");
    }
    PHR_TRY(tree taken, take(from));
    return add(to, std::move(taken));
  }

  result<void> copy(const pointer& from, const pointer& to) {
    PHR_TRY(const tree* const there, at(from));
    PHR_TRY(make_room(to, *there));  // before there are two of it
    copied_ += there->weight();      // what is taken out again was work too
    if (copied_ > most_.text_bytes) return error{errc::too_large}.at("JSON Patch: copy");
    return put(to, tree(*there));
  }

  tree root_;
  tree type_;
  json::limits most_;
  std::uint64_t weight_;
  std::uint64_t copied_ = 0;
};

// A resource as JSON after all operations.
result<tree> patched(tree root, std::string_view patch, const json::limits& most) {
  json::limits of_patch = most;
  of_patch.depth = levels(most);
  PHR_TRY(const tree operations, parse_tree(patch, of_patch));
  if (!operations.is_array()) return error{errc::invalid_argument}.at("JSON Patch: an array of operations");
  if (!has_room(operations)) return error{errc::too_large}.at("JSON Patch: an object");
  json_patcher patching(std::move(root), most);
  std::uint64_t number = 0;
  for (const tree_member& each : operations.items) {
    const auto done = patching.apply(each.value);
    if (!done) return done.error().nth(number);
    ++number;
  }
  patching.root().prune();
  return std::move(patching.root());
}

}  // namespace

result<fhir::any_resource> apply_json_patch(const fhir::any_resource& resource, std::string_view patch, const json::limits& most) {
  if (!resource) return error{errc::invalid_argument}.at("the resource");
  PHR_TRY(tree root, tree_of(resource));
  PHR_TRY(const tree made, patched(std::move(root), patch, most));
  return resource_of(made, most);
}

result<std::string> apply_json_patch(std::string_view resource, std::string_view patch, const json::limits& most) {
  PHR_TRY(fhir::json_decode(resource, {.limits = most}));
  PHR_TRY(tree root, parse_tree(resource, most));
  PHR_TRY(const tree made, patched(std::move(root), patch, most));
  PHR_TRY(resource_of(made, most));
  return made.written();
}

}  // namespace phr::patch
