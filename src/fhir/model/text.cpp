#include "fhir/model/known_uri.hpp"

#include <phr/fhir/text.hpp>

#include <new>
#include <stdexcept>

namespace phr::fhir {

static_assert(sizeof(text) == 8);

namespace {

char* part_for(std::size_t size, std::size_t room, memory* from) {
  if (size > UINT32_MAX) throw std::length_error("phr: a text of more than 4 GiB");
  auto* const part = static_cast<char*>(memory::take_from(from, room));
  const auto length = static_cast<std::uint32_t>(size);
  std::memcpy(part - sizeof length, &length, sizeof length);
  return part;
}

}  // namespace

std::uint64_t text::block_of(std::string_view characters) {
  char* const part = part_for(characters.size(), characters.size(), nullptr);
  std::memcpy(part, characters.data(), characters.size());
  return reinterpret_cast<std::uintptr_t>(part);
}

text text::from_padded(std::string_view characters, memory& from) {
  text made;
  const std::size_t size = characters.size();
  if (size == 0) return made;
  if (size <= most_in_place) {
    if constexpr (tag_byte != 0) return text(characters);
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, characters.data(), sizeof bytes);
    made.word_ = (bytes & ((std::uint64_t{1} << 8 * size) - 1)) << 8 | (size << 1 | 1);
    return made;
  }
  constexpr std::size_t step = 8;
  const std::size_t room = (size + step - 1) / step * step;
  char* const part = part_for(size, room, &from);
  for (std::size_t at = 0; at < room; at += step) std::memcpy(part + at, characters.data() + at, step);
  made.word_ = reinterpret_cast<std::uintptr_t>(part);
  return made;
}

text text::uri_from_padded(std::string_view characters, memory& from) {
  const char* const known = known_uri(characters);
  if (known == nullptr) return from_padded(characters, from);
  text made;
  made.word_ = reinterpret_cast<std::uintptr_t>(known) | fixed;
  return made;
}

std::uint64_t text::copy_of(std::uint64_t block) {
  const auto* const from = reinterpret_cast<const char*>(static_cast<std::uintptr_t>(block));
  std::uint32_t size = 0;
  std::memcpy(&size, from - sizeof size, sizeof size);
  return block_of({from, size});
}

void text::release(std::uint64_t block) noexcept { memory::give_back(reinterpret_cast<void*>(static_cast<std::uintptr_t>(block))); }

}  // namespace phr::fhir
