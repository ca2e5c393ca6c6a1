// The walk through a resource, element by element.
#pragma once

#include "validate/findings.hpp"

#include <phr/fhir/r4/bundle.hpp>
#include <phr/fhir/r4/data_types.hpp>
#include <phr/validate/validate.hpp>

namespace phr::validate {

// The resource an element is in, and what that is in.
struct home {
  const home* up = nullptr;                    // of a contained resource or one in an entry
  const fhir::any_resource* resource = nullptr;  // nullptr where it was not given as one
  const fhir::node* at = nullptr;
  bool contained = false;
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

  void extension(const place& at, const fhir::r4::Extension& of);
  void reference(const place& at, const fhir::r4::Reference& of, const home& in);
  void contained(const place& at, const home& in);

  findings found_;
  const options& with_;
};

}  // namespace phr::validate
