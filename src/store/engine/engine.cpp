#include "store/engine/engine.hpp"

#include "store/records/sweep.hpp"
#include "store/schema/schema.hpp"

namespace phr::storage {

namespace {

constexpr std::size_t most_idle = 16;
constexpr std::size_t most_waiting = 1024;

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
  PHR_TRY(unit_->commit(std::move(row)));
  const std::scoped_lock held(owner_->shared_);
  auto& waiting = owner_->waiting_;
  waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(noted_));
  noted_ = 0;
  return success();
}

result<std::unique_ptr<engine>> engine::open(std::string_view path, const crypto::credential& with, const store_options& options) {
  PHR_TRY(auto opened, open_file(path, with, options));
  const bool created = opened.created;
  const std::int64_t schema = opened.schema;
  std::unique_ptr<engine> made(new engine(std::move(opened)));
  PHR_TRY(auto writer, database::open(made->file_, false));
  made->write_database_ = std::make_unique<database>(std::move(writer));
  if (created) {
    audit_row row;
    row.actor = "owner";
    row.action = audit_action::create_store;
    PHR_TRY(auto first, made->write());
    PHR_TRY(first.commit(row));
  } else if (schema < schema_version) {
    PHR_TRY(made->reindex("owner", options.watch, schema));
  } else {
    static_cast<void>(made->scrub());  // after a crash between an erasure and its end; a full disk must not keep the file shut
  }
  return made;
}

engine::~engine() { static_cast<void>(close()); }

result<reading> engine::read() {
  std::unique_ptr<database> in;
  {
    const std::scoped_lock held(shared_);
    if (closed_) return error{errc::invalid_argument}.at("the store is closed");
    if (!idle_.empty()) {
      in = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (in == nullptr) {
    PHR_TRY(auto opened, database::open(file_, true));
    in = std::make_unique<database>(std::move(opened));
  }
  PHR_TRY(auto* begin, in->use("BEGIN"));
  PHR_TRY(begin->run());
  in->new_moment();
  return reading(*this, std::move(in));
}

result<void> reading::begin_here() {
  PHR_TRY(auto* look, in_->use("SELECT 1 FROM sqlite_schema LIMIT 1"));
  PHR_TRY(look->step());
  look->reset();
  return success();
}

void engine::give_back(std::unique_ptr<database> in) {
  const auto commit = in->use("COMMIT");
  const bool ended = commit && static_cast<bool>(commit.value()->run());
  const std::scoped_lock held(shared_);
  if (ended && !closed_ && idle_.size() < most_idle) idle_.push_back(std::move(in));
}

namespace {

error in_the_middle() { return error{errc::locked}.at("the store: a callback of a write of this thread is running"); }

}  // namespace

result<writing> engine::write() {
  if (writes_here()) return in_the_middle();
  return write_held(std::unique_lock(writer_));
}

result<writing> engine::write_held(std::unique_lock<std::mutex> only) {
  if (write_database_ == nullptr) return error{errc::invalid_argument}.at("the store is closed");
  PHR_TRY(auto begun, unit::begin(*write_database_, file_.audit));
  auto work = std::make_unique<unit>(std::move(begun));
  std::vector<audit_row> rows;
  {
    const std::scoped_lock held(shared_);
    rows = waiting_;
  }
  for (const audit_row& row : rows) PHR_TRY(work->note(row));
  writing_thread_ = std::this_thread::get_id();
  return writing(*this, std::move(only), std::move(work), rows.size());
}

result<void> engine::note(audit_row row, bool is_owner) {
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
  return waiting >= most_waiting && !writes_here() ? settle() : success();
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
  {
    const std::scoped_lock held(shared_);
    if (waiting_.empty()) return success();
  }
  if (writes_here()) return in_the_middle();
  // A writing notes the rows that wait when it begins and takes them away when it ends, so none may go in between but by its holder.
  std::unique_lock only(writer_);
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
  if (writes_here()) return in_the_middle();
  const std::scoped_lock only(writer_);
  if (write_database_ == nullptr) return error{errc::invalid_argument}.at("the store is closed");
  return scrub_held();
}

result<void> engine::scrub_held() {
  database& in = *write_database_;
  PHR_TRY(const bool asked, scrub_is_due(in));
  if (!asked) return success();
  PHR_TRY(in.on().execute("VACUUM"));
  PHR_TRY(empty_wal(in));
  return scrub_is_done(in);
}

result<void> engine::close() {
  {
    const std::scoped_lock held(shared_);
    if (closed_) return success();
  }
  if (writes_here()) return in_the_middle();
  const auto settled = settle();
  const std::scoped_lock only(writer_);
  const std::scoped_lock held(shared_);
  closed_ = true;
  idle_.clear();
  if (write_database_ != nullptr) static_cast<void>(scrub_held());  // what could not be done while readers were open; else at the next opening
  write_database_.reset();  // the last connection: SQLite moves the WAL into the file and removes it
  file_.file.release();
  return settled;
}

}  // namespace phr::storage
