// The walk through a resource, element by element.
#pragma once

#include "validate/findings.hpp"

#include <phr/fhir/r4/bundle.hpp>
#include <phr/fhir/r4/data_types.hpp>
#include <phr/validate/validate.hpp>

#include <string_view>
#include <unordered_set>

namespace phr::validate {

class bundle_index;

// The resource an element is in, and what that is in.
struct home {
  const home* up = nullptr;                    // of a contained resource or one in an entry
  const fhir::node* at = nullptr;
  bool contained = false;
  const bundle_index* bundle = nullptr;  // of a Bundle itself
  std::unordered_set<std::string_view>* ids = nullptr;  // of its elements
  const fhir::r4::Bundle::Entry* entry = nullptr;  // in `up`, which is a Bundle
};

class checker {
 public:
  checker(outcome& into, const options& with) noexcept : found_(into), with_(with) {}

  void resource(const place& at, const home& in);

 private:
  void children(const place& at, const home& in);
  void child(const place& at, const home& in);
  void missing(const place& at, const fhir::field& of);
  void primitive(const place& at, const home& in);
  void beside(const place& at, const home& in);
  void nothing_inside(const place& at);

  void uri(const place& at, std::string_view text);
  void extension(const place& at, const fhir::r4::Extension& of);
  void reference(const place& at, const fhir::r4::Reference& of, const home& in);
  [[nodiscard]] bool in_bundle(const place& at, std::string_view reference, std::span<const fhir::resource_type> targets, const home& in);
  void contained(const place& at, const home& in);
  void bundle(const place& at, const bundle_index& index);
  void document(const place& at, const bundle_index& index);
  [[nodiscard]] static bool belongs_to_document(const place& at, const home& in);

  findings found_;
  const options& with_;
};

}  // namespace phr::validate
