// The header of an open store, its key slots and its keys.
#include "store/engine/engine.hpp"

namespace phr::storage {

result<void> engine::change_slots(const std::function<result<void>(opened_file&)>& change) {
  audit_row row;
  row.actor = "owner";
  row.action = audit_action::change_keys;
  PHR_TRY(auto writer, write());
  const std::scoped_lock held(header_);
  PHR_TRY(file_.file.read_header());
  const header before = file_.file.head();
  PHR_TRY(change(file_));
  const auto written = writer.commit(std::move(row));
  if (!written) static_cast<void>(file_.file.write_header(before));
  return written;
}

result<void> engine::seal_slot(const std::function<result<crypto::slot_bytes>(const opened_file&)>& seal) {
  PHR_TRY(check_here());
  if (is_read_only()) return error{errc::read_only}.at("the store was opened to be read only");
  {
    const std::scoped_lock held(shared_);
    PHR_TRY(is_served());
    ++between_;  // the key is needed for as long as this takes
  }
  const auto sealed = seal(file_);
  {
    const std::scoped_lock held(shared_);
    --between_;
    if (service_ == service::closed && in_use() == 0) wipe_keys();
    returned_.notify_all();
  }
  if (!sealed) return sealed.as_failure();
  return change_slots([&](opened_file& file) { return add_slot(file, sealed.value()); });
}

result<engine::facts> engine::look_at_file() {
  PHR_TRY(check_here());
  {
    const std::scoped_lock held(shared_);
    PHR_TRY(is_served());
  }
  const std::scoped_lock held(header_);
  PHR_TRY(file_.file.read_header());
  facts made{file_.file.head()};
  PHR_TRY(made.file_bytes, file_.file.held()->size());
  return made;
}

result<crypto::secret_key> engine::place_key() {
  PHR_TRY(check_here());
  const std::scoped_lock held(shared_);
  if (service_ == service::closed) return error{errc::invalid_argument}.at("the store is closed");
  return file_.places.clone();
}

void engine::wipe_keys() noexcept {
  for (crypto::secret_key* const each : {&file_.data_key, &file_.pages, &file_.audit, &file_.places}) {
    const crypto::secret_key gone(std::move(*each));
  }
}

}  // namespace phr::storage
