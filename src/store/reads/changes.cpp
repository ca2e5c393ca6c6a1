#include "store/reads/changes.hpp"

#include "store/intern/interner.hpp"
#include "store/sql/access.hpp"

namespace phr::storage {

result<std::vector<change_entry>> changes_after(const snapshot& at, std::int64_t after, std::size_t most) {
  PHR_TRY(auto* select, sql_of(at).use("SELECT c.sequence, i.type, i.id, c.version, c.operation, typeof(i.id) FROM change c "
                                    "LEFT JOIN identity i ON i.key = c.resource WHERE c.sequence > ?1 ORDER BY c.sequence LIMIT ?2"));
  const sql::resetting done(*select);
  select->bind(1, after).bind(2, static_cast<std::int64_t>(most));
  std::vector<change_entry> entries;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return entries;
    change_entry entry;
    entry.sequence = select->integer(0);
    entry.type = static_cast<fhir::resource_type>(select->integer(1));
    if (select->text(5) != "integer") entry.id = id_text(*select, 2);
    entry.version = static_cast<std::uint32_t>(select->integer(3));
    entry.kind = static_cast<write_kind>(select->integer(4));
    entries.push_back(std::move(entry));
  }
}

}  // namespace phr::storage
