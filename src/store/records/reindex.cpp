#include "store/records/unit.hpp"

#include "store/index/extract.hpp"
#include "store/schema/schema.hpp"

namespace phr::storage {

namespace {

constexpr std::uint64_t told_after = 1'000;

}  // namespace

result<void> unit::reindex(const progress& watch, std::int64_t from_schema) {
  PHR_TRY(flush());
  if (from_schema < schema_version) PHR_TRY(upgrade_schema(in_->on(), from_schema));
  PHR_TRY(empty_index(in_->on()));
  names_->forget_index();
  PHR_TRY(const bool words, keeps_words());
  if (words) {  // made anew below, with the rest
    PHR_TRY(in_->on().execute("DELETE FROM full_text"));
  }
  std::uint64_t total = 0;
  {
    PHR_TRY(auto count, in_->on().prepare("SELECT count(*) FROM resource"));
    PHR_TRY(const bool found, count.step());
    if (found) total = static_cast<std::uint64_t>(count.integer(0));
  }
  // From key to key, so that no statement reads what another writes.
  PHR_TRY(auto next, in_->on().prepare("SELECT key FROM resource WHERE key > ?1 ORDER BY key LIMIT 1"));
  PHR_TRY(auto update, in_->on().prepare("UPDATE resource SET shape = ?2 WHERE key = ?1"));
  PHR_TRY(auto repack, in_->on().prepare("UPDATE resource SET dictionary = ?2, body = ?3 WHERE key = ?1"));
  std::int64_t key = 0;
  for (std::uint64_t done = 0;; ++done) {
    if (done % told_after == 0 && !watch({done, total, "resources"})) return error{errc::cancelled}.at("the index");
    {
      const sql::resetting after(next);
      PHR_TRY(const bool more, next.bind(1, key).step());
      if (!more) break;
      key = next.integer(0);
    }
    PHR_TRY(const record found, snapshot(*in_).current(key));
    PHR_TRY(old_.parse(found.json));
    PHR_TRY(const std::int64_t shape, index(key, found.type, old_.root()));
    PHR_TRY(update.bind(1, key).bind(2, shape).run());
    if (from_schema >= schema_version) continue;
    text_.clear();  // bodies of earlier versions are not packed
    append_stored_text(text_, old_.root(), {});
    PHR_TRY(pack(text_));
    PHR_TRY(repack.bind(1, key).bind(2, packed_dictionary).bind(3, bytes_view(body_)).run());
  }
  return flush();
}

}  // namespace phr::storage
