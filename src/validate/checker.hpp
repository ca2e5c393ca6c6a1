// The walk through a resource, element by element.
#pragma once

#include "validate/findings.hpp"
#include "validate/terminology/terminology.hpp"

#include <phr/fhir/r4/bundle.hpp>
#include <phr/fhir/r4/data_types.hpp>
#include <phr/fhir/reference.hpp>
#include <phr/validate/validate.hpp>

#include <span>
#include <string>
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

// The home of what is in a resource that stands in an element (contained, or in an entry of a Bundle).
[[nodiscard]] home home_of(const place& at, const home& around);

class checker {
 public:
  checker(outcome& into, const options& with);

  // With `profiles`, and with those of its meta that are known.
  void resource(const place& at, const home& in, std::span<const std::string> profiles = {});

 private:
  void by_profiles(const place& at, const home& in, std::span<const std::string> given);
  void children(const place& at, const home& in);
  void child(const place& at, const home& in);
  void missing(const place& at, const fhir::field& of);
  void primitive(const place& at, const home& in);
  void beside(const place& at, const home& in);
  void nothing_inside(const place& at);

  void uri(const place& at, std::string_view text);
  void extension(const place& at, const fhir::r4::Extension& of, const home& in);
  void reference(const place& at, const fhir::r4::Reference& of, const home& in);
  [[nodiscard]] bool in_bundle(const place& at, std::string_view reference, std::span<const fhir::resource_type> targets, const home& in);
  void contained(const place& at, const home& in);
  void bundle(const place& at, const bundle_index& index);
  void document(const place& at, const bundle_index& index);
  void narrative_links(const place& at, const bundle_index& index);
  [[nodiscard]] static bool belongs_to_document(const place& at, const home& in);

  void within(const place& at, const fhir::reference_parts& reference, const home& in);

  findings found_;
  const options& with_;
  const terminology& codes_;
  std::unordered_set<std::string> resources_{};  // "Patient/1", of the whole text, where references are to stay in it
};

}  // namespace phr::validate
