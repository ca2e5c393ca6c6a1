// One open store: its connections, its one writer, its pending audit rows.
#pragma once

#include "store/records/unit.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

namespace phr::storage {

class engine;

// A reader's connection with a read transaction open: everything read through it is of one moment.
// Lifetime: gives the connection back when it ends; the engine outlives it. Threads: per-thread.
class reading {
 public:
  reading(reading&& other) noexcept = default;
  reading& operator=(reading&& other) noexcept;
  reading(const reading&) = delete;
  reading& operator=(const reading&) = delete;
  ~reading();

  [[nodiscard]] snapshot look() const noexcept { return snapshot(*in_); }
  // Its moment is that of this call, or of an earlier look at the file, rather than that of the first look to come.
  [[nodiscard]] result<void> begin_here();

 private:
  friend class engine;
  reading(engine& owner, std::unique_ptr<database> in) noexcept : owner_(&owner), in_(std::move(in)) {}
  engine* owner_;
  std::unique_ptr<database> in_;
};

// The writer, held: a unit of work and the lock that makes it the only one.
// Lifetime: rolls back unless committed; the engine outlives it. Threads: per-thread. A callback that a write calls runs in its middle, on its
// thread: there a second writing is refused, for it would wait for the first one, which waits for the callback.
class writing {
 public:
  writing(writing&&) noexcept = default;
  [[nodiscard]] unit& work() noexcept { return *unit_; }
  [[nodiscard]] result<void> commit(audit_row row);

 private:
  friend class engine;
  struct end_of_turn {
    void operator()(engine* of) const noexcept;
  };
  writing(engine& owner, std::unique_lock<std::timed_mutex> held, std::unique_ptr<unit> begun, std::size_t noted) noexcept
      : owner_(&owner), held_(std::move(held)), turn_(&owner), unit_(std::move(begun)), noted_(noted) {}
  engine* owner_;
  std::unique_lock<std::timed_mutex> held_;
  std::unique_ptr<engine, end_of_turn> turn_;  // ends before the lock is given back
  std::unique_ptr<unit> unit_;
  std::size_t noted_;
};

// An open store.
// Lifetime: `close` or the destructor ends it; readings and writings end before. Where the process ends with it open, it is closed before what it
// needs is gone. In a forked child it is of no use: every call is refused, and nothing is closed. Threads: shared: any number of readings and one
// writing at a time, beside those of other processes. Errors: those of opening.hpp, unit and snapshot; invalid_argument once closed and in a
// forked child; suspended; file_replaced; newer_format where a later version of PHR has brought the file up to date meanwhile.
class engine {
 public:
  [[nodiscard]] static result<std::unique_ptr<engine>> open(std::string_view path, const crypto::credential& with,
                                                            const store_options& options);
  ~engine();

  [[nodiscard]] result<reading> read();
  // Waits for its turn, so long as the options say. errc::locked in the middle of a writing of this thread, at once.
  [[nodiscard]] result<writing> write();

  // Audit rows of the owner's own reads wait here for the next write, for 1,024 of them, or for `close`; a crash can lose
  // those that wait. Rows of anyone else are durable before this returns.
  [[nodiscard]] result<void> note(audit_row row, bool is_owner);
  // Writes all waiting rows.
  [[nodiscard]] result<void> settle();
  // Makes the search index anew from the records, from that version of the schema: see unit::reindex.
  [[nodiscard]] result<void> reindex(const std::string& actor, const progress& watch, std::int64_t from);
  // Changes the store's own search parameters and makes the index anew, in one transaction.
  [[nodiscard]] result<void> change_parameters(const std::string& actor, const progress& watch, const std::function<result<void>(unit&)>& change);
  [[nodiscard]] result<void> index_words(const std::string& actor, bool wanted, const progress& watch);
  // Settles, closes every connection and wipes the keys. Nothing can be read afterwards. errc::locked where the writer is not to be had: then it
  // stays open.
  [[nodiscard]] result<void> close();

  // Gives up every connection, lock and handle of the file until `resume`; the keys stay. errc::locked, with how many in nth, where readings or a
  // writing are still held after the wait: then nothing has changed.
  [[nodiscard]] result<void> suspend(const suspend_options& how);
  // errc::file_replaced where it is not the same file, errc::wrong_key where its keys are others; it stays suspended then.
  [[nodiscard]] result<void> resume();

  // Changes the header and its key slots, with the row of it in the trail: both or neither.
  [[nodiscard]] result<void> change_slots(const std::function<result<void>(opened_file&)>& change);
  // Seals a slot and adds it.
  [[nodiscard]] result<void> seal_slot(const std::function<result<crypto::slot_bytes>(const opened_file&)>& seal);
  struct facts {
    header head;
    std::uint64_t file_bytes = 0;
  };
  // The file as it is now.
  [[nodiscard]] result<facts> look_at_file();
  // The key of places that are given out, for one who keeps it. errc::invalid_argument once closed.
  [[nodiscard]] result<crypto::secret_key> place_key();
  [[nodiscard]] bool is_read_only() const noexcept { return file_.file.how().read_only; }

  // Rewrites the file and empties the WAL, so that no page, free page or frame holds what was erased; it takes memory for the whole file.
  // errc::locked while a reading sees a moment before the erasure; then it is done when the store closes, or opens next. Does nothing
  // where nothing has been erased since.
  [[nodiscard]] result<void> scrub();

  [[nodiscard]] const opened_file& file() noexcept { return file_; }

 private:
  friend class reading;
  friend class writing;
  explicit engine(opened_file opened) : file_(std::move(opened)) {}
  using turn = std::unique_lock<std::timed_mutex>;
  [[nodiscard]] result<turn> hold_writer(std::int64_t milliseconds);
  [[nodiscard]] result<turn> hold_writer() { return hold_writer(file_.busy_milliseconds); }
  [[nodiscard]] result<writing> write_held(turn only, bool of_any_schema = false);  // `only` holds `writer_`
  [[nodiscard]] result<void> settle_held(turn only);
  [[nodiscard]] result<void> bring_up_to_date(const progress& watch);
  [[nodiscard]] result<void> check_here() const;  // errc::invalid_argument in another era of the process
  [[nodiscard]] result<void> is_served() const;   // by whoever holds `shared_`
  [[nodiscard]] result<std::unique_ptr<database>> reader_at_hand();
  void give_back(std::unique_ptr<database> in);
  void end_reader(std::unique_ptr<database> in, bool keep);
  void wipe_keys() noexcept;                // by whoever holds `shared_`
  [[nodiscard]] result<void> scrub_held();  // by whoever holds `writer_`
  [[nodiscard]] result<void> scrub_at_once();
  [[nodiscard]] std::size_t in_use() const noexcept { return out_.size() + between_; }
  [[nodiscard]] std::size_t wait_for_readers(std::unique_lock<std::mutex>& held, std::int64_t end, bool interrupts);
  void interrupt_all() const noexcept;
  [[nodiscard]] bool writes_here() const noexcept { return writing_thread_.load() == std::this_thread::get_id(); }

  const platform::era of_ = platform::this_era();
  opened_file file_;
  std::mutex header_;  // held by whoever reads or changes the header
  std::timed_mutex writer_;
  std::atomic<std::thread::id> writing_thread_{};  // that holds a writing
  std::unique_ptr<database> write_database_;
  mutable std::mutex shared_;  // guards what follows
  std::condition_variable returned_;
  std::vector<std::unique_ptr<database>> idle_;
  std::vector<database*> out_;  // of readings
  std::size_t between_ = 0;     // connections that are being opened, or closed
  std::vector<audit_row> waiting_;
  enum class service : std::uint8_t { open, refusing, suspended, closed } service_ = service::open;
};

}  // namespace phr::storage
