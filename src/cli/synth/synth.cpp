#include "cli/synth/synth.hpp"

#include "cli/synth/random.hpp"
#include "cli/synth/scene.hpp"

#include <algorithm>

namespace phr::synth {

std::uint64_t scene::mix_of(std::uint64_t kind, std::uint64_t number) const noexcept {
  return mix(mix(who.key, 1000 + kind), number);
}

generator::generator(const options& chosen) : options_(chosen) {
  options_.years = std::clamp(options_.years, 1U, 120U);
  options_.end.year = std::clamp<std::int64_t>(options_.end.year, 1930, 2200);
}

std::string_view generator::shared() {
  buffer_.clear();
  if (options_.shape == format::ndjson) {
    record out(buffer_, options_.shape, zone::berlin);
    write_clinic(out, clinic{});
    resources_ += out.resources();
  }
  return buffer_;
}

std::string_view generator::person(unsigned index) {
  buffer_.clear();
  const synth::person who = make_person(options_, index);
  const clinic shared;
  record out(buffer_, options_.shape, who.from->where);
  const std::int64_t end = days_from_civil(options_.end);
  const std::int64_t start = std::max(who.birth, end - static_cast<std::int64_t>(options_.years) * 1461 / 4);
  const scene on{who, shared, out, make_identity("Patient", mix(who.key, 7)), start, end};
  out.open_document();
  if (options_.shape == format::bundle) write_clinic(out, shared);
  write_patient(on);
  write_problems(on);
  write_immunizations(on);
  write_visits(on);
  write_cgm(on);
  write_papers(on);
  out.close_document();
  resources_ += out.resources();
  return buffer_;
}

std::string person_file_name(const options& chosen, unsigned index) {
  const std::string number = std::to_string(index + 1);
  const std::string zeros(number.size() < 4 ? 4 - number.size() : 0, '0');
  return "person-" + zeros + number + (chosen.shape == format::bundle ? ".json" : ".ndjson");
}

std::string_view shared_file_name() noexcept { return "shared.ndjson"; }

}  // namespace phr::synth
