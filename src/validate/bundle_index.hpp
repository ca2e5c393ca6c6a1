// Which entry of a Bundle a reference means.
#pragma once

#include <phr/fhir/r4/bundle.hpp>
#include <phr/fhir/reference.hpp>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace phr::validate {

// The entries of a Bundle by fullUrl and by type and id. Lifetime: borrows the Bundle. Threads: immutable. Errors: none.
class bundle_index {
 public:
  using entries = std::vector<std::size_t>;

  explicit bundle_index(const fhir::r4::Bundle& of);

  [[nodiscard]] const fhir::r4::Bundle& bundle() const noexcept { return bundle_; }
  // The entries a reference in `from` means, by https://hl7.org/fhir/R4/bundle.html#references: those of its full URL, of which it
  // is made with the base of the entry's own where it is relative, and of its version where it has one.
  [[nodiscard]] entries find(std::string_view reference, const fhir::r4::Bundle::Entry& from) const;
  // Those of the same type and id, whatever their full URLs are, and those whose fullUrl is the id as a UUID.
  [[nodiscard]] entries alike(const fhir::reference_parts& of) const;

 private:
  const fhir::r4::Bundle& bundle_;
  std::unordered_multimap<std::string_view, std::size_t> by_url_;
  std::unordered_multimap<std::string, std::size_t> by_id_;
};

// The id of a resource; "" for none.
[[nodiscard]] std::string_view id_of(const fhir::any_resource& resource) noexcept;

}  // namespace phr::validate
