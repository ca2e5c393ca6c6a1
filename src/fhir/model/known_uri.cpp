#include "fhir/model/known_uri.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace phr::fhir {

namespace {

#include "fhir/r4/known_uris.inc"

std::uint64_t eight_bytes(const char* from) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

}  // namespace

const char* known_uri(std::string_view uri) noexcept {
  // The lengths stand in the table with their lowest byte first.
  if (uri.size() < 8 || std::endian::native != std::endian::little) return nullptr;
  // The hash of src/fhir/gen/known_uris.py.
  const std::uint64_t last = eight_bytes(uri.data() + uri.size() - 8);
  const std::uint64_t middle = eight_bytes(uri.data() + uri.size() / 2 - 4);
  std::uint64_t mixed = (last + middle * 3 + uri.size()) * 0x9E3779B97F4A7C15U;
  mixed = (mixed ^ mixed >> 32) * 0xBF58476D1CE4E5B9U;
  constexpr std::size_t slots = std::size(uri_slots);
  for (std::size_t slot = mixed >> (64 - std::countr_zero(slots)); uri_slots[slot] != 0; slot = (slot + 1) % slots) {
    const char* const known = uri_bytes + uri_offsets[uri_slots[slot] - 1U];
    std::uint32_t size = 0;
    std::memcpy(&size, known - sizeof size, sizeof size);
    if (size == uri.size() && std::memcmp(known, uri.data(), size) == 0) return known;
  }
  return nullptr;
}

}  // namespace phr::fhir
