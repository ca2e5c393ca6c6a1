// Places that are given out: pages of searches and histories, events of a timeline.
#pragma once

#include <phr/access/principal.hpp>
#include <phr/access/purpose.hpp>
#include <phr/crypto/secret.hpp>

#include <array>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace phr::gate {

// A place holds keys, sequence numbers and sort values of the file, which would tell how much lies between two of them. So it is handed
// out sealed: XChaCha20-Poly1305 under a key of the file, bound to who asks, for what purpose, and to the question that it is a place in. The
// nonce is the HMAC-SHA-256 of all of this and of the place (a synthetic nonce, as RFC 5297 has it), so that the same place always is the
// same text and no randomness is needed.
// Lifetime: owns its keys. Threads: per-thread. Errors: those of crypto.
class place_seal {
 public:
  [[nodiscard]] static result<place_seal> of(const crypto::secret_key& places, const access::principal& who, access::purpose purpose);

  // As text of letters, digits, '-' and '_'. `question`: what kind of place it is, and of which question.
  [[nodiscard]] result<std::string> seal(std::string_view question, std::string_view place) const;
  // A place of so many numbers; the text's length does not tell how large they are.
  template <std::size_t N>
  [[nodiscard]] result<std::string> seal(std::string_view question, const std::array<std::int64_t, N>& place) const {
    return seal(question, std::string_view(reinterpret_cast<const char*>(place.data()), sizeof place));
  }
  template <std::size_t N>
  [[nodiscard]] std::optional<std::array<std::int64_t, N>> open_numbers(std::string_view question, std::string_view sealed) const {
    const auto opened = open(question, sealed);
    std::array<std::int64_t, N> place{};
    if (!opened || opened->size() != sizeof place) return {};
    std::memcpy(place.data(), opened->data(), sizeof place);
    return place;
  }
  // nullopt for what this file has not given out to this principal as an answer to this question.
  [[nodiscard]] std::optional<std::string> open(std::string_view question, std::string_view sealed) const;

 private:
  place_seal(crypto::secret_key sealing, crypto::secret_key naming, std::string who)
      : sealing_(std::move(sealing)), naming_(std::move(naming)), who_(std::move(who)) {}
  [[nodiscard]] std::string bound(std::string_view question) const;

  crypto::secret_key sealing_;
  crypto::secret_key naming_;
  std::string who_;
};

}  // namespace phr::gate
