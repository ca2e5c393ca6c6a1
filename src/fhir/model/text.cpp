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

std::uint64_t text::copy_of(std::uint64_t block) {
  const auto* const from = reinterpret_cast<const char*>(static_cast<std::uintptr_t>(block));
  std::uint32_t size = 0;
  std::memcpy(&size, from, sizeof size);
  return block_of({from + sizeof size, size});
}

void text::release(std::uint64_t block) noexcept { ::operator delete(reinterpret_cast<void*>(static_cast<std::uintptr_t>(block))); }

}  // namespace phr::fhir
