#include "store/records/packed_body.hpp"

#include "store/body/reference_list.hpp"

#include <phr/core/id.hpp>

#include <algorithm>

namespace phr::storage {

namespace {

constexpr std::string_view mark = "\"reference\":\"";
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

std::size_t place_of(std::vector<std::int64_t>& keys, std::int64_t key) {
  const auto found = std::find(keys.begin(), keys.end(), key);
  if (found != keys.end()) return static_cast<std::size_t>(found - keys.begin());
  keys.push_back(key);
  return keys.size() - 1;
}

// The key of Type/id; 0 for any other text.
result<std::int64_t> key_of(interner& names, std::string_view reference) {
  const std::size_t slash = reference.find('/');
  if (slash == std::string_view::npos) return std::int64_t{0};
  const auto type = fhir::resource_type_named(reference.substr(0, slash));
  const std::string_view id = reference.substr(slash + 1);
  if (!type || !is_valid_id(id)) return std::int64_t{0};
  PHR_TRY(const auto identity, names.identity(*type, id));
  return identity.key;
}

result<void> take_out(interner& names, std::string_view text, std::vector<std::int64_t>& keys, std::string& left) {
  left.clear();
  left.reserve(text.size());
  for (;;) {
    const std::size_t found = text.find(mark);
    if (found == std::string_view::npos) break;
    const std::size_t begin = found + mark.size();
    const std::size_t end = text.find('"', begin);
    if (end == std::string_view::npos) break;
    left += text.substr(0, begin);
    const std::string_view reference = text.substr(begin, end - begin);
    PHR_TRY(const std::int64_t key, key_of(names, reference));
    const std::size_t place = key == 0 ? most_places : place_of(keys, key);
    if (place < most_places) {
      put_place(left, place);
    } else {
      left += reference;
    }
    text.remove_prefix(end);
  }
  left += text;
  return success();
}

}  // namespace

result<void> pack_body(database& in, interner& names, std::string_view text, const std::vector<std::int64_t>& also, std::vector<std::uint8_t>& into) {
  std::vector<std::int64_t> keys;
  std::string left;
  PHR_TRY(take_out(names, text, keys, left));
  for (const std::int64_t key : also) static_cast<void>(place_of(keys, key));
  into.clear();
  put_varint(into, keys.size());
  for (const std::int64_t key : keys) put_varint(into, static_cast<std::uint64_t>(key));
  PHR_TRY(const bytes_view compressed, in.bodies().compress(left));
  into.insert(into.end(), compressed.begin(), compressed.end());
  return success();
}

result<void> unpack_body(database& in, bytes_view body, std::int64_t dictionary, std::string& out) {
  if (dictionary != packed_dictionary) return in.bodies().expand(body, dictionary, out);
  const error damaged = error{errc::damaged_page}.at("the body of a record");
  std::vector<std::int64_t> keys;
  if (!take_reference_list(body, keys)) return damaged;
  if (keys.empty()) return in.bodies().expand(body, newest_dictionary, out);
  std::string left;
  PHR_TRY(in.bodies().expand(body, newest_dictionary, left));
  out.clear();
  out.reserve(left.size() + keys.size() * 48);
  std::string_view rest = left;
  for (;;) {
    const std::size_t found = rest.find_first_of("\x01\x02");
    if (found == std::string_view::npos) break;
    out += rest.substr(0, found);
    const bool is_short = rest[found] == '\x01';
    const std::size_t size = is_short ? 2 : 3;
    if (found + size > rest.size()) return damaged;
    const auto digit = [&](std::size_t nth) { return static_cast<std::size_t>(rest[found + nth] - '0'); };
    const std::size_t place = is_short ? digit(1) : short_places + digit(1) * 64 + digit(2);
    if (place >= keys.size()) return damaged;
    PHR_TRY(const std::string_view name, reference_text(in, keys[place]));
    out += name;
    rest.remove_prefix(found + size);
  }
  out += rest;
  return success();
}

}  // namespace phr::storage
