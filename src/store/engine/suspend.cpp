// Giving the file up for a while, and taking it again.
#include "store/engine/engine.hpp"

#include "core/platform/clock.hpp"

#include "store/schema/schema.hpp"

#include <algorithm>

namespace phr::storage {

namespace {

constexpr std::int64_t between_interrupts = 2;  // milliseconds: an interrupt ends the statement that runs, not those to come

}  // namespace

void engine::interrupt_all() const noexcept {
  for (const database* const each : out_) each->on().interrupt();
  if (write_database_ != nullptr) write_database_->on().interrupt();
}

// How many are left when the time is over; `held` holds `shared_`.
std::size_t engine::wait_for_readers(std::unique_lock<std::mutex>& held, std::int64_t end, bool interrupts) {
  for (;;) {
    if (in_use() == 0) return 0;
    const std::int64_t left = end - platform::steady_milliseconds();
    if (left <= 0) return in_use();
    if (interrupts) interrupt_all();
    returned_.wait_for(held, std::chrono::milliseconds(interrupts ? std::min(left, between_interrupts) : left));
  }
}

result<void> engine::suspend(const suspend_options& how) {
  PHR_TRY(check_here());
  if (writes_here()) return error{errc::locked}.at("the store: a callback of a write of this thread is running").nth(1);
  const std::int64_t end = platform::steady_milliseconds() + how.wait_milliseconds;
  std::unique_lock held(shared_);
  if (service_ == service::suspended) return success();
  PHR_TRY(is_served());
  service_ = service::refusing;
  const auto go_on = [&](error why) {
    if (!held.owns_lock()) held.lock();
    if (service_ == service::refusing) service_ = service::open;
    return why;
  };
  turn only(writer_, std::defer_lock);
  while (!only.try_lock()) {  // `shared_` keeps the writer's connection where it is while it is interrupted
    const std::int64_t left = end - platform::steady_milliseconds();
    if (left <= 0) return go_on(error{errc::locked}.at("the store: a write is still at work").nth(1 + in_use()));
    if (how.cancel_running) interrupt_all();
    returned_.wait_for(held, std::chrono::milliseconds(std::min(left, between_interrupts)));
  }
  const std::size_t left = wait_for_readers(held, end, how.cancel_running);
  if (left != 0) return go_on(error{errc::locked}.at("the store: hits, cursors, views, moments or calls are still held").nth(left));
  held.unlock();
  if (write_database_ != nullptr) {
    const auto settled = settle_held(std::move(only));
    if (!settled) return go_on(settled.error());
    if (!only.owns_lock()) only = turn(writer_);  // nobody writes meanwhile: all are refused
  }
  const std::scoped_lock both(header_, shared_);
  if (service_ != service::refusing) return is_served();  // closed meanwhile
  idle_.clear();
  write_database_.reset();
  file_.file.release();
  service_ = service::suspended;
  return success();
}

result<void> engine::resume() {
  PHR_TRY(check_here());
  if (writes_here()) return error{errc::locked}.at("the store: a callback of a write of this thread is running");
  PHR_TRY(const auto only, hold_writer());
  {
    const std::scoped_lock held(shared_);
    if (service_ == service::open) return success();
    if (service_ != service::suspended) return is_served();
  }
  const std::scoped_lock held(header_);
  const header before = file_.file.head();
  const auto opened = [&]() -> result<std::unique_ptr<database>> {
    PHR_TRY(file_.file.take_again());
    PHR_TRY(auto in, database::open(file_, is_read_only()));
    const auto schema = check_schema(in.on());
    if (!schema && schema.error().code() == errc::damaged_page && file_.file.head().slots != before.slots) {
      return error{errc::wrong_key}.at("the file has other keys since: open it again");
    }
    PHR_TRY(const std::int64_t found, schema);
    if (found < schema_version) return error{errc::file_replaced}.at("the schema of the database");
    return std::make_unique<database>(std::move(in));
  };
  auto in = opened();
  if (!in) {
    file_.file.release();
    return in.as_failure();
  }
  if (!is_read_only()) write_database_ = std::move(in).value();
  const std::scoped_lock served(shared_);
  service_ = service::open;
  return success();
}

}  // namespace phr::storage
