// Who asks.
#include <phr/access/principal.hpp>
#include <phr/core/id.hpp>

#include <algorithm>

namespace phr::access {

namespace {

std::string_view type_of(std::string_view reference) noexcept { return reference.substr(0, reference.find('/')); }

bool may_identify(principal_kind kind, std::string_view type) noexcept {
  switch (kind) {
    case principal_kind::patient: return type == "Patient";
    case principal_kind::practitioner: return type == "Practitioner" || type == "PractitionerRole";
    case principal_kind::related_person: return type == "RelatedPerson";
    case principal_kind::organization: return type == "Organization";
    case principal_kind::device: return type == "Device";
    case principal_kind::anonymous:
    case principal_kind::owner: break;
  }
  return false;
}

bool may_be_acted_for(std::string_view type) noexcept {
  return type == "Organization" || type == "PractitionerRole" || type == "CareTeam" || type == "Group";
}

}  // namespace

static_text name(principal_kind kind) noexcept {
  switch (kind) {
    case principal_kind::anonymous: return "anonymous";
    case principal_kind::owner: return "owner";
    case principal_kind::patient: return "patient";
    case principal_kind::practitioner: return "practitioner";
    case principal_kind::related_person: return "related_person";
    case principal_kind::organization: return "organization";
    case principal_kind::device: return "device";
  }
  return "";
}

bool is_valid_reference(std::string_view text) noexcept {
  constexpr std::size_t longest_type = 64;
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash > longest_type) return false;
  const std::string_view type = text.substr(0, slash);
  if (type.front() < 'A' || type.front() > 'Z') return false;
  const bool letters = std::all_of(type.begin(), type.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
  return letters && is_valid_id(text.substr(slash + 1));
}

result<principal> principal::acting_for(std::string_view reference) const {
  if (kind_ == principal_kind::anonymous) return error{errc::invalid_argument}.at("principal");
  if (!is_valid_reference(reference)) return error{errc::invalid_value}.at("principal.reference");
  if (!may_be_acted_for(type_of(reference))) return error{errc::invalid_value}.at("principal.acting_for");
  principal more = *this;
  if (std::find(references_.begin(), references_.end(), reference) != references_.end()) return more;
  if (references_.size() >= max_references) return error{errc::too_large}.at("principal.references");
  more.references_.emplace_back(reference);
  return more;
}

principal owner() noexcept {
  principal made;
  made.kind_ = principal_kind::owner;
  return made;
}

principal anonymous() noexcept { return {}; }

result<principal> identify(principal_kind kind, std::string_view reference) {
  if (kind == principal_kind::owner || kind == principal_kind::anonymous) {
    return error{errc::invalid_argument}.at("principal.kind");
  }
  if (!is_valid_reference(reference) || !may_identify(kind, type_of(reference))) {
    return error{errc::invalid_value}.at("principal.reference");
  }
  principal made;
  made.kind_ = kind;
  made.references_.emplace_back(reference);
  return made;
}

result<principal> patient(std::string_view reference) { return identify(principal_kind::patient, reference); }
result<principal> practitioner(std::string_view reference) {
  return identify(principal_kind::practitioner, reference);
}
result<principal> related_person(std::string_view reference) {
  return identify(principal_kind::related_person, reference);
}
result<principal> organization(std::string_view reference) {
  return identify(principal_kind::organization, reference);
}
result<principal> device(std::string_view reference) { return identify(principal_kind::device, reference); }

result<principal> parse_principal(std::string_view text) {
  if (text == "owner") return owner();
  if (text == "anonymous") return anonymous();
  for (const auto kind : {principal_kind::practitioner, principal_kind::patient, principal_kind::related_person,
                          principal_kind::organization, principal_kind::device}) {
    if (may_identify(kind, type_of(text))) return identify(kind, text);
  }
  return error{errc::invalid_value}.at("principal.reference");
}

}  // namespace phr::access
