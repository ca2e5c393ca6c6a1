#include "session/state.hpp"

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

result<void> store::add_passphrase(const crypto::passphrase& typed, const crypto::argon2_cost& cost) {
  return state_->engine->seal_slot([&](const storage::opened_file& file) { return storage::sealed(file, typed, cost); });
}

result<void> store::add_host_key(const crypto::secret_key& host_key) {
  return state_->engine->seal_slot([&](const storage::opened_file& file) { return storage::sealed(file, host_key); });
}

result<void> store::add_recovery_code(const crypto::recovery_code& code) {
  return state_->engine->seal_slot([&](const storage::opened_file& file) { return storage::sealed(file, code); });
}

result<void> store::remove_slot(std::size_t slot) {
  return state_->engine->change_slots([&](storage::opened_file& file) { return storage::remove_slot(file, slot); });
}

result<store_info> store::info() const {
  store_info about;
  PHR_TRY(const auto file, state_->engine->look_at_file());
  about.file_bytes = file.file_bytes;
  about.page_bytes = file.head.page_bytes;
  about.format_version = storage::format_version;
  for (const auto& slot : file.head.slots) about.slots.push_back(crypto::kind(slot));
  PHR_TRY(auto reading, state_->engine->read());
  PHR_TRY(about.counts, reading.look().counts());
  PHR_TRY(about.full_text, reading.look().has_full_text());
  return about;
}

result<void> store::suspend(const suspend_options& options) { return state_->engine->suspend(options); }
result<void> store::resume() { return state_->engine->resume(); }
result<void> store::close() { return state_->engine->close(); }

}  // namespace phr
