// Who asks.
#pragma once

#include <phr/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phr::access {

enum class principal_kind : std::uint8_t {
  anonymous,       // nobody known; identified by no reference, so no consent can name it
  owner,           // who holds the keys of the file; not subject to consent
  patient,         // a person whose record is here and who is not the owner: a family member
  practitioner,
  related_person,
  organization,
  device,
};

[[nodiscard]] static_text name(principal_kind kind) noexcept;  // "practitioner"

// A FHIR reference of the form Type/id and nothing more: type of letters, the first in upper case, and a valid id.
[[nodiscard]] bool is_valid_reference(std::string_view text) noexcept;

// One who asks: its kind and the FHIR references that stand for it, such as Practitioner/x, then the roles it has and
// the organizations, groups and care teams it acts for. A consent that names one of them speaks of this principal.
// It holds no name and no display text.
// Lifetime: a value; owns its texts. Threads: immutable but for assignment.
// Errors: invalid_value where a text is not Type/id, or of a type that cannot stand there; too_large beyond
// max_references. The host's configuration is wrong: refuse it.
class principal {
 public:
  static constexpr std::size_t max_references = 256;

  principal() noexcept = default;  // anonymous

  [[nodiscard]] principal_kind kind() const noexcept { return kind_; }
  [[nodiscard]] bool is_owner() const noexcept { return kind_ == principal_kind::owner; }
  // The principal itself; "" for the owner and for anonymous.
  [[nodiscard]] std::string_view reference() const& noexcept {
    return identified() ? std::string_view(references_.front()) : std::string_view();
  }
  // Itself first, then what it acts for in the order given, each once.
  [[nodiscard]] std::span<const std::string> references() const& noexcept { return references_; }
  std::string_view reference() const&& = delete;
  std::span<const std::string> references() const&& = delete;

  // The same principal that also acts for an Organization, a Group or a CareTeam, or in a PractitionerRole.
  // invalid_argument for anonymous. Acting for one's own reference or for one given before changes nothing.
  [[nodiscard]] result<principal> acting_for(std::string_view reference) const;

  friend bool operator==(const principal&, const principal&) = default;

 private:
  friend principal owner() noexcept;
  friend result<principal> identify(principal_kind kind, std::string_view reference);
  [[nodiscard]] bool identified() const noexcept {
    return kind_ != principal_kind::owner && kind_ != principal_kind::anonymous;
  }

  std::vector<std::string> references_;
  principal_kind kind_ = principal_kind::anonymous;
};

[[nodiscard]] principal owner() noexcept;
[[nodiscard]] principal anonymous() noexcept;

// The reference's type must be the kind's own; a practitioner may be given as a PractitionerRole too.
// invalid_argument for owner and anonymous, which have no reference.
[[nodiscard]] result<principal> identify(principal_kind kind, std::string_view reference);

[[nodiscard]] result<principal> patient(std::string_view reference);         // "Patient/x"
[[nodiscard]] result<principal> practitioner(std::string_view reference);    // "Practitioner/x"
[[nodiscard]] result<principal> related_person(std::string_view reference);  // "RelatedPerson/x"
[[nodiscard]] result<principal> organization(std::string_view reference);    // "Organization/x"
[[nodiscard]] result<principal> device(std::string_view reference);          // "Device/x"

// "owner", "anonymous", or a reference whose type tells the kind: what a program is given as text. invalid_value otherwise.
[[nodiscard]] result<principal> parse_principal(std::string_view text);

}  // namespace phr::access

namespace phr {
using access::owner;
using access::principal;
}  // namespace phr
