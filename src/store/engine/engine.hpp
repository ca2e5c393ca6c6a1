// One open store: its connections, its one writer, its pending audit rows.
#pragma once

#include "store/records/unit.hpp"

#include <atomic>
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
  writing(engine& owner, std::unique_lock<std::mutex> held, std::unique_ptr<unit> begun, std::size_t noted) noexcept
      : owner_(&owner), held_(std::move(held)), turn_(&owner), unit_(std::move(begun)), noted_(noted) {}
  engine* owner_;
  std::unique_lock<std::mutex> held_;
  std::unique_ptr<engine, end_of_turn> turn_;  // ends before the lock is given back
  std::unique_ptr<unit> unit_;
  std::size_t noted_;
};

// An open store.
// Lifetime: `close` or the destructor ends it; readings and writings end before. Threads: shared: any number of readings
// and one writing at a time. Errors: those of opening.hpp, unit and snapshot; invalid_argument once closed.
class engine {
 public:
  [[nodiscard]] static result<std::unique_ptr<engine>> open(std::string_view path, const crypto::credential& with,
                                                            const store_options& options);
  ~engine();

  [[nodiscard]] result<reading> read();
  // Waits for its turn. errc::locked in the middle of a writing of this thread.
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
  // Settles and closes every connection. Nothing can be read afterwards.
  [[nodiscard]] result<void> close();

  // Rewrites the file and empties the WAL, so that no page, free page or frame holds what was erased; it takes memory for the whole file.
  // errc::locked while a reading sees a moment before the erasure; then it is done when the store closes, or opens next. Does nothing
  // where nothing has been erased since.
  [[nodiscard]] result<void> scrub();

  [[nodiscard]] opened_file& file() noexcept { return file_; }
  // Held by whoever reads or changes the header and its key slots.
  [[nodiscard]] std::unique_lock<std::mutex> hold_header() { return std::unique_lock(header_); }

 private:
  friend class reading;
  friend class writing;
  explicit engine(opened_file opened) : file_(std::move(opened)) {}
  [[nodiscard]] result<writing> write_held(std::unique_lock<std::mutex> only);  // `only` holds `writer_`
  void give_back(std::unique_ptr<database> in);
  [[nodiscard]] result<void> scrub_held();  // by whoever holds `writer_`
  [[nodiscard]] bool writes_here() const noexcept { return writing_thread_.load() == std::this_thread::get_id(); }

  opened_file file_;
  std::mutex header_;
  std::mutex writer_;
  std::atomic<std::thread::id> writing_thread_{};  // that holds a writing
  std::unique_ptr<database> write_database_;
  std::mutex shared_;  // guards what follows
  std::vector<std::unique_ptr<database>> idle_;
  std::vector<audit_row> waiting_;
  bool closed_ = false;
};

}  // namespace phr::storage
