#include "session/state.hpp"

#include <sys/stat.h>

namespace phr {

store::store(owned<state> made) noexcept : state_(std::move(made)) {}
store::store(store&&) noexcept = default;
store& store::operator=(store&&) noexcept = default;

store::~store() {
  if (state_) static_cast<void>(close());
}

result<store> store::open(std::string_view path, const crypto::credential& with, const store_options& options) {
  PHR_TRY(auto engine, storage::engine::open(path, with, options));
  return store(owned<state>(new state{std::move(engine)}));
}

result<session> store::session(const access::principal& who, const session_options& options) const {
  PHR_TRY(auto way_in, gate::door::open(state_->engine, who, options.purpose, options.now));
  return phr::session(owned<phr::session::state>(new phr::session::state(std::move(way_in))));
}

namespace {

// Changes the header, and writes that to the trail as well; it is the owner's: only who holds a key has the store open.
template <class Change>
result<void> change_header(storage::engine& engine, const Change& change) {
  {
    const auto held = engine.hold_header();
    PHR_TRY(change());
  }
  storage::audit_row row;
  row.actor = "owner";
  row.action = audit_action::change_keys;
  return engine.note(std::move(row), true);
}

}  // namespace

result<void> store::add_passphrase(const crypto::passphrase& typed, const crypto::argon2_cost& cost) {
  return change_header(*state_->engine, [&] { return storage::add_passphrase(state_->engine->file(), typed, cost); });
}

result<void> store::add_host_key(const crypto::secret_key& host_key) {
  return change_header(*state_->engine, [&] { return storage::add_host_key(state_->engine->file(), host_key); });
}

result<void> store::add_recovery_code(const crypto::recovery_code& code) {
  return change_header(*state_->engine, [&] { return storage::add_recovery_code(state_->engine->file(), code); });
}

result<void> store::remove_slot(std::size_t slot) {
  return change_header(*state_->engine, [&] { return storage::remove_slot(state_->engine->file(), slot); });
}

result<store_info> store::info() const {
  store_info about;
  {
    const auto held = state_->engine->hold_header();
    const auto& file = state_->engine->file().file;
    struct stat status {};
    if (::stat(file.path().c_str(), &status) != 0) return error{errc::io_failed}.at("the file");
    about.file_bytes = static_cast<std::uint64_t>(status.st_size);
    about.page_bytes = file.head().page_bytes;
    about.format_version = storage::format_version;
    for (const auto& slot : file.head().slots) about.slots.push_back(crypto::kind(slot));
  }
  PHR_TRY(auto reading, state_->engine->read());
  PHR_TRY(about.counts, reading.look().counts());
  PHR_TRY(about.full_text, reading.look().has_full_text());
  return about;
}

result<void> store::close() { return state_->engine->close(); }

}  // namespace phr
