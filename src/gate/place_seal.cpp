#include "gate/place_seal.hpp"

#include <phr/crypto/aead.hpp>
#include <phr/crypto/digest.hpp>
#include <phr/crypto/kdf.hpp>

#include <array>

namespace phr::gate {

namespace {

constexpr auto algorithm = crypto::cipher::xchacha20_poly1305;
constexpr std::size_t nonce_bytes = crypto::nonce_size(algorithm);
constexpr std::size_t most_sealed = 1U << 16;
constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// base64url of RFC 4648, without padding.
std::string encoded(bytes_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 4 / 3 + 2);
  std::uint32_t held = 0;
  int bits = 0;
  for (const std::uint8_t byte : bytes) {
    held = held << 8 | byte;
    for (bits += 8; bits >= 6; bits -= 6) text.push_back(digits[held >> (bits - 6) & 63]);
  }
  if (bits > 0) text.push_back(digits[held << (6 - bits) & 63]);
  return text;
}

std::optional<std::vector<std::uint8_t>> decoded(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) return {};
    held = held << 6 | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<std::uint8_t>(held >> bits & 0xFF));
    }
  }
  return bytes;
}

// Texts one behind the other, each with its length, so that none can pass for a part of the next.
void append(std::string& to, std::string_view text) {
  for (int shift = 0; shift < 32; shift += 8) to.push_back(static_cast<char>(text.size() >> shift & 0xFF));
  to += text;
}

result<crypto::secret_key> derived(const crypto::secret_key& from, std::string_view what) {
  std::array<std::uint8_t, crypto::secret_key::length> key{};
  PHR_TRY(crypto::hkdf_sha256(from.view(), {}, as_bytes(what), key));
  crypto::secret_key made{std::span<const std::uint8_t, crypto::secret_key::length>(key)};
  crypto::wipe(key);
  return made;
}

}  // namespace

result<place_seal> place_seal::of(const crypto::secret_key& places, const access::principal& who, access::purpose purpose) {
  PHR_TRY(auto sealing, derived(places, "seal"));
  PHR_TRY(auto naming, derived(places, "nonce"));
  std::string bound(1, static_cast<char>(who.kind()));
  for (const std::string& each : who.references()) append(bound, each);
  append(bound, access::code(purpose));
  return place_seal(std::move(sealing), std::move(naming), std::move(bound));
}

std::string place_seal::bound(std::string_view question) const {
  std::string made;
  append(made, who_);
  append(made, question);
  return made;
}

result<std::string> place_seal::seal(std::string_view question, std::string_view place) const {
  const std::string with = bound(question);
  PHR_TRY(const auto name, crypto::hmac_sha256(naming_.view(), as_bytes(with + std::string(place))));
  const bytes_view nonce = bytes_view(name).first(nonce_bytes);
  PHR_TRY(const auto sealed, crypto::seal(algorithm, sealing_, nonce, as_bytes(with), as_bytes(place)));
  std::vector<std::uint8_t> all(nonce.begin(), nonce.end());
  all.insert(all.end(), sealed.begin(), sealed.end());
  return encoded(all);
}

std::optional<std::string> place_seal::open(std::string_view question, std::string_view sealed) const {
  if (sealed.size() > most_sealed) return {};
  const auto all = decoded(sealed);
  if (!all || all->size() < nonce_bytes + crypto::tag_size || encoded(*all) != sealed) return {};  // one text for each place
  const bytes_view bytes(*all);
  const std::string with = bound(question);
  const auto opened = crypto::open(algorithm, sealing_, bytes.first(nonce_bytes), as_bytes(with), bytes.subspan(nonce_bytes));
  if (!opened) return {};
  return std::string(as_text(opened.value().view()));
}

}  // namespace phr::gate
