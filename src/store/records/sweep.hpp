// After an erasure: what nothing needs any more.
#pragma once

#include "store/sql/database.hpp"

#include <span>
#include <string_view>

namespace phr::storage {

// Inside a write transaction, after all resources to be erased are taken out. Removes
//  - index rows of resources that are not there;
//  - codings, units, systems, URLs and other interned texts that no index row uses;
//  - identities that no version, body, index row or compartment names: where the trail or the feed of changes has their number, the id is
//    replaced by the number, so that a row says that something was done, not to what.
// It also merges full-text indexes, and notes that the file is to be scrubbed. It looks at the whole index and every
// body: time as for reading them.
// Errors: those of sql.
[[nodiscard]] result<void> sweep(database& in);

// The columns that hold keys of resources, terms, codings or identities. A test knows every column of the schema, so that a new one cannot
// be forgotten here.
struct key_column {
  std::string_view table;
  std::string_view column;
  // A target is an identity, or a term by its negative; what is first in a composite is a coding or a target, as its parameter has it.
  enum class holds : std::uint8_t { resource, term, coding, identity, target, first_of_composite } what;
};
[[nodiscard]] std::span<const key_column> key_columns() noexcept;

[[nodiscard]] result<bool> scrub_is_due(database& in);
[[nodiscard]] result<void> scrub_is_done(database& in);
// Moves the WAL into the file and cuts it to nothing. errc::locked while a reader needs it.
[[nodiscard]] result<void> empty_wal(database& in);

}  // namespace phr::storage
