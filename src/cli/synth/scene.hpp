// What the writers of one person's subjects share.
#pragma once

#include "cli/synth/body.hpp"
#include "cli/synth/people.hpp"
#include "cli/synth/record.hpp"

#include <cstdint>

namespace phr::synth {

// Those whom all persons see: put under stable ids.
struct clinic {
  identity practice = make_identity("Organization", 1, "family-practice");
  identity laboratory = make_identity("Organization", 2, "city-laboratory");
  identity family_doctor = make_identity("Practitioner", 3, "family-doctor");
  identity visiting_clinician = make_identity("Practitioner", 4, visiting_clinician_id);
  identity surgeon = make_identity("Practitioner", 5, "clinic-surgeon");
};
void write_clinic(record& out, const clinic& who);

// Lifetime: borrows all. Threads: per-thread. Errors: none.
struct scene {
  const person& who;
  const clinic& shared;
  record& out;
  identity patient;
  std::int64_t start;  // first day of the record
  std::int64_t end;    // first day without data

  [[nodiscard]] body self() const noexcept { return {who}; }
  [[nodiscard]] bool covers(std::int64_t day) const noexcept { return day >= start && day < end; }
  // The name of the person's resource of that kind and number.
  [[nodiscard]] identity name(std::string_view type, std::uint64_t kind, std::uint64_t number = 0) const {
    return make_identity(type, mix_of(kind, number));
  }
  [[nodiscard]] std::uint64_t mix_of(std::uint64_t kind, std::uint64_t number) const noexcept;
};

// A visit to the practice: what is measured and found then refers to it.
struct visit {
  identity encounter;
  moment when;
  std::uint64_t key;  // of what is drawn for this visit
  bool yearly;        // the long one
};

void write_patient(const scene& on);
void write_problems(const scene& on);       // conditions, medicines, allergies, procedures
void write_immunizations(const scene& on);
void write_visits(const scene& on);         // encounters with vitals and laboratory values
void write_vitals(const scene& on, const visit& at);
void write_labs(const scene& on, const visit& at);
void write_cgm(const scene& on);
void write_papers(const scene& on);         // documents and the consent

}  // namespace phr::synth
