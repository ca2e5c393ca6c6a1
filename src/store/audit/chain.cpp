#include "store/audit/chain.hpp"
#include "store/sql/access.hpp"

#include <phr/core/id.hpp>
#include <phr/crypto/digest.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace phr::storage {

namespace {

using mac_bytes = crypto::sha256_digest;

// Numbers as 8 bytes little endian, text with its length in front: no two rows give the same bytes.
class row_bytes {
 public:
  row_bytes& add(std::int64_t number) {
    const auto bits = static_cast<std::uint64_t>(number);
    for (int shift = 0; shift < 64; shift += 8) bytes_.push_back(static_cast<std::uint8_t>(bits >> shift));
    return *this;
  }
  row_bytes& add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    return *this;
  }
  row_bytes& add(const mac_bytes& digest) {
    bytes_.insert(bytes_.end(), digest.begin(), digest.end());
    return *this;
  }
  [[nodiscard]] bytes_view view() const noexcept { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

result<mac_bytes> digest_changes(database& in, std::int64_t first, std::int64_t last) {
  row_bytes all;
  if (first != 0) {
    PHR_TRY(auto* select, in.use("SELECT sequence, resource, version, operation FROM change WHERE sequence BETWEEN ?1 AND ?2 ORDER BY sequence"));
    const sql::resetting after(*select);
    select->bind(1, first).bind(2, last);
    for (;;) {
      PHR_TRY(const bool more, select->step());
      if (!more) break;
      all.add(select->integer(0)).add(select->integer(1)).add(select->integer(2)).add(select->integer(3));
    }
  }
  return crypto::sha256(all.view());
}

result<mac_bytes> mac_of(database& in, const crypto::secret_key& key, const mac_bytes& before, std::int64_t sequence, const audit_row& row) {
  PHR_TRY(const mac_bytes changes, digest_changes(in, row.first_change, row.last_change));
  row_bytes bytes;
  bytes.add(before).add(sequence).add(row.at).add(row.actor).add(row.purpose);
  bytes.add(static_cast<std::int64_t>(row.action)).add(static_cast<std::int64_t>(row.outcome)).add(row.type).add(row.resource);
  bytes.add(row.count).add(row.first_change).add(row.last_change).add(changes);
  return crypto::hmac_sha256(key.view(), bytes.view());
}

mac_bytes as_mac(bytes_view bytes) noexcept {
  mac_bytes mac{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), mac.size()), mac.begin());
  return mac;
}

struct head {
  std::int64_t sequence = 0;
  mac_bytes mac{};
};

// The head as `setting` has it: 8 bytes of sequence, 32 of MAC. All zero in a new file.
result<head> read_head(database& in) {
  PHR_TRY(auto* select, in.use("SELECT value FROM setting WHERE name = 'audit head'"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->step());
  if (!found) return head{};
  const bytes_view bytes = select->bytes(0);
  if (bytes.size() != 40) return error{errc::audit_broken}.at("the head of the audit trail");
  head last;
  for (std::size_t index = 8; index-- > 0;) last.sequence = (last.sequence << 8) | bytes[index];
  last.mac = as_mac(bytes.subspan(8));
  return last;
}

result<void> write_head(database& in, const head& last) {
  PHR_TRY(auto* upsert, in.use("INSERT INTO setting(name, value) VALUES('audit head', ?1) ON CONFLICT(name) DO UPDATE SET value = ?1"));
  row_bytes bytes;
  bytes.add(last.sequence).add(last.mac);
  return upsert->bind(1, bytes.view()).run();
}

std::string hexadecimal(const mac_bytes& mac) {
  std::string text;
  for (const std::uint8_t byte : mac) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace

result<void> audit_chain::append(const audit_row& noted) {
  audit_row row = noted;
  if (row.resource == 0 && is_valid_id(row.asked)) {
    PHR_TRY(const auto identity, names_.identity(static_cast<fhir::resource_type>(row.type), row.asked));
    row.resource = identity.key;
  }
  PHR_TRY(head last, read_head(in_));
  ++last.sequence;
  PHR_TRY(last.mac, mac_of(in_, key_, last.mac, last.sequence, row));
  PHR_TRY(const std::int64_t actor, names_.term(row.actor));
  PHR_TRY(auto* insert, in_.use("INSERT INTO audit VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
  insert->bind(1, last.sequence).bind(2, row.at).bind(3, actor).bind(4, row.purpose);
  insert->bind(5, static_cast<std::int64_t>(row.action)).bind(6, static_cast<std::int64_t>(row.outcome));
  insert->bind(7, row.type).bind(8, row.resource).bind(9, row.count).bind(10, row.first_change).bind(11, row.last_change);
  PHR_TRY(insert->bind(12, bytes_view(last.mac)).run());
  return write_head(in_, last);
}

namespace {

constexpr const char* all_rows =
    "SELECT a.sequence, a.at, t.text, a.purpose, a.action, a.outcome, a.type, a.resource, a.count, a.first_change, a.last_change, a.mac "
    "FROM audit a LEFT JOIN term t ON t.id = a.actor ORDER BY a.sequence";

audit_row row_at(const sql::statement& from) {
  audit_row row;
  row.at = from.integer(1);
  row.actor = from.text(2);
  row.purpose = from.text(3);
  row.action = static_cast<audit_action>(from.integer(4));
  row.outcome = static_cast<audit_outcome>(from.integer(5));
  row.type = from.integer(6);
  row.resource = from.integer(7);
  row.count = from.integer(8);
  row.first_change = from.integer(9);
  row.last_change = from.integer(10);
  return row;
}

// Every change row must belong to exactly one audited operation, in order.
result<bool> changes_are_covered(database& in, std::int64_t covered_to) {
  PHR_TRY(auto* select, in.use("SELECT count(*), coalesce(max(sequence), 0) FROM change"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->step());
  return found && select->integer(0) == covered_to && select->integer(1) == covered_to;
}

}  // namespace

result<audit_verdict> verify_audit(const snapshot& at, const crypto::secret_key& key, std::string_view expected_head, const progress& watch) {
  database& in = sql_of(at);
  audit_verdict verdict;
  head last;
  bool met_expected = expected_head.empty();
  std::int64_t covered_to = 0;
  PHR_TRY(auto* select, in.use(all_rows));
  const sql::resetting after(*select);
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) break;
    const audit_row row = row_at(*select);
    PHR_TRY(const mac_bytes mac, mac_of(in, key, last.mac, last.sequence + 1, row));
    const bool fits = select->integer(0) == last.sequence + 1 && crypto::constant_time_equal(mac, select->bytes(11)) &&
                      (row.first_change == 0 || row.first_change == covered_to + 1);
    if (!fits) {
      verdict.first_bad_row = last.sequence + 1;
      return verdict;
    }
    if (row.first_change != 0) covered_to = row.last_change;
    last = {last.sequence + 1, mac};
    met_expected = met_expected || hexadecimal(mac) == expected_head;
    verdict.rows = last.sequence;
    if (!watch({static_cast<std::uint64_t>(verdict.rows), 0, "audit rows"})) return error{errc::cancelled}.at("verifying the audit trail");
  }
  PHR_TRY(const head noted, read_head(in));
  PHR_TRY(const bool covered, changes_are_covered(in, covered_to));
  verdict.intact = noted.sequence == last.sequence && noted.mac == last.mac && met_expected && covered;
  if (!verdict.intact) verdict.first_bad_row = last.sequence + 1;
  verdict.head = hexadecimal(last.mac);
  return verdict;
}

result<std::vector<audit_entry>> read_audit(const snapshot& at, std::int64_t most) {
  database& in = sql_of(at);
  PHR_TRY(auto* select, in.use("SELECT a.sequence, a.at, t.text, a.purpose, a.action, a.outcome, a.type, a.resource, a.count, i.id, i.type "
                               "FROM (SELECT * FROM audit ORDER BY sequence DESC LIMIT ?1) a LEFT JOIN term t ON t.id = a.actor "
                               "LEFT JOIN identity i ON i.key = a.resource AND typeof(i.id) <> 'integer' ORDER BY a.sequence"));
  const sql::resetting after(*select);
  select->bind(1, most);
  std::vector<audit_entry> entries;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) break;
    audit_entry entry;
    entry.sequence = select->integer(0);
    entry.at = select->integer(1);
    entry.actor = select->text(2);
    entry.purpose = select->text(3);
    entry.action = static_cast<audit_action>(select->integer(4));
    entry.outcome = static_cast<audit_outcome>(select->integer(5));
    entry.type = static_cast<fhir::resource_type>(select->integer(6));
    entry.count = select->integer(8);
    if (!select->is_null(9)) entry.id = id_text(*select, 9);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace phr::storage
