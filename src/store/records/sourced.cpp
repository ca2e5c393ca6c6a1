// A unit of work and the sources whose facts it writes.
#include "store/records/unit.hpp"

#include <algorithm>

namespace phr::storage {

result<void> unit::from_source(std::string_view uri) {
  const std::string kept = source_uri(uri);
  if (kept == owner_source) return error{errc::invalid_argument}.at("the source of an import: this one is the owner's own");
  auto known = sources_.find(kept);
  if (known == sources_.end()) {
    PHR_TRY(check_source_uri(kept));
    PHR_TRY(const auto there, find_source(*in_, kept));
    std::int64_t source = there.value_or(0);
    if (!there) {
      PHR_TRY(beyond_names());
      PHR_TRY(source, add_source(kept));
    }
    known = sources_.emplace(kept, source).first;
  }
  names_->of(known->second);
  return success();
}

namespace {

// Each may have resources written again that refer to it: a text that names a server in every entry must not cost the whole index each time.
constexpr std::size_t most_sources = 256;

}  // namespace

result<std::int64_t> unit::add_source(const std::string& uri) {
  if (sources_.size() >= most_sources) return error{errc::too_large}.at("the sources of an import: more than 256 in one transaction");
  PHR_TRY(const auto waiting, refer_below(uri));
  PHR_TRY(const std::int64_t made, make_source(*in_, uri));
  names_->forget_bases();
  PHR_TRY(refer_again(waiting));
  return made;
}

result<std::vector<std::int64_t>> unit::refer_below(const std::string& uri) {
  std::vector<std::int64_t> keys;
  PHR_TRY(flush());
  const std::string from = uri + "/";
  const std::string until = uri + "0";  // what follows a solidus
  {
    PHR_TRY(auto* any, in_->use("SELECT 1 FROM term WHERE text >= ?1 AND text < ?2 LIMIT 1"));
    const sql::resetting after(*any);
    PHR_TRY(const bool found, any->bind(1, std::string_view(from)).bind(2, std::string_view(until)).step());
    if (!found) return keys;
  }
  PHR_TRY(auto* select, in_->use("SELECT DISTINCT resource FROM index_reference WHERE target < 0 AND -target IN "
                                 "(SELECT id FROM term WHERE text >= ?1 AND text < ?2) ORDER BY resource"));
  const sql::resetting after(*select);
  select->bind(1, std::string_view(from)).bind(2, std::string_view(until));
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return keys;
    keys.push_back(select->integer(0));
  }
}

result<void> unit::refer_again(const std::vector<std::int64_t>& keys) {
  for (const std::int64_t key : keys) {
    PHR_TRY(const auto one, take_from_index({key}));
    PHR_TRY(write_again(one));
  }
  return success();
}

result<void> unit::rename_source(std::string_view uri, std::string_view new_uri, std::string_view new_name) {
  const std::string to = source_uri(new_uri);
  if (source_uri(uri) == owner_source || to == owner_source) return error{errc::invalid_argument}.at("the source: the owner's own keeps its name");
  PHR_TRY(const auto known, find_source(*in_, source_uri(uri)));
  if (!known) return error{errc::not_found}.at("the source");
  if (!to.empty()) PHR_TRY(check_source_uri(to));
  if (to.empty() && new_name.empty()) return error{errc::invalid_argument}.at("the source: neither a new URI nor a new name");
  if (!new_name.empty()) {
    PHR_TRY(auto* name, in_->use("UPDATE source SET name = ?2 WHERE id = ?1"));
    PHR_TRY(name->bind(1, *known).bind(2, new_name).run());
  }
  if (to.empty() || to == source_uri(uri)) return success();
  PHR_TRY(const auto taken, find_source(*in_, to));
  if (taken) return error{errc::already_exists}.at("the source's new URI");
  PHR_TRY(const auto waiting, refer_below(to));
  if (*known == source_of_file) {
    PHR_TRY(move_file_source(to));
    return refer_again(waiting);
  }
  PHR_TRY(auto* update, in_->use("UPDATE source SET uri = ?2, kind = ?3 WHERE id = ?1"));
  update->bind(1, *known).bind(2, std::string_view(to)).bind(3, static_cast<std::int64_t>(kind_of_source(to)));
  PHR_TRY(update->run());
  names_->forget_bases();
  sources_.clear();
  return refer_again(waiting);
}

// What this file held without saying where it comes from is another source's from then on; texts that do not say so still speak of this file.
result<void> unit::move_file_source(const std::string& to) {
  PHR_TRY(flush());
  PHR_TRY(const std::int64_t made, make_source(*in_, to));
  for (const char* const text : {"UPDATE source SET (first_seen, last_seen) = (SELECT first_seen, last_seen FROM source WHERE id = 1) WHERE id = ?1",
                                 "UPDATE source SET name = (SELECT name FROM source WHERE id = 1) WHERE id = ?1 AND EXISTS (SELECT 1 FROM source WHERE id = 1 AND name <> 'this file')",
                                 "UPDATE identity SET source = ?1 WHERE source = 1", "UPDATE foreign_name SET source = ?1 WHERE source = 1",
                                 "UPDATE resource SET origin = ?1 WHERE origin = 1", "UPDATE history SET origin = ?1 WHERE origin = 1"}) {
    PHR_TRY(auto* update, in_->use(text));
    PHR_TRY(update->bind(1, made).run());
  }
  PHR_TRY(in_->on().execute("UPDATE source SET first_seen = NULL, last_seen = NULL, name = 'this file' WHERE id = 1"));
  names_->forget();
  sources_.clear();
  return success();
}

result<void> unit::forget_source(std::int64_t source) {
  PHR_TRY(auto* update, in_->use("UPDATE source SET first_seen = NULL, last_seen = NULL WHERE id = ?1"));
  return update->bind(1, source).run();
}

result<std::string> unit::id_here(fhir::resource_type type, std::string_view id, bool is_alone) {
  PHR_TRY(const auto named, brought(type, id));
  std::string here(named.id);
  if (named.is_new) {
    bound_.emplace(named.key, true);
    return here;
  }
  if (is_alone) return here;  // put tells its place
  // Those that are named behind it in one Bundle have greater keys before it is written: its place is told now.
  PHR_TRY(const bool is_there, has_versions(*in_, named.key));
  if (!is_there && bound_.emplace(named.key, false).second) PHR_TRY(note_late(named.key, type));
  return here;
}

result<std::string> unit::known_id_here(fhir::resource_type type, std::string_view id) {
  PHR_TRY(const auto named, names_->find_foreign(source(), type, id));
  return named ? std::string(named->id) : std::string();
}

namespace {

// Whether two stored texts differ first in a string that is a URL in the one and something else in the other: nothing else can come to read otherwise.
bool may_read_alike(std::string_view older, std::string_view newer) noexcept {
  const auto [at, other] = std::mismatch(older.begin(), older.end(), newer.begin(), newer.end());
  const std::size_t quote = older.rfind('"', static_cast<std::size_t>(at - older.begin()));
  if (quote == std::string_view::npos) return false;
  constexpr std::size_t longest_scheme = 32;
  return older.substr(quote + 1, longest_scheme).find(":/") != std::string_view::npos;
}

}  // namespace

result<void> unit::say_anew(std::string_view whole, std::string& text, std::vector<reference_spot>& spots) {
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(whole));
  const reference_map none;
  reference_names names(*names_, none);
  text.clear();
  spots.clear();
  const std::int64_t before = source();
  from_owner();  // names in it are those of this store
  const auto other = append_stored_text(text, parsed.root(), names, spots);
  names_->of(before);  // after an error, too: what is put next is of the same source
  return other ? success() : result<void>(other.error());
}

result<std::string> unit::read_now(fhir::resource_type type, std::string_view id, std::string_view stored) {
  std::string whole;
  assemble(whole, type, id, 1, 0, stored);
  std::string text;
  std::vector<reference_spot> spots;
  PHR_TRY(say_anew(whole, text, spots));
  return text;
}

result<bool> unit::says_the_same(fhir::resource_type type, std::string_view id, std::int64_t key) {
  if (source() != source_of_owner && may_read_alike(old_text_, text_)) {
    PHR_TRY(const std::string now, read_now(type, id, old_text_));
    if (now == text_) {  // it leads now to where the import says
      PHR_TRY(beyond_names());
      PHR_TRY(flush());
      PHR_TRY(refer_again({key}));
      return true;
    }
  }
  return is_echo(type, id, key);
}

result<bool> unit::is_echo(fhir::resource_type type, std::string_view id, std::int64_t key) {
  if (source() == source_of_owner) return false;
  // What this source has said last is not the newest version: else that would have been looked at already.
  PHR_TRY(auto* select, in_->use("SELECT h.dictionary, h.body FROM history h, resource r WHERE r.key = ?1 AND r.origin <> ?2 AND h.key = ?1 AND h.origin = ?2 "
                                 "AND h.operation <= 3 ORDER BY h.version DESC LIMIT 1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, key).bind(2, source()).step());
  if (!found || select->is_null(1)) return false;
  std::string last;
  PHR_TRY(unpack_body(*in_, select->bytes(1), select->integer(0), last));
  if (last == text_ || !may_read_alike(last, text_)) return last == text_;
  PHR_TRY(const std::string now, read_now(type, id, last));
  return now == text_;
}

result<std::string> unit::text_of(const fhir::json::value& resource, const reference_map& rewritten) {
  std::string text;
  spots_.clear();
  reference_names names(*names_, rewritten);
  PHR_TRY(const bool other, append_stored_text(text, resource, names, spots_));
  static_cast<void>(other);
  return text;
}

result<unit::said> unit::said_before(fhir::resource_type type, std::string_view id) {
  said all;
  PHR_TRY(const std::int64_t key, find_identity(*in_, type, id));
  if (key == 0) return all;
  PHR_TRY(auto* select, in_->use("SELECT version, dictionary, body FROM resource WHERE key = ?1 AND origin = ?2 UNION ALL "
                                 "SELECT version, dictionary, body FROM history WHERE key = ?1 AND origin = ?2 AND operation <= 3 ORDER BY 1"));
  const sql::resetting after(*select);
  select->bind(1, key).bind(2, source());
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return all;
    all.emplace_back();
    if (select->is_null(2)) continue;
    std::string text;
    PHR_TRY(unpack_body(*in_, select->bytes(2), select->integer(1), text));
    if (text.find(":/") != std::string::npos) {
      PHR_TRY(text, read_now(type, id, text));
    }
    all.back() = std::move(text);
  }
}

result<void> unit::see_sources() {
  for (const auto& [source, when] : seen_) PHR_TRY(see_source(*in_, source, when));
  for (const auto& [uri, source] : sources_) {
    if (seen_.contains(source)) continue;  // else all that named it was refused
    PHR_TRY(auto* gone, in_->use("DELETE FROM source WHERE id = ?1 AND id > 1 AND first_seen IS NULL AND NOT EXISTS (SELECT 1 FROM identity WHERE source = ?1)"));
    PHR_TRY(gone->bind(1, source).run());
  }
  seen_.clear();
  sources_.clear();
  return success();
}

}  // namespace phr::storage
