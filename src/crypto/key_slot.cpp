// Key slots: the layout of include/phr/crypto/key_slot.hpp, read and written.
#include <phr/crypto/key_slot.hpp>

#include <phr/crypto/aead.hpp>
#include <phr/crypto/digest.hpp>
#include <phr/crypto/random.hpp>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace phr::crypto {

namespace {

struct field {
  std::size_t offset;
  std::size_t size;
};

constexpr std::size_t kind_at = 0;
constexpr std::size_t layout_at = 1;
constexpr std::size_t derivation_at = 2;
constexpr std::size_t cipher_at = 3;
constexpr std::size_t memory_at = 4;
constexpr std::size_t passes_at = 8;
constexpr std::size_t lanes_at = 12;
constexpr field salt{16, 32};
constexpr field nonce{48, 24};
constexpr field key_check{72, 32};
constexpr field wrapped{104, 48};  // the data key, encrypted, and its tag
constexpr field reserved{152, 88};
constexpr field checksum{240, 16};
static_assert(checksum.offset + checksum.size == slot_size);

constexpr std::uint8_t this_layout = 1;
constexpr std::uint8_t by_argon2id = 1;
constexpr std::uint8_t by_hkdf = 2;
constexpr std::uint8_t by_xchacha20_poly1305 = 1;
constexpr std::string_view domain = "phr key slot 1";
constexpr std::size_t root_size = 32;

bytes_view at(slot_view slot, field part) noexcept { return slot.subspan(part.offset, part.size); }
bytes_span at(slot_bytes& slot, field part) noexcept { return bytes_span(slot).subspan(part.offset, part.size); }

std::uint32_t read_u32(slot_view slot, std::size_t offset) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i != 0; --i) value = value << 8 | slot[offset + i - 1];
  return value;
}

void write_u32(slot_bytes& slot, std::size_t offset, std::uint32_t value) noexcept {
  for (std::size_t i = 0; i != 4; ++i) slot[offset + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

constexpr std::uint8_t derivation_of(slot_kind kind) noexcept {
  return kind == slot_kind::passphrase ? by_argon2id : by_hkdf;
}

bool all_zero(bytes_view bytes) noexcept {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

argon2_cost stored_cost(slot_view slot) noexcept {
  return {.memory_kib = read_u32(slot, memory_at),
          .passes = read_u32(slot, passes_at),
          .lanes = read_u32(slot, lanes_at)};
}

// The 32 bytes that wrap the data key, then the 32 of the key check.
result<secret_bytes> derive(slot_view slot, const credential& with) {
  auto root = secret_bytes::zeros(root_size);
  bytes_view strong = with.secret();
  if (with.typed() != nullptr) {
    PHR_TRY(argon2id(*with.typed(), at(slot, salt), stored_cost(slot), root.edit()));
    strong = root.view();
  }
  std::array<std::uint8_t, domain.size() + 1> info{};
  *std::ranges::copy(as_bytes(domain), info.begin()).out = slot[kind_at];
  auto derived = secret_bytes::zeros(secret_key::length + key_check.size);
  PHR_TRY(hkdf_sha256(strong, at(slot, salt), info, derived.edit()));
  return derived;
}

std::vector<std::uint8_t> associated(slot_view slot, bytes_view binding) {
  std::array<std::uint8_t, 8> length{};
  for (std::size_t i = 0; i != length.size(); ++i) {
    length[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(binding.size()) >> (8 * i));
  }
  std::vector<std::uint8_t> data(domain.size() + length.size() + binding.size() + wrapped.offset);
  auto end = std::ranges::copy(as_bytes(domain), data.begin()).out;
  end = std::ranges::copy(length, end).out;
  end = std::ranges::copy(binding, end).out;
  std::ranges::copy(slot.first(wrapped.offset), end);
  return data;
}

result<slot_bytes> seal(const secret_key& data_key, const credential& with, const argon2_cost& cost,
                        bytes_view binding) {
  if (data_key.empty()) return error{errc::invalid_argument}.at("key_slot.data_key");
  slot_bytes slot{};
  slot[kind_at] = static_cast<std::uint8_t>(with.kind());
  slot[layout_at] = this_layout;
  slot[derivation_at] = derivation_of(with.kind());
  slot[cipher_at] = by_xchacha20_poly1305;
  write_u32(slot, memory_at, cost.memory_kib);
  write_u32(slot, passes_at, cost.passes);
  write_u32(slot, lanes_at, cost.lanes);
  PHR_TRY(fill(at(slot, salt)));
  PHR_TRY(fill(at(slot, nonce)));
  PHR_TRY(auto derived, derive(slot, with));
  std::ranges::copy(derived.view().subspan(secret_key::length), at(slot, key_check).begin());
  PHR_TRY(auto wrap, secret_key::from(derived.view().first(secret_key::length)));
  PHR_TRY(auto sealed, seal(cipher::xchacha20_poly1305, wrap, at(slot_view(slot), nonce), associated(slot, binding),
                            data_key.view()));
  std::ranges::copy(sealed, at(slot, wrapped).begin());
  PHR_TRY(auto digest, sha256(bytes_view(slot).first(checksum.offset)));
  std::copy_n(digest.begin(), checksum.size, at(slot, checksum).begin());
  return slot;
}

// Everything that can be said without the secret.
result<void> check(slot_view slot) {
  PHR_TRY(auto digest, sha256(slot.first(checksum.offset)));
  if (!std::ranges::equal(bytes_view(digest).first(checksum.size), at(slot, checksum))) {
    return error{errc::damaged_header}.at("key_slot.checksum");
  }
  if (slot[layout_at] > this_layout) return error{errc::newer_format}.at("key_slot.layout");
  const slot_kind found = kind(slot);
  if (slot[layout_at] != this_layout || found == slot_kind::unknown || slot[derivation_at] != derivation_of(found) ||
      slot[cipher_at] != by_xchacha20_poly1305 || !all_zero(at(slot, reserved))) {
    return error{errc::damaged_header}.at("key_slot.layout");
  }
  const argon2_cost stored = stored_cost(slot);
  if (found == slot_kind::passphrase ? !is_allowed(stored) : stored != argon2_cost{0, 0, 0}) {
    return error{errc::damaged_header}.at("key_slot.cost");
  }
  return success();
}

}  // namespace

result<slot_bytes> seal_passphrase(const secret_key& data_key, const passphrase& typed, const argon2_cost& cost,
                                   bytes_view binding) {
  if (!is_allowed(cost)) return error{errc::invalid_argument}.at("key_slot.cost");
  return seal(data_key, typed, cost, binding);
}

result<slot_bytes> seal_host_key(const secret_key& data_key, const secret_key& host_key, bytes_view binding) {
  if (host_key.empty()) return error{errc::invalid_argument}.at("key_slot.host_key");
  return seal(data_key, host_key, {0, 0, 0}, binding);
}

result<slot_bytes> seal_recovery(const secret_key& data_key, const recovery_code& code, bytes_view binding) {
  if (code.view().empty()) return error{errc::invalid_argument}.at("key_slot.recovery_code");
  return seal(data_key, code, {0, 0, 0}, binding);
}

result<secret_key> open(slot_view slot, const credential& with, bytes_view binding) {
  if (with.typed() == nullptr && with.secret().empty()) {
    return error{errc::invalid_argument}.at("key_slot.credential");
  }
  if (kind(slot) == slot_kind::empty) return error{errc::wrong_key}.at("key_slot");
  PHR_TRY(check(slot));
  if (kind(slot) != with.kind()) return error{errc::wrong_key}.at("key_slot");
  PHR_TRY(auto derived, derive(slot, with));
  if (!constant_time_equal(derived.view().subspan(secret_key::length), at(slot, key_check))) {
    return error{errc::wrong_key}.at("key_slot");
  }
  PHR_TRY(auto wrap, secret_key::from(derived.view().first(secret_key::length)));
  auto data_key = open(cipher::xchacha20_poly1305, wrap, at(slot, nonce), associated(slot, binding), at(slot, wrapped));
  if (data_key.has_error() && data_key.error().code() == errc::authentication_failed) {
    return error{errc::damaged_header}.at("key_slot.binding");
  }
  PHR_TRY(auto opened, std::move(data_key));
  return secret_key::from(opened.view());
}

slot_kind kind(slot_view slot) noexcept {
  switch (slot[kind_at]) {
    case 0: return all_zero(slot) ? slot_kind::empty : slot_kind::unknown;
    case 1: return slot_kind::passphrase;
    case 2: return slot_kind::host_key;
    case 3: return slot_kind::recovery_code;
    default: return slot_kind::unknown;
  }
}

argon2_cost cost(slot_view slot) noexcept {
  return kind(slot) == slot_kind::passphrase ? stored_cost(slot) : argon2_cost{0, 0, 0};
}

}  // namespace phr::crypto
