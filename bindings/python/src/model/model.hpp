// A place in a resource that Python looks at: the object behind phr.fhir's classes.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/any_resource.hpp>
#include <phr/fhir/r4/data_types.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace phr::python {

// The structure of a resource, data type or backbone element by its name ("Patient.contact"), or nullptr.
[[nodiscard]] const fhir::structure* structure_named(std::string_view name) noexcept;

// One element on the way from the root of a tree.
struct way_step {
  std::uint16_t field;
  std::int32_t index;  // in what repeats, else -1
  bool beside;         // the Element with the id and extensions of a primitive
  friend bool operator==(const way_step&, const way_step&) = default;
};
using way = std::vector<way_step>;

// One object with all that is in it. Lifetime: as long as a model refers to it. Threads: with the GIL held.
struct tree {
  explicit tree(const fhir::structure& type);               // an empty object
  explicit tree(fhir::any_resource resource);               // a resource
  tree(const fhir::structure& type, const void* from);      // a copy
  tree(const fhir::structure& type, std::string json);      // a resource, to be read when it is first looked into
  tree(const tree&) = delete;
  tree& operator=(const tree&) = delete;
  ~tree();

  // Reads what has not been read yet; throws a phr.Error where it is not as FHIR has it.
  [[nodiscard]] void* root();

  const fhir::structure* type;
  std::uint64_t moved = 0;    // how often objects may have got another address

  // That items of a repeating element from `first` to before `last` have been replaced or have got another index, or what was in
  // an element that does not repeat was replaced.
  void changed(const way& parent, std::uint16_t field, std::uint32_t first, std::uint32_t last);
  // How many changes there have been, and whether one of those behind `since` was to what this way goes through.
  [[nodiscard]] std::uint64_t changes() const noexcept { return dropped_ + changes_.size(); }
  [[nodiscard]] bool is_stale(const way& to, std::uint64_t since) const;

 private:
  struct change {
    way parent;
    std::uint16_t field;
    std::uint32_t first;
    std::uint32_t last;
  };
  std::vector<change> changes_;  // the latest; a model from before them is stale
  std::uint64_t dropped_ = 0;
  void* object_ = nullptr;
  fhir::any_resource resource_;  // owns the object of a resource
  std::string unread_;
};

// A resource or a part of it, found by the way from the root whenever something has moved. Where an item on the way has been
// replaced, or has got another place in its list, a model is stale and says so: it could be another item now.
// Lifetime: keeps its tree. Threads: with the GIL held. Errors: invalid_argument for a stale one.
class model {
 public:
  explicit model(std::shared_ptr<tree> in) : in_(std::move(in)), type_(in_->type), since_(in_->changes()) {}
  // What one step leads to from `of`, which is known to be there now.
  model(const model& of, way_step to, const fhir::structure& type);

  [[nodiscard]] const fhir::structure& type() const noexcept { return *type_; }
  [[nodiscard]] void* object() const;  // throws a failure where it is stale
  [[nodiscard]] tree& in() const noexcept { return *in_; }
  [[nodiscard]] const python::way& way() const noexcept { return way_; }

 private:
  std::shared_ptr<tree> in_;
  python::way way_;
  const fhir::structure* type_;
  std::uint64_t since_;
  mutable void* object_ = nullptr;
  mutable std::uint64_t moved_ = 0;
};

// Replaces an element by the JSON of its value, or removes it where that is empty; the JSON name may be that of a choice's type.
// Nothing changes on an error. Errors: as json_decoder.
void assign(const model& of, std::string_view json_name, std::string_view json);
// The same for items of a list: replaces `count` items at `index` by the items of a JSON array.
void splice(const model& of, const fhir::field& list, std::uint32_t index, std::uint32_t count, std::string_view json_array);

}  // namespace phr::python
