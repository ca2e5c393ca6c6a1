#include "store/engine/engine.hpp"

#include "store/engine/open_engines.hpp"
#include "store/records/sweep.hpp"
#include "store/schema/schema.hpp"

namespace phr::storage {

namespace {

constexpr std::size_t most_idle = 16;
constexpr std::size_t most_waiting = 1024;
constexpr std::size_t most_kept = 16 * most_waiting;  // while the writer is not to be had

}  // namespace

reading& reading::operator=(reading&& other) noexcept {
  std::swap(owner_, other.owner_);
  std::swap(in_, other.in_);
  return *this;
}

reading::~reading() {
  if (in_ != nullptr) owner_->give_back(std::move(in_));
}

void writing::end_of_turn::operator()(engine* of) const noexcept { of->writing_thread_ = std::thread::id(); }

result<void> writing::commit(audit_row row) {
  PHR_TRY(owner_->file_.file.held()->check_name());
  PHR_TRY(unit_->commit(std::move(row)));
  const std::scoped_lock held(owner_->shared_);
  auto& waiting = owner_->waiting_;
  waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(noted_));
  noted_ = 0;
  return success();
}

result<std::unique_ptr<engine>> engine::open(std::string_view path, const crypto::credential& with, const store_options& options) {
  if (platform::is_ending()) return error{errc::invalid_argument}.at("the process ends");
  PHR_TRY(auto opened, open_file(path, with, options));
  const bool created = opened.created;
  const std::int64_t schema = opened.schema;
  std::unique_ptr<engine> made(new engine(std::move(opened)));
  open_engines::here().add(made.get());
  if (options.read_only) return made;
  PHR_TRY(auto writer, database::open(made->file_, false));
  made->write_database_ = std::make_unique<database>(std::move(writer));
  if (created) {
    audit_row row;
    row.actor = "owner";
    row.action = audit_action::create_store;
    PHR_TRY(auto first, made->write());
    PHR_TRY(first.commit(row));
  } else if (schema < schema_version) {
    PHR_TRY(made->bring_up_to_date(options.watch));
  } else {
    static_cast<void>(made->scrub_at_once());  // after a crash between an erasure and its end; a full disk must not keep the file shut
  }
  return made;
}

engine::~engine() {
  static_cast<void>(close());
  if (!platform::is_ending()) open_engines::here().remove(this);
}

result<void> engine::check_here() const {
  if (of_ == platform::this_era()) return success();
  if (platform::is_ending()) return error{errc::invalid_argument}.at("the process ends: its stores are closed");
  return error{errc::invalid_argument}.at("the store was opened by another process: open it again after fork");
}

result<void> engine::is_served() const {
  switch (service_) {
    case service::open: return success();
    case service::closed: return error{errc::invalid_argument}.at("the store is closed");
    default: return error{errc::suspended}.at("the store");
  }
}

namespace {

// Another process may have a later version of PHR, which brings the file up to date.
result<std::int64_t> schema_of(database& in) {
  PHR_TRY(auto* select, in.use("SELECT value FROM setting WHERE name = 'schema'"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->step());
  if (!found) return error{errc::damaged_page}.at("the schema of the database");
  if (select->integer(0) > schema_version) return error{errc::newer_format}.at("the schema of the database");
  return select->integer(0);
}

}  // namespace

result<std::unique_ptr<database>> engine::reader_at_hand() {
  PHR_TRY(check_here());
  std::unique_ptr<database> in;
  {
    const std::scoped_lock held(shared_);
    PHR_TRY(is_served());
    if (!idle_.empty()) {
      in = std::move(idle_.back());
      idle_.pop_back();
      out_.push_back(in.get());
    } else {
      ++between_;
    }
  }
  if (in != nullptr && in->on().file_is_still()) {  // as long as nobody writes it after all
    PHR_TRY(const bool still, file_.is_still());
    if (!still) {
      end_reader(std::move(in), false);
      const std::scoped_lock held(shared_);
      ++between_;
    }
  }
  if (in != nullptr) return in;
  auto opened = database::open(file_, true);
  const std::scoped_lock held(shared_);
  --between_;
  if (opened) {
    in = std::make_unique<database>(std::move(opened).value());
    out_.push_back(in.get());
    return in;
  }
  returned_.notify_all();
  return opened.as_failure();
}

result<reading> engine::read() {
  PHR_TRY(auto in, reader_at_hand());
  const auto begun = [&]() -> result<void> {
    PHR_TRY(auto* begin, in->use("BEGIN"));
    PHR_TRY(begin->run());
    in->new_moment();
    const std::uint32_t version = in->on().data_version();
    if (version == in->checked_version()) return success();
    PHR_TRY(schema_of(*in));
    in->checked_version() = in->on().data_version();
    return success();
  }();
  if (begun) return reading(*this, std::move(in));
  end_reader(std::move(in), false);
  return begun.as_failure();
}

result<void> reading::begin_here() {
  PHR_TRY(auto* look, in_->use("SELECT 1 FROM sqlite_schema LIMIT 1"));
  PHR_TRY(look->step());
  look->reset();
  return success();
}

void engine::give_back(std::unique_ptr<database> in) {
  if (of_ != platform::this_era()) return;  // the locks below may be held by a thread that is not there
  const auto commit = in->use("COMMIT");
  end_reader(std::move(in), commit && static_cast<bool>(commit.value()->run()));
}

void engine::end_reader(std::unique_ptr<database> in, bool keep) {
  {
    const std::scoped_lock held(shared_);
    std::erase(out_, in.get());
    if (keep && service_ == service::open && idle_.size() < most_idle) {
      idle_.push_back(std::move(in));
      return;
    }
    ++between_;
  }
  in.reset();
  const std::scoped_lock held(shared_);
  --between_;
  if (service_ == service::closed && in_use() == 0) wipe_keys();
  returned_.notify_all();
}

namespace {

error in_the_middle() { return error{errc::locked}.at("the store: a callback of a write of this thread is running"); }

}  // namespace

result<engine::turn> engine::hold_writer(std::int64_t milliseconds) {
  turn only(writer_, std::defer_lock);
  if (only.try_lock() || only.try_lock_for(std::chrono::milliseconds(milliseconds))) return only;
  return error{errc::locked}.at("the store: another writer of this process is at work");
}

result<writing> engine::write() {
  PHR_TRY(check_here());
  if (is_read_only()) return error{errc::read_only}.at("the store was opened to be read only");
  if (writes_here()) return in_the_middle();
  PHR_TRY(auto only, hold_writer());
  {
    const std::scoped_lock held(shared_);
    PHR_TRY(is_served());
  }
  return write_held(std::move(only));
}

result<writing> engine::write_held(turn only, bool of_any_schema) {
  if (write_database_ == nullptr) return error{errc::invalid_argument}.at("the store is closed");
  PHR_TRY(file_.file.held()->check_name());
  PHR_TRY(auto begun, unit::begin(*write_database_, file_.audit));
  PHR_TRY(const std::int64_t schema, schema_of(*write_database_));
  if (schema < schema_version && !of_any_schema) return error{errc::damaged_page}.at("the schema of the database");
  auto work = std::make_unique<unit>(std::move(begun));
  std::vector<audit_row> rows;
  {
    const std::scoped_lock held(shared_);
    rows = waiting_;
  }
  if (!of_any_schema) {
    for (const audit_row& row : rows) PHR_TRY(work->note(row));
  }
  writing_thread_ = std::this_thread::get_id();
  return writing(*this, std::move(only), std::move(work), of_any_schema ? 0 : rows.size());
}

// Another process may have done it since the file was opened, or be doing it: inside the transaction it is known.
result<void> engine::bring_up_to_date(const progress& watch) {
  PHR_TRY(auto only, hold_writer());
  PHR_TRY(auto writer, write_held(std::move(only), true));
  PHR_TRY(const std::int64_t schema, schema_of(*write_database_));
  if (schema == schema_version) return success();
  audit_row row;
  row.actor = "owner";
  row.action = audit_action::reindex;
  PHR_TRY(writer.work().reindex(watch, schema));
  return writer.commit(std::move(row));
}

result<void> engine::note(audit_row row, bool is_owner) {
  PHR_TRY(check_here());
  if (is_read_only() && is_owner) return success();
  if (!is_owner) {
    PHR_TRY(auto writer, write());
    return writer.commit(std::move(row));
  }
  std::size_t waiting = 0;
  {
    const std::scoped_lock held(shared_);
    waiting_.push_back(std::move(row));
    waiting = waiting_.size();
  }
  if ((waiting % most_waiting != 0 && waiting < most_kept) || writes_here()) return success();
  auto settled = settle();
  // Others may keep the writer for long; a read does not fail of that, as long as there is room.
  if (!settled && settled.error().code() == errc::locked && waiting < most_kept) return success();
  return settled;
}

result<void> engine::reindex(const std::string& actor, const progress& watch, std::int64_t from) {
  audit_row row;
  row.actor = actor;
  row.action = audit_action::reindex;
  PHR_TRY(auto writer, write());
  PHR_TRY(writer.work().reindex(watch, from));
  return writer.commit(std::move(row));
}

result<void> engine::change_parameters(const std::string& actor, const progress& watch, const std::function<result<void>(unit&)>& change) {
  audit_row row;
  row.actor = actor;
  row.action = audit_action::reindex;
  PHR_TRY(auto writer, write());
  PHR_TRY(change(writer.work()));
  PHR_TRY(writer.work().reindex(watch, schema_version));
  return writer.commit(std::move(row));
}

result<void> engine::index_words(const std::string& actor, bool wanted, const progress& watch) {
  audit_row row;
  row.actor = actor;
  row.action = audit_action::reindex;
  PHR_TRY(auto writer, write());
  PHR_TRY(writer.work().index_words(wanted, watch));
  return writer.commit(std::move(row));
}

result<void> engine::settle() {
  PHR_TRY(check_here());
  {
    const std::scoped_lock held(shared_);
    if (waiting_.empty()) return success();
    PHR_TRY(is_served());
  }
  if (writes_here()) return in_the_middle();
  PHR_TRY(auto only, hold_writer());
  return settle_held(std::move(only));
}

// A writing notes the rows that wait when it begins and takes them away when it ends, so none may go in between but by its holder.
result<void> engine::settle_held(turn only) {
  audit_row last;
  {
    const std::scoped_lock held(shared_);
    if (waiting_.empty()) return success();
    last = std::move(waiting_.back());
    waiting_.pop_back();
  }
  const auto written = [&]() -> result<void> {
    PHR_TRY(auto writer, write_held(std::move(only)));
    return writer.commit(last);
  }();
  if (!written) {  // kept for the next try
    const std::scoped_lock held(shared_);
    waiting_.push_back(std::move(last));
  }
  return written;
}

result<void> engine::scrub() {
  PHR_TRY(check_here());
  if (writes_here()) return in_the_middle();
  PHR_TRY(const auto only, hold_writer());
  if (write_database_ == nullptr) return error{errc::invalid_argument}.at("the store is closed");
  return scrub_held();
}

// Nobody waits here for a reader of before: whoever opens or closes the file next tries again.
result<void> engine::scrub_at_once() {
  write_database_->on().wait_for_others(0);
  const auto done = scrub_held();
  write_database_->on().wait_for_others(file_.busy_milliseconds);
  return done;
}

result<void> engine::scrub_held() {
  database& in = *write_database_;
  PHR_TRY(const bool asked, scrub_is_due(in));
  if (!asked) return success();
  PHR_TRY(file_.file.held()->check_name());
  PHR_TRY(in.on().execute("VACUUM"));
  PHR_TRY(empty_wal(in));
  return scrub_is_done(in);
}

result<void> engine::close() {
  if (platform::is_ending()) return success();
  PHR_TRY(check_here());
  {
    const std::scoped_lock held(shared_);
    if (service_ == service::closed) return success();
  }
  if (writes_here()) return in_the_middle();
  PHR_TRY(auto only, hold_writer());
  result<void> settled = success();
  if (write_database_ != nullptr) {
    settled = settle_held(std::move(only));
    PHR_TRY(only, hold_writer());
  }
  const std::scoped_lock both(header_, shared_);
  service_ = service::closed;
  idle_.clear();
  if (write_database_ != nullptr) static_cast<void>(scrub_at_once());  // what could not be done while readers were open; else at the next opening
  write_database_.reset();  // the last connection of all processes: SQLite moves the WAL into the file and removes it
  file_.file.end();
  if (in_use() == 0) wipe_keys();
  return settled;
}

}  // namespace phr::storage
