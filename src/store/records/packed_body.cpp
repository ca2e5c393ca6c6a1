#include "store/records/packed_body.hpp"

#include "store/body/reference_list.hpp"

#include <phr/core/id.hpp>

#include <algorithm>
#include <cstring>
#include <unordered_map>

namespace phr::storage {

namespace {

constexpr std::size_t short_places = 64;
constexpr std::size_t most_places = short_places + 64 * 64;

void put_place(std::string& to, std::size_t place) {
  if (place < short_places) {
    to.push_back('\x01');
    to.push_back(static_cast<char>('0' + place));
    return;
  }
  place -= short_places;
  to.push_back('\x02');
  to.push_back(static_cast<char>('0' + place / 64));
  to.push_back(static_cast<char>('0' + place % 64));
}

// The keys of a body, each once. Few are looked at one by one; of many, a table tells where each is.
class key_list {
 public:
  std::size_t place_of(std::int64_t key) {
    if (keys_.size() < most_looked_at) {
      const auto found = std::find(keys_.begin(), keys_.end(), key);
      if (found != keys_.end()) return static_cast<std::size_t>(found - keys_.begin());
    } else {
      if (places_.empty()) {
        for (const std::int64_t each : keys_) places_.emplace(each, places_.size());
      }
      const auto [at, is_new] = places_.try_emplace(key, keys_.size());
      if (!is_new) return at->second;
    }
    keys_.push_back(key);
    return keys_.size() - 1;
  }
  [[nodiscard]] const std::vector<std::int64_t>& keys() const noexcept { return keys_; }

 private:
  static constexpr std::size_t most_looked_at = 64;
  std::vector<std::int64_t> keys_;
  std::unordered_map<std::int64_t, std::size_t> places_;
};

// Where the next place of a reference stands. Of compact JSON only the two marks and the line feed behind meta are below 0x20, so that
// eight bytes are passed at a time: find_first_of asks memchr for each byte, which was a tenth of reading a whole record.
std::size_t find_place(std::string_view text) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    // A byte below 3 borrows in this difference; one of 0x80 and above is masked out. A byte behind such a one may seem to, and is looked at.
    if (((word - ones * 3) & ~word & (ones * 0x80)) == 0) continue;
    for (std::size_t nth = at; nth < at + 8; ++nth) {
      if (text[nth] == '\x01' || text[nth] == '\x02') return nth;
    }
  }
  for (; at < text.size(); ++at) {
    if (text[at] == '\x01' || text[at] == '\x02') return at;
  }
  return std::string_view::npos;
}

error damaged_body() { return error{errc::damaged_page}.at("the body of a record"); }

result<void> append_with_references(database& in, const std::vector<std::int64_t>& keys, std::string_view text, std::string& out, references_as as) {
  for (;;) {
    const std::size_t found = find_place(text);
    if (found == std::string_view::npos) break;
    out += text.substr(0, found);
    const bool is_short = text[found] == '\x01';
    const std::size_t size = is_short ? 2 : 3;
    if (found + size > text.size()) return damaged_body();
    const auto digit = [&](std::size_t nth) { return static_cast<std::size_t>(text[found + nth] - '0'); };
    const std::size_t place = is_short ? digit(1) : short_places + digit(1) * 64 + digit(2);
    if (place >= keys.size()) return damaged_body();
    if (as == references_as::text) {
      PHR_TRY(const std::string_view name, reference_text(in, keys[place]));
      out += name;
    }
    text.remove_prefix(found + size);
  }
  out += text;
  return success();
}

// The list of references, empty for a body that has none of its own, and the text with the places.
result<std::string_view> expanded(database& in, bytes_view body, std::int64_t dictionary, std::vector<std::int64_t>& keys) {
  keys.clear();
  std::string& text = in.body_scratch();
  if (dictionary == packed_dictionary) {
    if (!take_reference_list(body, keys)) return damaged_body();
    dictionary = newest_dictionary;
  }
  PHR_TRY(in.bodies().expand(body, dictionary, text));
  return std::string_view(text);
}

result<void> finish(database& in, key_list& list, std::string_view left, const std::vector<std::int64_t>& also, std::vector<std::uint8_t>& into) {
  for (const std::int64_t key : also) static_cast<void>(list.place_of(key));
  const auto& keys = list.keys();
  into.clear();
  put_varint(into, keys.size());
  for (const std::int64_t key : keys) put_varint(into, static_cast<std::uint64_t>(key));
  PHR_TRY(const bytes_view compressed, in.bodies().compress(left));
  into.insert(into.end(), compressed.begin(), compressed.end());
  return success();
}

}  // namespace

result<void> pack_body(database& in, std::string_view text, const std::vector<reference_spot>& spots, const std::vector<std::int64_t>& also,
                       std::vector<std::uint8_t>& into) {
  key_list keys;
  std::string left;
  left.reserve(text.size());
  std::size_t taken = 0;
  for (const reference_spot& each : spots) {
    left += text.substr(taken, each.at - taken);
    taken = each.at + each.size;
    const std::size_t place = keys.place_of(each.key);
    if (place < most_places) {
      put_place(left, place);
    } else {
      left += text.substr(each.at, each.size);
    }
  }
  left += text.substr(taken);
  return finish(in, keys, left, also, into);
}

result<void> unpack_body(database& in, bytes_view body, std::int64_t dictionary, std::string& out) {
  auto& keys = in.key_scratch();
  PHR_TRY(const std::string_view text, expanded(in, body, dictionary, keys));
  out.clear();
  out.reserve(text.size() + keys.size() * 48);
  if (!keys.empty()) return append_with_references(in, keys, text, out, references_as::text);
  out = text;
  return success();
}

result<void> append_resource(database& in, const resource_head& head, bytes_view body, std::int64_t dictionary, std::string& out,
                             references_as as) {
  auto& keys = in.key_scratch();
  PHR_TRY(const std::string_view text, expanded(in, body, dictionary, keys));
  const std::size_t end_of_meta = text.find('\n');
  if (end_of_meta == std::string_view::npos) return damaged_body();
  append_head(out, head);
  if (end_of_meta != 0) out.push_back(',');
  PHR_TRY(append_with_references(in, keys, text.substr(0, end_of_meta), out, as));
  out.push_back('}');
  if (end_of_meta + 1 != text.size()) out.push_back(',');
  PHR_TRY(append_with_references(in, keys, text.substr(end_of_meta + 1), out, as));
  out.push_back('}');
  return success();
}

}  // namespace phr::storage
