#include "store/reads/sources.hpp"

#include "store/intern/interner.hpp"
#include "store/records/body_text.hpp"
#include "store/sql/access.hpp"

#include <phr/crypto/digest.hpp>
#include <phr/fhir/reference.hpp>

#include <fmt/format.h>

#include <map>
#include <unordered_set>

namespace phr::storage {

namespace {

// What a key is called where it comes from.
struct foreign_identity {
  fhir::resource_type type = {};
  std::string id;
  std::int64_t source = 0;
  std::string uri;
  source_kind kind = source_kind::named;
};

result<foreign_identity> foreign_identity_of(database& in, std::int64_t key) {
  PHR_TRY(auto* select, in.use("SELECT i.type, i.id, i.source, s.uri, s.kind, f.id FROM identity i JOIN source s ON s.id = i.source "
                               "LEFT JOIN foreign_name f ON f.key = i.key AND f.source = i.source WHERE i.key = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, key).step());
  if (!found) return error{errc::damaged_page}.at("the source of a record");
  foreign_identity made;
  made.type = static_cast<fhir::resource_type>(select->integer(0));
  made.id = id_text(*select, select->is_null(5) ? 1 : 5);
  made.source = select->integer(2);
  made.uri = select->text(3);
  made.kind = static_cast<source_kind>(select->integer(4));
  return made;
}

// From names of this store to those of a source.
class foreign_texts final : public text_names {
 public:
  foreign_texts(database& in, std::int64_t source) noexcept : in_(in), source_(source) {}

  result<told> of_reference(std::string_view text) override { return name(text, true); }
  result<told> of_url(std::string_view text) override { return name(text, false); }

 private:
  result<told> name(std::string_view text, bool may_be_other) {
    const auto parts = fhir::split_reference(text);
    if (!parts.type || !parts.base.empty()) return told{};
    PHR_TRY(const std::int64_t key, find_identity(in_, *parts.type, parts.id));
    if (key == 0) return told{};
    PHR_TRY(const foreign_identity of, foreign_identity_of(in_, key));
    const bool is_own = of.source == source_;
    const bool is_served = of.kind == source_kind::server;
    if (is_own && of.id == parts.id) return told{};
    const std::size_t end = static_cast<std::size_t>(parts.id.data() - text.data()) + parts.id.size();
    if (!is_own && !may_be_other) return told{};
    // What has no URL must not read as the source's own of that id, so that it says whose it is.
    if (!is_own && !is_served) return told{fmt::format("{}:{}/{}{}", of.uri, fhir::name(of.type), of.id, text.substr(end))};
    return told{fmt::format("{}{}/{}{}", is_own ? std::string() : of.uri + "/", fhir::name(of.type), of.id, text.substr(end))};
  }

  database& in_;
  std::int64_t source_;
};

// What resources of other sources refer to.
result<std::unordered_set<std::int64_t>> named_by_others(database& in, std::int64_t source) {
  PHR_TRY(auto* select, in.use("SELECT DISTINCT j.value FROM resource b JOIN identity i ON i.key = b.key AND i.source <> ?1, json_each(phr_refs(b.dictionary, b.body)) j"));
  const sql::resetting after(*select);
  select->bind(1, source);
  std::unordered_set<std::int64_t> keys;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return keys;
    keys.insert(select->integer(0));
  }
}

std::vector<type_count> by_type(const std::map<std::int64_t, std::uint64_t>& counts) {
  std::vector<type_count> made;
  for (const auto& [type, count] : counts) made.push_back({static_cast<fhir::resource_type>(type), count});
  return made;
}

}  // namespace

result<std::vector<source_info>> sources_of(const snapshot& at) {
  std::map<std::int64_t, std::map<std::int64_t, std::uint64_t>> counts;
  {
    PHR_TRY(auto* select, sql_of(at).use("SELECT i.source, i.type, count(*) FROM identity i WHERE EXISTS (SELECT 1 FROM resource r WHERE r.key = i.key) GROUP BY 1, 2"));
    const sql::resetting after(*select);
    for (;;) {
      PHR_TRY(const bool more, select->step());
      if (!more) break;
      counts[select->integer(0)][select->integer(1)] = static_cast<std::uint64_t>(select->integer(2));
    }
  }
  PHR_TRY(auto* select, sql_of(at).use("SELECT id, uri, name, kind, first_seen, last_seen FROM source WHERE first_seen IS NOT NULL ORDER BY first_seen, id"));
  const sql::resetting after(*select);
  std::vector<source_info> all;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return all;
    source_info made;
    made.uri = select->text(1);
    made.name = select->text(2);
    made.kind = static_cast<source_kind>(select->integer(3));
    made.first_seen = select->integer(4);
    made.last_seen = select->integer(5);
    made.counts = by_type(counts[select->integer(0)]);
    all.push_back(std::move(made));
  }
}

result<std::int64_t> source_named(const snapshot& at, std::string_view uri) {
  PHR_TRY(const auto found, find_source(sql_of(at), source_uri(uri)));
  if (!found) return error{errc::not_found}.at("the source");
  return *found;
}

result<std::string> source_of(const snapshot& at, std::int64_t key) {
  PHR_TRY(auto* select, sql_of(at).use("SELECT s.uri FROM identity i JOIN source s ON s.id = i.source WHERE i.key = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, key).step());
  if (!found) return error{errc::damaged_page}.at("the source of a record");
  return std::string(select->text(0));
}

result<std::string> origin_of(const snapshot& at, std::int64_t key, std::uint32_t version) {
  // A purge's mark has the number of the last version, and says nothing of it.
  PHR_TRY(auto* select, sql_of(at).use("SELECT s.uri FROM (SELECT origin FROM resource WHERE key = ?1 AND version = ?2 UNION ALL "
                                       "SELECT origin FROM history WHERE key = ?1 AND version = ?2 AND operation <> ?3) o JOIN source s ON s.id = o.origin"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, key).bind(2, std::int64_t{version}).bind(3, static_cast<std::int64_t>(write_kind::purged)).step());
  return found ? std::string(select->text(0)) : std::string();
}

result<std::vector<std::int64_t>> keys_of_source(const snapshot& at, std::int64_t source, std::int64_t after, std::size_t most) {
  PHR_TRY(auto* select, sql_of(at).use("SELECT i.key FROM identity i WHERE i.key > ?2 AND i.source = ?1 AND (EXISTS (SELECT 1 FROM resource r WHERE r.key = i.key) "
                                       "OR EXISTS (SELECT 1 FROM history h WHERE h.key = i.key AND h.operation <= 3)) ORDER BY i.key LIMIT ?3"));
  const sql::resetting done(*select);
  select->bind(1, source).bind(2, after).bind(3, static_cast<std::int64_t>(most));
  std::vector<std::int64_t> keys;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return keys;
    keys.push_back(select->integer(0));
  }
}

result<forget_preview> preview_forget(const snapshot& at, std::int64_t source) {
  forget_preview made;
  PHR_TRY(const auto named, named_by_others(sql_of(at), source));
  std::map<std::int64_t, std::uint64_t> counts;
  PHR_TRY(auto* select, sql_of(at).use(
                            "SELECT i.type, EXISTS (SELECT 1 FROM resource r WHERE r.key = i.key), (SELECT count(*) FROM history h WHERE h.key = i.key AND h.operation <= 3), "
                            "coalesce((SELECT r.origin FROM resource r WHERE r.key = i.key), (SELECT h.origin FROM history h WHERE h.key = i.key AND h.operation <= 3 "
                            "ORDER BY h.version DESC LIMIT 1)), i.key FROM identity i WHERE i.source = ?1"));
  const sql::resetting after(*select);
  select->bind(1, source);
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) break;
    const bool live = select->integer(1) != 0;
    const auto earlier = static_cast<std::uint64_t>(select->integer(2));
    if (!live && earlier == 0) continue;
    if (live) ++counts[select->integer(0)];
    ++made.resources;
    made.versions += earlier + (live ? 1 : 0);
    if (select->integer(3) != source) ++made.edited;
    if (named.contains(select->integer(4))) ++made.still_named;
  }
  made.counts = by_type(counts);
  return made;
}

result<foreign_record> as_source_says(const snapshot& at, std::int64_t key, const record& version) {
  PHR_TRY(foreign_identity of, foreign_identity_of(sql_of(at), key));
  foreign_record made{std::move(of.id), {}};
  if (version.deleted) return made;
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(version.json));
  foreign_texts names(sql_of(at), of.source);
  std::vector<reference_spot> spots;
  PHR_TRY(const bool other, append_stored_text(made.stored, parsed.root(), names, spots));
  static_cast<void>(other);
  return made;
}

std::string foreign_json(const record& version, const foreign_record& of) {
  std::string whole;
  assemble(whole, version.type, of.id, version.version, version.updated, of.stored);
  return whole;
}

result<std::string> revision_of(const snapshot& at, std::int64_t key, const record& version) {
  PHR_TRY(const std::string uri, source_of(at, key));
  PHR_TRY(const foreign_record of, as_source_says(at, key, version));
  std::string text = "phr revision 1";
  for (const std::string_view each : {std::string_view(uri), fhir::name(version.type), std::string_view(of.id), std::string_view(of.stored)}) {
    text.push_back('\0');
    text += each;
  }
  text.push_back('\0');
  PHR_TRY(const auto sum, crypto::sha256(as_bytes(text)));
  std::string digits;
  for (const std::uint8_t byte : sum) digits += fmt::format("{:02x}", byte);
  return digits;
}

}  // namespace phr::storage
