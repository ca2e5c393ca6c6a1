// Recovery codes: Crockford's base32 with a checksum.
#include <phr/crypto/recovery_code.hpp>

#include <phr/crypto/digest.hpp>
#include <phr/crypto/random.hpp>

#include <algorithm>
#include <utility>

namespace phr::crypto {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view checksum_domain = "phr recovery code 1";
constexpr std::size_t secret_size = 16;
constexpr std::size_t symbol_count = 30;
constexpr std::size_t group_size = 5;
constexpr std::size_t packed_size = 19;       // 150 bits: 16 bytes, 22 bits of checksum, 2 bits of zero
constexpr std::uint8_t last_byte_mask = 0xFC;  // the last byte holds 6 bits of the checksum
constexpr int no_symbol = -1;
constexpr int separator = -2;

int value_of(char typed) noexcept {
  if (typed == ' ' || typed == '-' || typed == '\t' || typed == '\r' || typed == '\n') return separator;
  if (typed >= 'a' && typed <= 'z') typed = static_cast<char>(typed - 'a' + 'A');
  if (typed == 'O') typed = '0';
  if (typed == 'I' || typed == 'L') typed = '1';
  const auto found = alphabet.find(typed);
  return found == std::string_view::npos ? no_symbol : static_cast<int>(found);
}

// The 16 bytes, then the checksum that belongs to them.
result<secret_bytes> with_checksum(bytes_view secret) {
  auto hashed = secret_bytes::zeros(checksum_domain.size() + secret_size);
  const auto tail = std::ranges::copy(as_bytes(checksum_domain), hashed.edit().begin()).out;
  std::ranges::copy(secret, tail);
  PHR_TRY(auto digest, sha256(hashed.view()));

  auto packed = secret_bytes::zeros(packed_size);
  const auto sum = std::ranges::copy(secret, packed.edit().begin()).out;
  std::copy_n(digest.begin(), packed_size - secret_size, sum);
  packed.edit().back() &= last_byte_mask;
  return packed;
}

}  // namespace

result<recovery_code> recovery_code::generate() {
  auto bytes = secret_bytes::zeros(secret_size);
  PHR_TRY(fill(bytes.edit()));
  return recovery_code(std::move(bytes));
}

result<recovery_code> recovery_code::parse(std::string_view typed) {
  constexpr auto refused = error{errc::invalid_argument}.at("recovery_code");
  auto packed = secret_bytes::zeros(packed_size);
  std::size_t symbols = 0;
  for (const char letter : typed) {
    const int value = value_of(letter);
    if (value == separator) continue;
    if (value == no_symbol || symbols == symbol_count) return refused;
    const std::size_t bit = symbols * 5;
    const auto placed = static_cast<unsigned>(value) << (11 - bit % 8);  // within 16 bits that start at the byte
    packed.edit()[bit / 8] |= static_cast<std::uint8_t>(placed >> 8);
    if (bit / 8 + 1 < packed_size) packed.edit()[bit / 8 + 1] |= static_cast<std::uint8_t>(placed);
    ++symbols;
  }
  if (symbols != symbol_count) return refused;
  secret_bytes secret(packed.view().first(secret_size));
  PHR_TRY(auto expected, with_checksum(secret.view()));
  if (!(expected == packed)) return refused;
  return recovery_code(std::move(secret));
}

result<secret_bytes> recovery_code::text() const {
  if (bytes_.empty()) return error{errc::invalid_argument}.at("recovery_code");
  PHR_TRY(auto packed, with_checksum(bytes_.view()));
  auto text = secret_bytes::zeros(symbol_count + symbol_count / group_size - 1);
  std::size_t end = 0;
  for (std::size_t symbol = 0; symbol != symbol_count; ++symbol) {
    if (symbol != 0 && symbol % group_size == 0) text.edit()[end++] = '-';
    const std::size_t bit = symbol * 5;
    unsigned window = static_cast<unsigned>(packed.view()[bit / 8]) << 8;
    if (bit / 8 + 1 < packed_size) window |= packed.view()[bit / 8 + 1];
    text.edit()[end++] = static_cast<std::uint8_t>(alphabet[(window >> (11 - bit % 8)) & 31U]);
  }
  return text;
}

}  // namespace phr::crypto
