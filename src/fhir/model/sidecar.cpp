#include <phr/fhir/r4/data_types.hpp>
#include <phr/fhir/sidecar.hpp>

#include <algorithm>
#include <vector>

namespace phr::fhir {

// Sorted by field, then by index.
struct sidecar_block {
  struct entry {
    std::uint16_t field;
    std::uint32_t index;
    r4::Element element;
    friend bool operator==(const entry&, const entry&) = default;
  };
  std::vector<entry> entries;

  [[nodiscard]] std::vector<entry>::iterator at(std::uint32_t field, std::uint32_t index) {
    return std::lower_bound(entries.begin(), entries.end(), std::pair(field, index), [](const entry& each, const auto& wanted) {
      return std::pair(std::uint32_t{each.field}, each.index) < wanted;
    });
  }
};

static_assert(sizeof(sidecar) == sizeof(void*));

sidecar::sidecar(const sidecar& other) : block_(other.block_ == nullptr ? nullptr : new sidecar_block(*other.block_)) {}

sidecar::sidecar(sidecar&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}

sidecar& sidecar::operator=(const sidecar& other) {
  if (this != &other) *this = sidecar(other);
  return *this;
}

sidecar& sidecar::operator=(sidecar&& other) noexcept {
  std::swap(block_, other.block_);
  return *this;
}

sidecar::~sidecar() { delete block_; }

const r4::Element* sidecar::find(std::uint16_t field, std::uint32_t index) const noexcept {
  if (block_ == nullptr) return nullptr;
  const auto found = block_->at(field, index);
  return found != block_->entries.end() && found->field == field && found->index == index ? &found->element : nullptr;
}

bool sidecar::has_any(std::uint16_t field) const noexcept {
  if (block_ == nullptr) return false;
  const auto found = block_->at(field, 0);
  return found != block_->entries.end() && found->field == field;
}

std::uint32_t sidecar::extent(std::uint16_t field) const noexcept {
  if (!has_any(field)) return 0;
  return std::prev(block_->at(std::uint32_t{field} + 1, 0))->index + 1;
}

r4::Element& sidecar::ensure(std::uint16_t field, std::uint32_t index) {
  if (block_ == nullptr) block_ = new sidecar_block;
  // Most texts bring them in order, so the place is mostly the end.
  auto& entries = block_->entries;
  if (entries.empty() || std::pair(entries.back().field, entries.back().index) < std::pair(field, index)) {
    return entries.emplace_back(sidecar_block::entry{field, index, {}}).element;
  }
  auto found = block_->at(field, index);
  if (found == block_->entries.end() || found->field != field || found->index != index) {
    found = block_->entries.insert(found, {field, index, {}});
  }
  return found->element;
}

void sidecar::erase(std::uint16_t field, std::uint32_t index) noexcept {
  if (find(field, index) == nullptr) return;
  block_->entries.erase(block_->at(field, index));
  if (block_->entries.empty()) delete std::exchange(block_, nullptr);
}

void sidecar::erase_field(std::uint16_t field) noexcept {
  if (block_ == nullptr) return;
  block_->entries.erase(block_->at(field, 0), block_->at(std::uint32_t{field} + 1, 0));
  if (block_->entries.empty()) delete std::exchange(block_, nullptr);
}

std::size_t sidecar::heap_bytes() const noexcept {
  return block_ == nullptr ? 0 : sizeof *block_ + block_->entries.capacity() * sizeof(sidecar_block::entry);
}

bool operator==(const sidecar& a, const sidecar& b) {
  if (a.block_ == nullptr || b.block_ == nullptr) return a.block_ == b.block_;
  return a.block_->entries == b.block_->entries;
}

}  // namespace phr::fhir
