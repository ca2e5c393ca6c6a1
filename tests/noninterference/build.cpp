#include "noninterference/build.hpp"

#include <array>
#include <filesystem>

namespace phr::twins {

namespace {

crypto::secret_key host_key() {
  std::array<std::uint8_t, crypto::secret_key::length> bytes{};
  bytes.fill(7);
  return crypto::secret_key(bytes);
}

result<store> open(const std::string& path, bool create) {
  const auto key = host_key();
  return store::open(path, key, {.create = create});
}

bool is_absence(errc code) noexcept { return code == errc::not_found || code == errc::gone; }

template <class Report>
result<void> taken(const result<Report>& done) {
  if (done || is_absence(done.error().code())) return success();  // what is not there is gone already
  return done.as_failure();
}

constexpr std::array parameters{
    R"({"resourceType":"SearchParameter","code":"mine","base":["Observation"],"type":"token","expression":"Observation.interpretation"})",
    R"({"resourceType":"SearchParameter","code":"note-text","base":["Observation","Condition"],"type":"string","expression":"note.text"})",
    R"({"resourceType":"SearchParameter","code":"marital","base":["Patient"],"type":"token","expression":"Patient.maritalStatus"})",
};

std::string entry_of(const act& what, twin which) {
  return R"({"resource":)" + what.text(which) + R"(,"request":{"method":"PUT","url":")" + what.type + "/" + what.id + "\"}}";
}

result<void> transact(session& owner, const std::string& entries) {
  PHR_TRY(owner.execute(R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entries + "]}"));
  return success();
}

// A Consent that comes by import, and what the owner then says of it.
result<void> import_consent(session& owner, const act& what, twin which) {
  PHR_TRY(owner.import_text(what.text(which)));
  if (what.by == arrival::pending) return success();
  PHR_TRY(const auto waiting, owner.pending_consents());
  for (const auto& each : waiting) {
    if (each.id != what.id) continue;
    return what.by == arrival::adopted ? owner.adopt_consent(each.id, each.version) : owner.reject_consent(each.id, each.version);
  }
  return error{errc::internal}.at("the Consent does not wait");
}

// Acts of one chunk, as a transaction; those of the twin, which may be none.
result<void> do_chunk(session& owner, const std::vector<act>& acts, std::size_t first, std::size_t last, twin which) {
  std::string entries;
  for (std::size_t nth = first; nth < last; ++nth) {
    const act& each = acts[nth];
    if (!each.is_in(which)) continue;
    entries += (entries.empty() ? "" : ",") + entry_of(each, which);
  }
  if (entries.empty()) return success();
  owner.set_now(acts[first].now);
  return transact(owner, entries);
}

}  // namespace

result<void> do_act(session& owner, const act& what, twin which) {
  if (!what.is_in(which)) return success();
  const auto type = fhir::resource_type_named(what.type).value_or(fhir::resource_type{});
  owner.set_now(what.now);
  switch (what.what) {
    case verb::put: {
      if (what.by != arrival::written) return import_consent(owner, what, which);
      if (what.type == "Bundle") return transact(owner, entry_of(what, which));  // update() takes a Bundle for an import
      PHR_TRY(owner.update(what.text(which)));
      return success();
    }
    case verb::remove: return taken(owner.remove(type, what.id));
    case verb::purge: return taken(owner.purge(type, what.id));
    case verb::purge_history: return taken(owner.purge_history(type, what.id));
    case verb::erase: return taken(owner.erase(type, what.id));
  }
  return success();
}

result<store> build(const world& of, twin which, const std::string& path) {
  std::filesystem::remove(path);
  std::filesystem::remove(path + "-wal");
  PHR_TRY(auto made, open(path, true));
  {
    PHR_TRY(auto owner, made.session(phr::owner(), {.now = script_now}));
    if (of.setting.words_before) PHR_TRY(owner.index_full_text());
    for (std::size_t nth = 0; nth < of.acts.size();) {
      std::size_t last = nth + 1;
      const std::uint32_t chunk = of.acts[nth].chunk;
      while (chunk != 0 && last < of.acts.size() && of.acts[last].chunk == chunk) ++last;
      if (chunk != 0) {
        PHR_TRY(do_chunk(owner, of.acts, nth, last, which));
      } else {
        PHR_TRY(do_act(owner, of.acts[nth], which));
      }
      nth = last;
    }
    owner.set_now(script_now);
    if (of.setting.parameters) {
      for (const char* each : parameters) PHR_TRY(owner.add_search_parameter(each));
    }
    if (of.setting.words_after) PHR_TRY(owner.index_full_text());
    if (of.setting.reindexed) PHR_TRY(owner.reindex());
  }
  if (!of.setting.reopened) return made;
  PHR_TRY(made.close());
  return open(path, false);
}

}  // namespace phr::twins
