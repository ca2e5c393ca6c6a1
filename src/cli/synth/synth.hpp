// Sample data: made-up families with years of plausible FHIR R4 records, the same bytes for the same seed everywhere.
//
// Nothing is copied in: no record, name list or text of another source. Every name is put together from small lists
// typed in for this file's sake, every value comes from the integer arithmetic in body.cpp, every identifier from the
// seed. Likeness to a living person is chance.
#pragma once

#include <phr/core/date_time.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace phr::synth {

// bundle: a transaction Bundle for each person, complete in itself, with urn:uuid: references; what persons share
//   (clinic, laboratories, clinicians) is put under stable ids in every Bundle, with the same content.
// ndjson: one resource a line, references as Type/id; what persons share is a document of its own.
// Both forms hold the same resources under the same ids.
enum class format : std::uint8_t { bundle, ndjson };

struct options {
  std::uint64_t seed = 1;
  unsigned people = 4;               // six make a household: parents, two children, the father's parents
  unsigned years = 5;                // of record before `end`, at most 120; problems and vaccinations reach back further
  civil_date end = {2026, 1, 1};     // the first day without data; never the clock. Years 1930 to 2200
  format shape = format::bundle;
};

// The id of the clinician whom every person's Consent names.
inline constexpr std::string_view visiting_clinician_id = "visiting-clinician";

// Makes the documents. More years add older resources and change none of the later ones; more people change nobody.
// Lifetime: holds one buffer; the views it returns last until the next call. Threads: per-thread; generators with the
// same options make the same bytes, so people can be spread over threads. Errors: none; options out of range are
// brought into range.
class generator {
 public:
  explicit generator(const options& chosen);

  [[nodiscard]] std::string_view person(unsigned index);  // a Bundle without a line end, or lines
  [[nodiscard]] std::string_view shared();                // ndjson: lines; bundle: empty, each Bundle has them
  [[nodiscard]] std::uint64_t resources() const noexcept { return resources_; }  // written so far
  [[nodiscard]] const options& chosen() const noexcept { return options_; }

 private:
  options options_;
  std::string buffer_;
  std::uint64_t resources_ = 0;
};

// "person-0001.json", "person-0001.ndjson", and "shared.ndjson".
[[nodiscard]] std::string person_file_name(const options& chosen, unsigned index);
[[nodiscard]] std::string_view shared_file_name() noexcept;

// All documents in order, shared first: sink(file name, text) returns true to go on. Returns the resources written.
template <class Sink>
std::uint64_t generate(const options& chosen, Sink&& sink) {
  generator make(chosen);
  if (make.chosen().shape == format::ndjson && !sink(shared_file_name(), make.shared())) return make.resources();
  for (unsigned index = 0; index < chosen.people; ++index) {
    const std::string name = person_file_name(make.chosen(), index);
    if (!sink(std::string_view(name), make.person(index))) break;
  }
  return make.resources();
}

}  // namespace phr::synth
