#include "crypto/argon2id.hpp"

#include "crypto/botan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace phr::crypto::detail {

namespace {

constexpr std::size_t words = 128;  // of a block of 1024 bytes
constexpr std::uint32_t slices = 4;
constexpr std::uint32_t version = 0x13;
constexpr std::uint32_t argon2id_type = 2;
static_assert(std::endian::native == std::endian::little, "blocks are copied as they lie in memory");

using block = std::array<std::uint64_t, words>;
using bytes = Botan::secure_vector<std::uint8_t>;

// BLAKE2b of one length over parts and numbers.
class blake2b {
 public:
  explicit blake2b(std::size_t length) : hash_(Botan::HashFunction::create_or_throw("BLAKE2b(" + std::to_string(8 * length) + ")")) {}
  blake2b& add(bytes_view part) {
    hash_->update(address(part), part.size());
    return *this;
  }
  blake2b& add(std::uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) hash_->update(static_cast<std::uint8_t>(number >> shift));
    return *this;
  }
  blake2b& add_with_length(bytes_view part) { return add(static_cast<std::uint32_t>(part.size())).add(part); }
  [[nodiscard]] bytes end() { return hash_->final(); }

 private:
  std::unique_ptr<Botan::HashFunction> hash_;
};

// H' of RFC 9106, 3.3: a hash of any length.
void long_hash(bytes_view of, bytes_span out) {
  constexpr std::size_t longest = 64;
  const auto length = static_cast<std::uint32_t>(out.size());
  bytes made = blake2b(std::min(out.size(), longest)).add(length).add(of).end();
  while (out.size() > longest) {
    std::copy_n(made.begin(), longest / 2, out.begin());
    out = out.subspan(longest / 2);
    made = blake2b(std::min(out.size(), longest)).add(made).end();
  }
  std::copy(made.begin(), made.end(), out.begin());
}

inline std::uint64_t mixed(std::uint64_t x, std::uint64_t y) noexcept { return x + y + 2 * (x & 0xFFFFFFFFU) * (y & 0xFFFFFFFFU); }

inline void quarter(std::uint64_t& a, std::uint64_t& b, std::uint64_t& c, std::uint64_t& d) noexcept {
  a = mixed(a, b);
  d = std::rotr(d ^ a, 32);
  c = mixed(c, d);
  b = std::rotr(b ^ c, 24);
  a = mixed(a, b);
  d = std::rotr(d ^ a, 16);
  c = mixed(c, d);
  b = std::rotr(b ^ c, 63);
}

// P of RFC 9106, 3.6, over 16 words that lie in pairs, the pairs `apart` words from one another.
inline void permute(std::uint64_t* from, std::size_t apart) noexcept {
  std::uint64_t v[16];
  for (std::size_t pair = 0; pair < 8; ++pair) {
    v[2 * pair] = from[pair * apart];
    v[2 * pair + 1] = from[pair * apart + 1];
  }
  for (std::size_t i = 0; i < 4; ++i) quarter(v[i], v[4 + i], v[8 + i], v[12 + i]);
  for (std::size_t i = 0; i < 4; ++i) quarter(v[i], v[4 + (i + 1) % 4], v[8 + (i + 2) % 4], v[12 + (i + 3) % 4]);
  for (std::size_t pair = 0; pair < 8; ++pair) {
    from[pair * apart] = v[2 * pair];
    from[pair * apart + 1] = v[2 * pair + 1];
  }
}

// G of RFC 9106, 3.5, put over `into`, or xored to what is there.
void compress(const block& x, const block& y, block& into, bool over) noexcept {
  block r;
  for (std::size_t i = 0; i < words; ++i) r[i] = x[i] ^ y[i];
  block z = r;
  for (std::size_t row = 0; row < 8; ++row) permute(z.data() + 16 * row, 2);
  for (std::size_t column = 0; column < 8; ++column) permute(z.data() + 2 * column, 16);
  for (std::size_t i = 0; i < words; ++i) into[i] = (over ? into[i] : 0) ^ r[i] ^ z[i];
}

// The matrix of blocks, a row for each lane.
class matrix {
 public:
  explicit matrix(const argon2_cost& cost)
      : cost_(cost), segment_(cost.memory_kib / (slices * cost.lanes)), lane_(segment_ * slices), memory_(std::size_t{lane_} * cost.lanes * words) {}

  void begin(const bytes& seed) {
    bytes start(seed);
    start.resize(seed.size() + 8);
    for (std::uint32_t lane = 0; lane < cost_.lanes; ++lane) {
      for (std::uint32_t column = 0; column < 2; ++column) {
        put(start, seed.size(), column);
        put(start, seed.size() + 4, lane);
        std::uint8_t made[sizeof(block)];
        long_hash(start, made);
        std::memcpy(at(lane, column).data(), made, sizeof made);
        wipe(made);
      }
    }
  }

  void fill() {
    for (std::uint32_t pass = 0; pass < cost_.passes; ++pass) {
      for (std::uint32_t slice = 0; slice < slices; ++slice) {
        for (std::uint32_t lane = 0; lane < cost_.lanes; ++lane) fill_segment(pass, slice, lane);
      }
    }
  }

  void end(bytes_span out) {
    block last = at(0, lane_ - 1);
    for (std::uint32_t lane = 1; lane < cost_.lanes; ++lane) {
      for (std::size_t i = 0; i < words; ++i) last[i] ^= at(lane, lane_ - 1)[i];
    }
    long_hash({reinterpret_cast<const std::uint8_t*>(last.data()), sizeof last}, out);
    wipe({reinterpret_cast<std::uint8_t*>(last.data()), sizeof last});
  }

 private:
  static void put(bytes& into, std::size_t place, std::uint32_t number) {
    for (std::size_t i = 0; i < 4; ++i) into[place + i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  block& at(std::uint32_t lane, std::uint32_t column) noexcept {
    return *reinterpret_cast<block*>(memory_.data() + (std::size_t{lane} * lane_ + column) * words);
  }

  // The block that is mixed in: RFC 9106, 3.4.2.
  block& referred(std::uint64_t random, std::uint32_t pass, std::uint32_t slice, std::uint32_t lane, std::uint32_t index) noexcept {
    const bool first = pass == 0 && slice == 0;
    const auto other = first ? lane : static_cast<std::uint32_t>((random >> 32) % cost_.lanes);
    const std::uint32_t whole = pass == 0 ? slice * segment_ : lane_ - segment_;
    const std::uint32_t area = other == lane ? whole + index - 1 : whole - (index == 0 ? 1 : 0);
    const std::uint64_t low = random & 0xFFFFFFFFU;
    const std::uint64_t back = (area * ((low * low) >> 32)) >> 32;
    const std::uint32_t start = pass == 0 || slice == slices - 1 ? 0 : (slice + 1) * segment_;
    return at(other, static_cast<std::uint32_t>((start + area - 1 - back) % lane_));
  }

  // In the first half of the first pass what is mixed in does not depend on the passphrase.
  void fill_segment(std::uint32_t pass, std::uint32_t slice, std::uint32_t lane) {
    const bool by_counter = pass == 0 && slice < slices / 2;
    block counter{pass, lane, slice, std::uint64_t{lane_} * cost_.lanes, cost_.passes, argon2id_type};
    block addresses{};
    const block zero{};
    for (std::uint32_t index = 0; index < segment_; ++index) {
      if (by_counter && index % words == 0) {
        ++counter[6];
        compress(zero, counter, addresses, false);
        compress(zero, addresses, addresses, false);
      }
      if (pass == 0 && slice == 0 && index < 2) continue;
      const std::uint32_t column = slice * segment_ + index;
      const block& before = at(lane, column == 0 ? lane_ - 1 : column - 1);
      const std::uint64_t random = by_counter ? addresses[index % words] : before[0];
      compress(before, referred(random, pass, slice, lane, index), at(lane, column), pass != 0);
    }
  }

  argon2_cost cost_;
  std::uint32_t segment_;
  std::uint32_t lane_;
  Botan::secure_vector<std::uint64_t> memory_;
};

}  // namespace

void argon2id_full(bytes_view typed, bytes_view salt, bytes_view secret, bytes_view associated, const argon2_cost& cost, bytes_span out) {
  blake2b seed(64);
  seed.add(cost.lanes).add(static_cast<std::uint32_t>(out.size())).add(cost.memory_kib).add(cost.passes).add(version).add(argon2id_type);
  seed.add_with_length(typed).add_with_length(salt).add_with_length(secret).add_with_length(associated);
  matrix memory(cost);
  memory.begin(seed.end());
  memory.fill();
  memory.end(out);
}

}  // namespace phr::crypto::detail
