// Sources, and facts as their sources say them.
#pragma once

#include <phr/store/source.hpp>

#include "store/records/snapshot.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phr::storage {

// Those that something was imported of, or written by, and not forgotten since; by when they were first seen.
[[nodiscard]] result<std::vector<source_info>> sources_of(const snapshot& at);
// The source of that URI. errc::not_found.
[[nodiscard]] result<std::int64_t> source_named(const snapshot& at, std::string_view uri);
// The source whose resource that is, and the one that said this version of it.
[[nodiscard]] result<std::string> source_of(const snapshot& at, std::int64_t key);
[[nodiscard]] result<std::string> origin_of(const snapshot& at, std::int64_t key, std::uint32_t version);

// All that it brought and that has a version, deleted or not, in order of key. The next portion goes on behind the last key of this one.
[[nodiscard]] result<std::vector<std::int64_t>> keys_of_source(const snapshot& at, std::int64_t source, std::int64_t after, std::size_t most);
[[nodiscard]] result<forget_preview> preview_forget(const snapshot& at, std::int64_t source);

// A version with the names that its source gives: its own id, and what it refers to. What another server brought is named by its URL there, and what
// belongs to no server by its name here.
struct foreign_record {
  std::string id;
  std::string stored;  // as append_stored_text writes it
};
[[nodiscard]] result<foreign_record> as_source_says(const snapshot& at, std::int64_t key, const record& version);
// Its whole JSON.
[[nodiscard]] std::string foreign_json(const record& version, const foreign_record& of);
// 64 hexadecimal digits of SHA-256 over "phr revision 1", the URI of its source, the type's name, the id there and the stored text, each ended by a
// zero byte: the same on every device, whatever it calls the resource. Of a deletion, without a text.
[[nodiscard]] result<std::string> revision_of(const snapshot& at, std::int64_t key, const record& version);

}  // namespace phr::storage
