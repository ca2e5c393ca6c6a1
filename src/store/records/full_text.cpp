// The index of all words, which a store has if it is asked to.
#include "store/index/words.hpp"
#include "store/records/unit.hpp"

namespace phr::storage {

namespace {

constexpr std::uint64_t words_told_after = 1'000;

// Without the words themselves, and without their places: the records have them. What is deleted leaves nothing behind.
constexpr const char* make = "CREATE VIRTUAL TABLE full_text USING fts5(narrative, content, content='', contentless_delete=1, detail=column);"
                             "INSERT INTO full_text(full_text, rank) VALUES('secure-delete', 1);"
                             "INSERT INTO setting(name, value) VALUES('full_text', 1)";
constexpr const char* drop = "DROP TABLE IF EXISTS full_text; DELETE FROM setting WHERE name = 'full_text'";

}  // namespace

result<bool> unit::keeps_words() {
  if (!keeps_words_) {
    PHR_TRY(auto* select, in_->use("SELECT 1 FROM setting WHERE name = 'full_text'"));
    const sql::resetting after(*select);
    PHR_TRY(keeps_words_, select->step());
  }
  return *keeps_words_;
}

result<void> unit::add_words(std::int64_t key, const fhir::json::value& resource) {
  PHR_TRY(const bool wanted, keeps_words());
  if (!wanted) return success();
  const std::string narrative = words_of_narrative(resource);
  const std::string content = words_of_content(resource);
  PHR_TRY(auto* insert, in_->use("INSERT INTO full_text(rowid, narrative, content) VALUES(?1, ?2, ?3)"));
  return insert->bind(1, key).bind(2, std::string_view(narrative)).bind(3, std::string_view(content)).run();
}

result<void> unit::forget_words(std::int64_t key) {
  PHR_TRY(const bool kept, keeps_words());
  if (!kept) return success();
  PHR_TRY(auto* gone, in_->use("DELETE FROM full_text WHERE rowid = ?1"));
  return gone->bind(1, key).run();
}

result<void> unit::index_words(bool wanted, const progress& watch) {
  PHR_TRY(in_->on().execute(drop));
  keeps_words_ = wanted;
  if (!wanted) return success();
  PHR_TRY(in_->on().execute(make));
  std::uint64_t total = 0;
  {
    PHR_TRY(auto count, in_->on().prepare("SELECT count(*) FROM resource"));
    PHR_TRY(const bool found, count.step());
    if (found) total = static_cast<std::uint64_t>(count.integer(0));
  }
  PHR_TRY(auto next, in_->on().prepare("SELECT key FROM resource WHERE key > ?1 ORDER BY key LIMIT 1"));
  std::int64_t key = 0;
  for (std::uint64_t done = 0;; ++done) {
    if (done % words_told_after == 0 && !watch({done, total, "resources"})) return error{errc::cancelled}.at("the index of words");
    {
      const sql::resetting after(next);
      PHR_TRY(const bool more, next.bind(1, key).step());
      if (!more) return success();
      key = next.integer(0);
    }
    PHR_TRY(const record found, snapshot(*in_).current(key));
    PHR_TRY(old_.parse(found.json));
    PHR_TRY(add_words(key, old_.root()));
  }
}

}  // namespace phr::storage
