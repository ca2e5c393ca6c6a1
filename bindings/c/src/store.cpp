// Opening and closing a store, and what is known of it.
#include "handles.hpp"
#include "keys.hpp"
#include "structs.hpp"

#include <limits>

using namespace phr::c;

namespace {

// `watching` is borrowed.
phr::result<phr::store_options> options_of(const phr_store_options& from, const watcher& watching) {
  phr::store_options options;
  options.create = from.create != 0;
  options.use_spare_header = from.use_spare_header != 0;
  if (from.busy_milliseconds > std::numeric_limits<int>::max()) {
    return phr::error{phr::errc::invalid_argument}.at("busy_milliseconds");
  }
  if (from.busy_milliseconds != 0) options.busy_milliseconds = static_cast<int>(from.busy_milliseconds);
  if (from.page_bytes != 0) options.page_bytes = from.page_bytes;
  options.cost = cost_of(from.argon2_memory_kib, from.argon2_passes, from.argon2_lanes);
  options.watch = watching;
  options.read_only = from.read_only != 0;
  return options;
}

}  // namespace

phr_status phr_store_open(phr_text path, const phr_key* key, const phr_store_options* options, phr_store** store,
                          phr_error* err) noexcept {
  if (store != nullptr) *store = nullptr;
  return guarded(err, [&]() -> outcome {
    PHR_TRY(wanted(store, "store"));
    PHR_TRY(const auto where, path_text(path));
    PHR_TRY(const auto given, take_optional(options));
    const watcher watching(given.watch, given.user);
    PHR_TRY(const auto how, options_of(given, watching));
    PHR_TRY(auto opened, with_key(key, [&](const auto& secret) { return phr::store::open(where, secret, how); }));
    return give(store, std::move(opened));
  });
}

phr_status phr_store_close(phr_store* store, phr_error* err) noexcept {
  if (store == nullptr) return tell(err, {});
  const phr_status closed = with(store, err, [](phr_store& in) -> outcome { return in.core.close(); });
  end(store);
  return closed;
}

phr_status phr_store_suspend(phr_store* store, const phr_suspend_options* options, phr_error* err) noexcept {
  return with(store, err, [&](phr_store& in) -> outcome {
    PHR_TRY(const auto given, take_optional(options));
    phr::suspend_options how;
    if (given.wait_milliseconds > std::numeric_limits<int>::max()) return phr::error{phr::errc::invalid_argument}.at("wait_milliseconds");
    if (given.wait_milliseconds != 0) how.wait_milliseconds = static_cast<int>(given.wait_milliseconds);
    how.cancel_running = given.cancel_running != 0;
    return in.core.suspend(how);
  });
}

phr_status phr_store_resume(phr_store* store, phr_error* err) noexcept {
  return with(store, err, [](phr_store& in) -> outcome { return in.core.resume(); });
}

phr_status phr_store_info(const phr_store* store, phr_store_facts* facts, phr_error* err) noexcept {
  return with(store, err, [&](const phr_store& in) -> outcome {
    PHR_TRY(check(facts));
    PHR_TRY(const auto about, in.core.info());
    phr_store_facts known = PHR_STORE_FACTS_INIT;
    known.format_version = about.format_version;
    known.file_bytes = about.file_bytes;
    known.page_bytes = about.page_bytes;
    known.full_text = about.full_text ? 1 : 0;
    for (const auto slot : about.slots) {
      if (known.slot_count < PHR_STORE_SLOTS) known.slots[known.slot_count++] = static_cast<phr_key_kind>(slot);
    }
    return fill(facts, known);
  });
}

phr_status phr_store_totals(const phr_store* store, phr_type_totals** totals, phr_error* err) noexcept {
  if (totals != nullptr) *totals = nullptr;
  return with(store, err, [&](const phr_store& in) -> outcome {
    PHR_TRY(wanted(totals, "totals"));
    PHR_TRY(auto about, in.core.info());
    return give(totals, std::move(about.counts));
  });
}

void phr_type_totals_end(phr_type_totals* totals) noexcept { end(totals); }

size_t phr_type_totals_count(const phr_type_totals* totals) noexcept { return is_valid(totals) ? totals->core.size() : 0; }

phr_status phr_type_totals_at(const phr_type_totals* totals, size_t index, phr_type_total* total, phr_error* err) noexcept {
  return with(totals, err, [&](const phr_type_totals& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    return fill(total, total_of(in.core[index]));
  });
}
