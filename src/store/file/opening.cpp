#include "store/file/opening.hpp"

#include "store/schema/schema.hpp"

#include <phr/crypto/random.hpp>

#include <algorithm>
#include <utility>

namespace phr::storage {

namespace {

// Seals the data key for whatever kind of secret the credential is.
result<crypto::slot_bytes> seal(const crypto::secret_key& data_key, const crypto::credential& with,
                                const crypto::argon2_cost& cost, bytes_view binding) {
  switch (with.kind()) {
    case crypto::slot_kind::passphrase: return crypto::seal_passphrase(data_key, crypto::passphrase(as_text(with.secret())), cost, binding);
    case crypto::slot_kind::host_key: {
      PHR_TRY(const auto host_key, crypto::secret_key::from(with.secret()));
      return crypto::seal_host_key(data_key, host_key, binding);
    }
    default: return error{errc::invalid_argument}.at("a new store is made with a passphrase or a host key");
  }
}

// Tries each slot of the credential's kind. A damaged slot is reported only where no other slot opens.
result<crypto::secret_key> unseal(const header& head, const crypto::credential& with) {
  const auto binding = head.binding();
  error problem = error{errc::wrong_key}.at("the key slots");
  for (std::size_t index = 0; index < slot_count; ++index) {
    if (crypto::kind(head.slots[index]) != with.kind()) continue;
    auto opened = crypto::open(head.slots[index], with, binding);
    if (opened) return opened;
    if (opened.error().code() != errc::wrong_key) problem = opened.error().nth(index);
  }
  return problem;
}

result<opened_file> keyed(file held, crypto::secret_key data_key, const store_options& options) {
  PHR_TRY(auto pages, page_key(data_key, held.head()));
  PHR_TRY(auto audit, audit_key(data_key, held.head()));
  PHR_TRY(auto places, place_key(data_key, held.head()));
  return opened_file{std::move(held), std::move(data_key), std::move(pages), std::move(audit), std::move(places), options.busy_milliseconds, false, 0};
}

result<void> make_database(const opened_file& opened) {
  PHR_TRY(const auto writer, opened.connect(false));
  PHR_TRY(writer.execute("PRAGMA journal_mode=WAL"));
  PHR_TRY(auto whole, sql::transaction::begin(writer));
  PHR_TRY(create_schema(writer));
  return whole.commit();
}

result<opened_file> create(std::string_view path, const crypto::credential& with, const store_options& options) {
  header head;
  PHR_TRY(crypto::fill(head.file_id));
  head.page_bytes = options.page_bytes;
  if (options.page_bytes != 4096 && options.page_bytes != 8192 && options.page_bytes != 16384) {
    return error{errc::invalid_argument}.at("page_bytes");
  }
  PHR_TRY(auto data_key, crypto::random_key());
  PHR_TRY(head.slots[0], seal(data_key, with, options.cost, head.binding()));
  PHR_TRY(auto made, file::create(path, head));
  PHR_TRY(auto opened, keyed(std::move(made), std::move(data_key), options));
  const auto database = make_database(opened);
  if (!database) {
    opened.file.discard();
    return database.as_failure();
  }
  opened.created = true;
  return opened;
}

result<void> add(opened_file& opened, const result<crypto::slot_bytes>& sealed) {
  if (!sealed) return sealed.as_failure();
  header head = opened.file.head();
  const auto free = std::find_if(head.slots.begin(), head.slots.end(),
                                 [](const auto& slot) { return crypto::kind(slot) == crypto::slot_kind::empty; });
  if (free == head.slots.end()) return error{errc::no_free_slot}.at("the key slots");
  *free = sealed.value();
  ++head.sequence;
  return opened.file.write_header(head);
}

}  // namespace

result<sql::connection> opened_file::connect(bool read_only) const {
  PHR_TRY(auto connected, sql::connection::open(file.path(), pages, {file.head().page_bytes, busy_milliseconds, read_only}));
  return connected;
}

result<opened_file> open_file(std::string_view path, const crypto::credential& with, const store_options& options) {
  auto held = file::open(path, options.use_spare_header);
  if (!held && held.error().code() == errc::no_such_file && options.create) return create(path, with, options);
  if (!held) return held.as_failure();
  PHR_TRY(auto data_key, unseal(held.value().head(), with));
  PHR_TRY(auto opened, keyed(std::move(held).value(), std::move(data_key), options));
  PHR_TRY(const auto first, opened.connect(false));
  PHR_TRY(opened.schema, check_schema(first));
  return opened;
}

result<void> add_passphrase(opened_file& opened, const crypto::passphrase& typed, const crypto::argon2_cost& cost) {
  return add(opened, crypto::seal_passphrase(opened.data_key, typed, cost, opened.file.head().binding()));
}

result<void> add_host_key(opened_file& opened, const crypto::secret_key& host_key) {
  return add(opened, crypto::seal_host_key(opened.data_key, host_key, opened.file.head().binding()));
}

result<void> add_recovery_code(opened_file& opened, const crypto::recovery_code& code) {
  return add(opened, crypto::seal_recovery(opened.data_key, code, opened.file.head().binding()));
}

result<void> remove_slot(opened_file& opened, std::size_t slot) {
  header head = opened.file.head();
  if (slot >= slot_count || crypto::kind(head.slots[slot]) == crypto::slot_kind::empty) {
    return error{errc::not_found}.at("the key slots").nth(slot);
  }
  const auto used = std::count_if(head.slots.begin(), head.slots.end(),
                                  [](const auto& each) { return crypto::kind(each) != crypto::slot_kind::empty; });
  if (used == 1) return error{errc::last_slot}.at("the key slots").nth(slot);
  head.slots[slot].fill(0);
  ++head.sequence;
  return opened.file.write_header(head);
}

}  // namespace phr::storage
