// Bodies with their references taken out.
#pragma once

#include "store/intern/interner.hpp"
#include "store/records/body_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace phr::storage {

// A packed body is the identity keys of what the resource refers to, and then its text, compressed, in which each reference stands as
// its place in that list. An id of 36 characters in every reference is what makes records of many small resources long, and nothing
// compresses it. The list also tells, without expanding anything, what a resource refers to: chains and includes go by it.
// Form: the number of keys and each of them, 7 bits to a byte, the least first, the highest bit for "more follows"; then what
// body_codec makes. In the text: 0x01 and a byte from '0' on for the first 64 places, 0x02 and two bytes for the next 4,096; these two
// characters do not occur in JSON. References beyond, with escapes, or to no Type/id stand as they are.
// Their number of dictionary is packed_dictionary.

// Packs a text as append_stored_text makes it, with where its references stand, in order. `also` are keys that the list must have, too. Borrowed until the
// next call with this `into`.
[[nodiscard]] result<void> pack_body(database& in, std::string_view text, const std::vector<reference_spot>& spots, const std::vector<std::int64_t>& also,
                                     std::vector<std::uint8_t>& into);

// Any body, packed or of the time before: the text as append_stored_text made it. Replaces `out`.
[[nodiscard]] result<void> unpack_body(database& in, bytes_view body, std::int64_t dictionary, std::string& out);

enum class references_as : std::uint8_t { text, nothing };
// The whole resource of any body, behind what `out` holds.
[[nodiscard]] result<void> append_resource(database& in, const resource_head& head, bytes_view body, std::int64_t dictionary, std::string& out,
                                           references_as as = references_as::text);

}  // namespace phr::storage
