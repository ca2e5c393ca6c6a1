// What resources of each type look like, as data, and bodies made from it.
#pragma once

#include "noninterference/vocabulary.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phr::twins {

// Whose a resource of the type is.
enum class placement {
  patient,  // the patients' that its compartment parameters name; nobody's where it names none
  shared,   // nobody's, and shown to whom anything is permitted: practitioners, medications. An extension can make it somebody's
  held,     // a patient's by what stands in it, without a compartment parameter: a Device, a Binary, a Bundle
};

// `fields` are separated by blanks: name, [] where it repeats, ? where it may be absent, then :kind, :kind(arguments), {fields} or, for one of
// several, <fields>. The kinds are in body.cpp.
struct form {
  std::string_view type;
  twins::placement placement;
  int weight;  // how often it is made
  std::string_view fields;
};

[[nodiscard]] std::span<const form> forms();
[[nodiscard]] const form& form_of(std::string_view type);

using roster = std::map<std::string, std::vector<std::string>, std::less<>>;  // ids of a world by type, those that are never written among them

// What a body is made for.
struct cast {
  const twins::roster* roster = nullptr;
  std::vector<std::string> patients;  // ids of those that it is of
  flavour taste = flavour::common;
  int fat = 2;                 // how often at most a field repeats
  bool may_name_patients = true;  // beside its own
  bool may_contain = true;        // another resource
};

// The JSON of a resource. With no `id`: of one within another.
[[nodiscard]] std::string body_of(dice& by, const form& of, std::string_view id, const cast& in);

}  // namespace phr::twins
