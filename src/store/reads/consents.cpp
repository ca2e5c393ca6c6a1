#include "store/reads/consents.hpp"
#include "store/sql/access.hpp"

namespace phr::storage {

namespace {

// Counts verdicts, so that what was compiled before one is known to be old.
result<void> count_verdict(database& in) {
  PHR_TRY(auto* count, in.use("INSERT INTO setting(name, value) VALUES('verdicts', 1) ON CONFLICT(name) DO UPDATE SET value = value + 1"));
  return count->run();
}

}  // namespace

result<std::vector<stored_consent>> stored_consents(const snapshot& at) {
  PHR_TRY(auto* select, sql_of(at).use("SELECT r.key, r.version, 0, coalesce(v.adopted, 0), coalesce(v.rejected, 0) "
                                    "FROM resource r LEFT JOIN consent_verdict v ON v.consent = r.key "
                                    "WHERE r.shape IN (SELECT id FROM shape WHERE type = ?1) UNION ALL "
                                    "SELECT v.consent, (SELECT max(version) FROM history WHERE key = v.consent), 1, v.adopted, v.rejected FROM consent_verdict v "
                                    "WHERE v.consent NOT IN (SELECT key FROM resource) ORDER BY 1"));
  const sql::resetting after(*select);
  select->bind(1, static_cast<std::int64_t>(fhir::resource_type::Consent));
  std::vector<stored_consent> all;
  const auto number = [&](int column) { return static_cast<std::uint32_t>(select->integer(column)); };
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return all;
    all.push_back({select->integer(0), number(1), select->integer(2) != 0, number(3), number(4)});
  }
}

result<consents_state> state_of_consents(const snapshot& at) {
  PHR_TRY(auto* select, sql_of(at).use("SELECT coalesce((SELECT max(sequence) FROM change), 0), coalesce((SELECT value FROM setting WHERE name = 'verdicts'), 0)"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->step());
  return found ? consents_state{select->integer(0), select->integer(1)} : consents_state{0, 0};
}

result<bool> consent_waits(database& in, std::int64_t key, std::uint32_t version) {
  PHR_TRY(auto* select, in.use("SELECT 1 FROM consent_verdict WHERE consent = ?1 AND adopted = ?2"));
  const sql::resetting after(*select);
  PHR_TRY(const bool adopted, select->bind(1, key).bind(2, std::int64_t{version}).step());
  return !adopted;
}

result<void> adopt_consent(database& in, std::int64_t key, std::uint32_t version) {
  PHR_TRY(auto* say, in.use("INSERT INTO consent_verdict(consent, adopted, rejected) VALUES(?1, ?2, 0) ON CONFLICT(consent) DO UPDATE SET adopted = ?2, rejected = 0"));
  PHR_TRY(say->bind(1, key).bind(2, std::int64_t{version}).run());
  return count_verdict(in);
}

result<void> reject_consent(database& in, std::int64_t key, std::uint32_t version) {
  PHR_TRY(auto* say, in.use("INSERT INTO consent_verdict(consent, adopted, rejected) VALUES(?1, 0, ?2) ON CONFLICT(consent) DO UPDATE SET rejected = ?2"));
  PHR_TRY(say->bind(1, key).bind(2, std::int64_t{version}).run());
  return count_verdict(in);
}

result<void> forget_consent(database& in, std::int64_t key) {
  PHR_TRY(auto* gone, in.use("DELETE FROM consent_verdict WHERE consent = ?1"));
  PHR_TRY(gone->bind(1, key).run());
  return count_verdict(in);
}

}  // namespace phr::storage
