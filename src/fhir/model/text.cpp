#include <phr/fhir/text.hpp>

#include <new>
#include <stdexcept>

namespace phr::fhir {

static_assert(sizeof(text) == 8);

std::uint64_t text::block_of(std::string_view characters) {
  if (characters.size() > UINT32_MAX) throw std::length_error("phr: a text of more than 4 GiB");
  const auto size = static_cast<std::uint32_t>(characters.size());
  auto* const block = static_cast<char*>(::operator new(sizeof size + size));
  std::memcpy(block, &size, sizeof size);
  std::memcpy(block + sizeof size, characters.data(), size);
  return reinterpret_cast<std::uintptr_t>(block);
}

text text::from_padded(std::string_view characters) {
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
  if (size > UINT32_MAX) throw std::length_error("phr: a text of more than 4 GiB");
  const auto length = static_cast<std::uint32_t>(size);
  constexpr std::size_t step = 16;
  const std::size_t steps = (size + step - 1) / step;
  auto* const block = static_cast<char*>(::operator new(sizeof length + steps * step));
  std::memcpy(block, &length, sizeof length);
  for (std::size_t at = 0; at < steps * step; at += step) std::memcpy(block + sizeof length + at, characters.data() + at, step);
  made.word_ = reinterpret_cast<std::uintptr_t>(block);
  return made;
}

std::uint64_t text::copy_of(std::uint64_t block) {
  const auto* const from = reinterpret_cast<const char*>(static_cast<std::uintptr_t>(block));
  std::uint32_t size = 0;
  std::memcpy(&size, from, sizeof size);
  return block_of({from + sizeof size, size});
}

void text::release(std::uint64_t block) noexcept { ::operator delete(reinterpret_cast<void*>(static_cast<std::uintptr_t>(block))); }

}  // namespace phr::fhir
