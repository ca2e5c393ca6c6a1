#include "store/file/opening.hpp"

#include "store/file/strange_wal.hpp"
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

file::manner manner_of(const store_options& options) { return {options.read_only, options.use_spare_header, options.busy_milliseconds}; }

result<opened_file> create(std::string_view path, const crypto::credential& with, const store_options& options) {
  header head;
  PHR_TRY(crypto::fill(head.file_id));
  head.page_bytes = options.page_bytes;
  if (options.page_bytes != 4096 && options.page_bytes != 8192 && options.page_bytes != 16384) {
    return error{errc::invalid_argument}.at("page_bytes");
  }
  PHR_TRY(auto data_key, crypto::random_key());
  PHR_TRY(head.slots[0], seal(data_key, with, options.cost, head.binding()));
  PHR_TRY(auto made, path == in_memory ? file::create_in_memory(head, manner_of(options)) : file::create(path, head, manner_of(options)));
  PHR_TRY(auto opened, keyed(std::move(made), std::move(data_key), options));
  const auto database = make_database(opened);
  const auto ready = database ? opened.file.made() : database;
  if (!ready) {
    opened.file.discard();
    return ready.as_failure();
  }
  opened.created = true;
  return opened;
}

// The header as it is now, changed and written.
template <class Change>
result<void> change_header(opened_file& opened, const Change& change) {
  PHR_TRY(opened.file.read_header());
  header head = opened.file.head();
  PHR_TRY(change(head));
  ++head.sequence;
  return opened.file.write_header(head);
}

bool is_empty(const crypto::slot_bytes& slot) { return crypto::kind(slot) == crypto::slot_kind::empty; }

}  // namespace

result<bool> opened_file::is_still() const {
  if (!file.how().read_only || platform::may_write_beside(file.path())) return false;
  PHR_TRY(const auto wal, platform::look_up(file.path() + "-wal", "the file"));
  return wal.kind == platform::name_kind::nothing || wal.size == 0;
}

result<sql::connection> opened_file::connect(bool read_only) const {
  const auto& held = file.held();
  if (held == nullptr) return error{errc::suspended}.at("the store");
  PHR_TRY(held->check_name());
  PHR_TRY(const bool still, is_still());
  PHR_TRY(auto connected, sql::connection::open(held, pages, {file.head().page_bytes, busy_milliseconds, read_only, file.how().read_only, still}));
  PHR_TRY(held->check_name());  // what was opened by that name is the file, too
  return connected;
}

result<opened_file> open_file(std::string_view path, const crypto::credential& with, const store_options& options) {
  if (options.read_only && options.create) return error{errc::invalid_argument}.at("a file that is made is not read only");
  if (path == in_memory) {
    if (options.read_only) return error{errc::invalid_argument}.at("a store in memory is new, and not read only");
    return create(path, with, options);
  }
  for (;;) {
    auto held = file::open(path, manner_of(options));
    if (!held && held.error().code() == errc::no_such_file && options.create) {
      auto made = create(path, with, options);
      if (made || made.error().code() != errc::already_exists) return made;
      continue;  // somebody else has made it meanwhile
    }
    if (!held) return held.as_failure();
    PHR_TRY(auto data_key, unseal(held.value().head(), with));
    PHR_TRY(auto opened, keyed(std::move(held).value(), std::move(data_key), options));
    PHR_TRY(check_wal(opened.file, opened.pages, opened.file.head().page_bytes));
    PHR_TRY(const auto first, opened.connect(options.read_only));
    PHR_TRY(opened.schema, check_schema(first));
    if (options.read_only && opened.schema < schema_version) return error{errc::read_only}.at("a file of an earlier format is brought up to date first");
    return opened;
  }
}

result<crypto::slot_bytes> sealed(const opened_file& opened, const crypto::passphrase& typed, const crypto::argon2_cost& cost) {
  return crypto::seal_passphrase(opened.data_key, typed, cost, opened.file.head().binding());
}

result<crypto::slot_bytes> sealed(const opened_file& opened, const crypto::secret_key& host_key) {
  return crypto::seal_host_key(opened.data_key, host_key, opened.file.head().binding());
}

result<crypto::slot_bytes> sealed(const opened_file& opened, const crypto::recovery_code& code) {
  return crypto::seal_recovery(opened.data_key, code, opened.file.head().binding());
}

result<void> add_slot(opened_file& opened, const crypto::slot_bytes& slot) {
  return change_header(opened, [&](header& head) -> result<void> {
    const auto free = std::find_if(head.slots.begin(), head.slots.end(), is_empty);
    if (free == head.slots.end()) return error{errc::no_free_slot}.at("the key slots");
    *free = slot;
    return success();
  });
}

result<void> remove_slot(opened_file& opened, std::size_t slot) {
  return change_header(opened, [&](header& head) -> result<void> {
    if (slot >= slot_count || is_empty(head.slots[slot])) return error{errc::not_found}.at("the key slots").nth(slot);
    const auto free = std::count_if(head.slots.begin(), head.slots.end(), is_empty);
    if (free == slot_count - 1) return error{errc::last_slot}.at("the key slots").nth(slot);
    head.slots[slot].fill(0);
    return success();
  });
}

}  // namespace phr::storage
