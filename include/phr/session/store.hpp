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
// Several processes, and several stores of one process, may have a file open: readers beside one writer at a time, who are waited for as the options
// say. An earlier version of PHR has a file alone, and is told that it is locked.
// The file is held by handle: wherever the process goes, it is the one that was opened. Where its name leads to another file, or nowhere, new reads and
// all writes return errc::file_replaced, and neither file is written to.
// Lifetime: movable; sessions made from it keep the file open until they end, but return errc::invalid_argument after
// `close`. The destructor closes; what is open when the process ends, wherever it is kept, is closed then, and its keys are wiped. A child made by fork
// must open the file itself: every call with what it has from its parent returns errc::invalid_argument, and disturbs nobody.
// Threads: shared; sessions on several threads read at once, writers take turns.
// A file of an earlier version is brought up to date when it is opened (store_options::watch is told of it); an earlier version of PHR
// then finds it to be of a newer format.
// `:memory:` for a path is a new store that is nowhere but in memory, and gone when it is closed: all else is as of a file, but that no other store or
// process has it. With options.read_only it is errc::invalid_argument.
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

  // Ways to open the file, as they are now: other processes may change them too. Adding or removing one rewrites the header, never the data, and
  // is in the trail before it counts. errc::no_free_slot beyond eight; errc::last_slot for the only one.
  [[nodiscard]] result<void> add_passphrase(const crypto::passphrase& typed, const crypto::argon2_cost& cost = {});
  [[nodiscard]] result<void> add_host_key(const crypto::secret_key& host_key);
  [[nodiscard]] result<void> add_recovery_code(const crypto::recovery_code& code);
  [[nodiscard]] result<void> remove_slot(std::size_t slot);

  [[nodiscard]] result<store_info> info() const;

  // Writes what waits and gives up every lock and handle of the file, for systems that end a process which holds one in the background. Until
  // `resume` every call returns errc::suspended; sessions stay, and so do the keys in memory. errc::locked, with how many in nth, where calls, hits,
  // cursors, views or moments are still held after the wait: the store goes on as before then.
  [[nodiscard]] result<void> suspend(const suspend_options& options = {});
  // Opens the file again: the same, or errc::file_replaced. Key slots are as they are then. errc::wrong_key where the keys have changed.
  // On an error it stays suspended; it can be tried again.
  [[nodiscard]] result<void> resume();

  // Writes what waits and closes the file. When the last of all who have it open has done so, one file is everything. errc::locked where a write of
  // another thread does not end within the time that the options give: it stays open then. A second call does nothing.
  [[nodiscard]] result<void> close();

 private:
  struct state;
  friend class session;
  explicit store(owned<state> made) noexcept;
  owned<state> state_;
};

}  // namespace phr
