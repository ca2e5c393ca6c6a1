// The handle of an open store, and its key slots.
#pragma once

#include <phr/access/principal.hpp>
#include <phr/access/purpose.hpp>
#include <phr/core/owned.hpp>
#include <phr/core/result.hpp>
#include <phr/crypto/key_slot.hpp>
#include <phr/store/options.hpp>
#include <phr/store/record.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace phr {

class session;

// Why and when: what every decision of a session is made with. The library reads no clock (decision D9); phr::clock_now()
// is there for the host to call.
struct session_options {
  access::purpose purpose = access::purpose::patient_request;
  std::int64_t now = 0;  // microseconds since 1970 UTC
};

struct store_info {
  std::uint64_t file_bytes = 0;
  std::uint32_t page_bytes = 0;
  std::uint16_t format_version = 0;
  std::vector<crypto::slot_kind> slots;  // of the header's eight
  std::vector<type_count> counts;        // live resources by type
  bool full_text = false;                // whether there is an index of all words: session::index_full_text
};

// A person's (or a family's) record in one encrypted file, open. Records are reached only through a session.
// Lifetime: movable; sessions made from it keep the file open until they end, but return errc::invalid_argument after
// `close`. The destructor closes; it runs before main() returns (docs/mistakes.md). Threads: shared; sessions on several threads read at once, writers take turns.
// A file of an earlier version is brought up to date when it is opened (store_options::watch is told of it); an earlier version of PHR
// then finds it to be of a newer format.
// Errors of open: wrong_key, damaged_header, damaged_page, newer_format, locked, not_a_phr_file: six causes, six codes;
// and no_such_file, is_a_directory, permission_denied, read_only, disk_full, io_failed. Nothing is deleted or made anew on
// any of them.
class store {
 public:
  [[nodiscard]] static result<store> open(std::string_view path, const crypto::credential& with, const store_options& options = {});

  store(store&&) noexcept;
  store& operator=(store&&) noexcept;
  ~store();

  // The only door to the records: what `who` may see and do for that purpose at that time.
  [[nodiscard]] result<phr::session> session(const access::principal& who, const session_options& options) const;

  // Ways to open the file. Adding or removing one rewrites the header, never the data. errc::no_free_slot beyond eight;
  // errc::last_slot for the only one.
  [[nodiscard]] result<void> add_passphrase(const crypto::passphrase& typed, const crypto::argon2_cost& cost = {});
  [[nodiscard]] result<void> add_host_key(const crypto::secret_key& host_key);
  [[nodiscard]] result<void> add_recovery_code(const crypto::recovery_code& code);
  [[nodiscard]] result<void> remove_slot(std::size_t slot);

  [[nodiscard]] result<store_info> info() const;

  // Writes what waits, closes the file and lets other processes have it. A second call does nothing.
  [[nodiscard]] result<void> close();

 private:
  struct state;
  friend class session;
  explicit store(owned<state> made) noexcept;
  owned<state> state_;
};

}  // namespace phr
