// Who asks, and the consents that say what is shown: made so that what they permit is known.
#pragma once

#include "noninterference/forms.hpp"

#include <phr/access/principal.hpp>
#include <phr/access/purpose.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace phr::twins {

using type_names = std::set<std::string, std::less<>>;

// How a Consent comes into the record: by a write of the owner's, which adopts it, or by an import, after which the owner adopts it, leaves
// it for later, or rejects it.
enum class arrival { written, adopted, pending, rejected };

struct consent_text {
  std::string id;
  std::string patient;
  std::string json;
  bool speaks = false;  // to the principal: permits or denies it something
  arrival by = arrival::written;
};

class policy {
 public:
  // For so many patients: p0, p1, ...
  policy(dice& by, std::size_t patients);

  [[nodiscard]] const access::principal& who() const noexcept { return who_; }
  [[nodiscard]] access::purpose purpose() const noexcept { return purpose_; }
  [[nodiscard]] const std::vector<std::string>& patients() const noexcept { return patients_; }
  [[nodiscard]] const std::vector<consent_text>& consents() const noexcept { return consents_; }

  // Whether it is hidden for certain. What may be shown is of no interest here: it is alike in all twins.
  [[nodiscard]] bool hides(const form& of, const std::vector<std::string>& patients) const;
  [[nodiscard]] bool hides_consents_of(const std::string& patient) const { return !permits(patient, "Consent"); }
  // A type of this patient that is shown, "" for none.
  [[nodiscard]] std::string shown_type(dice& by, const std::string& patient) const;

 private:
  struct said {
    type_names permitted;
    type_names denied;
  };
  [[nodiscard]] bool permits(const std::string& patient, std::string_view type) const;
  void choose_principal(dice& by);
  void open(dice& by, const std::string& patient);
  void share_part(dice& by, const std::string& patient);
  void make_noise(dice& by, const std::string& patient);
  void write(const std::string& patient, const std::string& provision, bool speaks, std::string_view status = "active", std::string_view scope = "patient-privacy", arrival by = arrival::written);

  access::principal who_;
  access::purpose purpose_ = access::purpose::treatment;
  std::vector<std::string> patients_;
  std::vector<consent_text> consents_;
  std::map<std::string, said, std::less<>> said_;
};

}  // namespace phr::twins
