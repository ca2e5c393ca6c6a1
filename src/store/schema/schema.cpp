#include "store/schema/schema.hpp"

namespace phr::storage {

namespace {

// Integers inside, FHIR outside (decision D6). Every table that an index row points to has an integer key; types and
// parameters have the frozen numbers of fhir/resource_type.hpp and fhir/search_parameter.hpp.
constexpr const char* records = R"sql(
CREATE TABLE setting(name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

-- Interned text: systems, units, URLs, names of actors.
CREATE TABLE term(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
-- Interned (system, code); system 0 is "no system".
CREATE TABLE coding(id INTEGER PRIMARY KEY, code TEXT NOT NULL, system INTEGER NOT NULL, UNIQUE(code, system)) STRICT;

-- Every Type/id ever seen, also those only referred to. An id that is a canonical UUID is its 16 bytes, else its text.
-- source: whose the name is (table source); of one that the owner alone refers to, the first import's that brings it.
CREATE TABLE identity(key INTEGER PRIMARY KEY, type INTEGER NOT NULL, id ANY NOT NULL, source INTEGER NOT NULL DEFAULT 1, UNIQUE(type, id)) STRICT;
-- Earlier versions, and deletions (operation 3, no body). origin: the source that said so.
CREATE TABLE history(key INTEGER NOT NULL, version INTEGER NOT NULL, updated INTEGER NOT NULL, operation INTEGER NOT NULL,
                     dictionary INTEGER NOT NULL, body BLOB, origin INTEGER NOT NULL DEFAULT 1, PRIMARY KEY(key, version)) STRICT, WITHOUT ROWID;

-- One row per write, in order. operation: phr::write_kind; history has these, too.
CREATE TABLE change(sequence INTEGER PRIMARY KEY, resource INTEGER NOT NULL, version INTEGER NOT NULL,
                    operation INTEGER NOT NULL) STRICT;
-- One row per operation of a session; mac chains them (audit/chain.hpp).
CREATE TABLE audit(sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor INTEGER NOT NULL, purpose TEXT NOT NULL,
                   action INTEGER NOT NULL, outcome INTEGER NOT NULL, type INTEGER NOT NULL, resource INTEGER NOT NULL,
                   count INTEGER NOT NULL, first_change INTEGER NOT NULL, last_change INTEGER NOT NULL,
                   mac BLOB NOT NULL) STRICT;
)sql";

constexpr const char* custom_parameter_tables = R"sql(
-- Search parameters beside those of R4: index/custom.hpp.
CREATE TABLE custom_parameter(id INTEGER PRIMARY KEY, type INTEGER NOT NULL, code TEXT NOT NULL, kind INTEGER NOT NULL,
                              expression TEXT NOT NULL, UNIQUE(type, code)) STRICT;
)sql";

constexpr const char* sources = R"sql(
-- Where facts come from: intern/sources.hpp. 0 is the owner, 1 all that does not say; their numbers take no byte in a row.
CREATE TABLE source(id INTEGER PRIMARY KEY, uri TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind INTEGER NOT NULL,
                    first_seen INTEGER, last_seen INTEGER) STRICT;
-- What a source calls a resource whose id here is another, because that was taken.
CREATE TABLE foreign_name(source INTEGER NOT NULL, type INTEGER NOT NULL, id ANY NOT NULL, key INTEGER NOT NULL,
                          PRIMARY KEY(source, type, id)) STRICT, WITHOUT ROWID;
CREATE INDEX foreign_name_key ON foreign_name(key);
INSERT INTO source VALUES(0, 'urn:phr:owner', 'the owner', 0, NULL, NULL), (1, 'urn:phr:this-file', 'this file', 1, NULL, NULL);
)sql";

constexpr const char* live_resources = R"sql(
-- The current version of each live resource. `body` is zstd with the dictionary of that number. origin: the source that said so.
CREATE TABLE resource(key INTEGER PRIMARY KEY, version INTEGER NOT NULL, updated INTEGER NOT NULL, dictionary INTEGER NOT NULL,
                      shape INTEGER NOT NULL, subjects INTEGER NOT NULL, origin INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE INDEX resource_shape ON resource(shape, updated);
)sql";

constexpr const char* subject_sets = R"sql(
-- Whose record resources are: index/subjects.hpp. Few; every live resource has one. The name says all of it, so that equal ones are found.
-- A number is never given again, so that what has been decided of it stays decided.
CREATE TABLE subject_set(id INTEGER PRIMARY KEY AUTOINCREMENT, name BLOB NOT NULL UNIQUE, closed INTEGER NOT NULL, types BLOB NOT NULL) STRICT;
-- Resources that others had referred to before they were there: their keys are older than they are. place is where they stand among all
-- resources in order of first writing (guard/guarded_snapshot.hpp).
CREATE TABLE late(key INTEGER PRIMARY KEY, type INTEGER NOT NULL, place INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX late_place ON late(type, place);
CREATE TABLE subject(subjects INTEGER, patient INTEGER, PRIMARY KEY(subjects, patient)) STRICT, WITHOUT ROWID;
-- What the owner has said of a Consent: the versions that were adopted and rejected last; 0 for none. Any other is pending.
CREATE TABLE consent_verdict(consent INTEGER PRIMARY KEY, adopted INTEGER NOT NULL, rejected INTEGER NOT NULL) STRICT;
)sql";

// Everything that can be made again from the records.
constexpr const char* index = R"sql(
-- A type, and which of its parameters have values: index/presence.hpp. Few, and every live resource has one.
CREATE TABLE shape(id INTEGER PRIMARY KEY, type INTEGER NOT NULL, present BLOB NOT NULL, UNIQUE(type, present)) STRICT;
CREATE TABLE shape_parameter(parameter INTEGER, shape INTEGER, PRIMARY KEY(parameter, shape)) STRICT, WITHOUT ROWID;

CREATE TABLE index_token(parameter INTEGER, coding INTEGER, resource INTEGER,
                         PRIMARY KEY(parameter, coding, resource)) STRICT, WITHOUT ROWID;
CREATE TABLE index_string(parameter INTEGER, normal TEXT, resource INTEGER, original TEXT,
                          PRIMARY KEY(parameter, normal, resource, original)) STRICT, WITHOUT ROWID;
CREATE INDEX index_string_resource ON index_string(resource, parameter);
-- Microseconds since 1970 UTC, half open: low <= moment < low + length. slot is the parameter times 4 and a class of length
-- (index/date_slot.hpp): what ends after a moment began not long before it, in all but the longest class.
CREATE TABLE index_date(slot INTEGER, low INTEGER, length INTEGER, resource INTEGER,
                        PRIMARY KEY(slot, low, length, resource)) STRICT, WITHOUT ROWID;
CREATE INDEX index_date_resource ON index_date(resource, slot);
-- target: an identity key, or the negative key of a term that holds a URL. What one resource refers to stands in its body.
CREATE TABLE index_reference(parameter INTEGER, target INTEGER, resource INTEGER,
                             PRIMARY KEY(parameter, target, resource)) STRICT, WITHOUT ROWID;
-- unit: the coding of the unit, as in table unit, which has all that occur.
CREATE TABLE index_quantity(parameter INTEGER, unit INTEGER, value REAL, resource INTEGER,
                            PRIMARY KEY(parameter, unit, value, resource)) STRICT, WITHOUT ROWID;
CREATE INDEX index_quantity_resource ON index_quantity(resource, parameter);
CREATE TABLE unit(coding INTEGER PRIMARY KEY) STRICT;
CREATE TABLE index_number(parameter INTEGER, value REAL, resource INTEGER,
                          PRIMARY KEY(parameter, value, resource)) STRICT, WITHOUT ROWID;
CREATE INDEX index_number_resource ON index_number(resource, parameter);
CREATE TABLE index_uri(parameter INTEGER, term INTEGER, resource INTEGER,
                       PRIMARY KEY(parameter, term, resource)) STRICT, WITHOUT ROWID;
-- What the parts of a composite say of one element: a coding or target first; then a coding and 0, a number and a number, or a
-- unit and its value. Under the parameter of an Identifier: the coding of its type, and that of its value without a system.
CREATE TABLE index_composite(parameter INTEGER, first INTEGER, second ANY, third ANY, resource INTEGER,
                             PRIMARY KEY(parameter, first, second, third, resource)) STRICT, WITHOUT ROWID;
-- Membership in patients' compartments, in time order: the timeline. happened is no_time where there is no date.
CREATE TABLE compartment(patient INTEGER, happened INTEGER, resource INTEGER,
                         PRIMARY KEY(patient, happened, resource)) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* old_resources_to_new = R"sql(
ALTER TABLE resource RENAME TO old_resource;
)sql";
constexpr const char* fill_new_resources = R"sql(
INSERT INTO resource SELECT key, version, updated, dictionary, 0, 0, 1, body FROM old_resource ORDER BY key;
DROP TABLE old_resource;
)sql";

// All that is there is of one source, the one that imports are of which do not say.
constexpr const char* names_of_one_source = R"sql(
ALTER TABLE identity ADD COLUMN source INTEGER NOT NULL DEFAULT 1;
ALTER TABLE history ADD COLUMN origin INTEGER NOT NULL DEFAULT 1;
)sql";
constexpr const char* all_of_this_file = R"sql(
UPDATE source SET first_seen = (SELECT min(updated) FROM (SELECT updated FROM resource UNION ALL SELECT updated FROM history)),
                  last_seen = (SELECT max(updated) FROM (SELECT updated FROM resource UNION ALL SELECT updated FROM history)) WHERE id = 1;
)sql";

constexpr const char* index_tables[] = {"shape", "shape_parameter", "index_token", "index_string", "index_date", "index_reference", "index_quantity",
                                        "unit", "index_number", "index_uri", "index_composite", "compartment"};

}  // namespace

result<void> create_schema(const sql::connection& on) {
  PHR_TRY(on.execute(records));
  PHR_TRY(on.execute(custom_parameter_tables));
  PHR_TRY(on.execute(live_resources));
  PHR_TRY(on.execute(subject_sets));
  PHR_TRY(on.execute(sources));
  PHR_TRY(on.execute(index));
  PHR_TRY(auto insert, on.prepare("INSERT INTO setting(name, value) VALUES('schema', ?1)"));
  return insert.bind(1, schema_version).run();
}

result<std::int64_t> check_schema(const sql::connection& on) {
  // The page key is proven right by its slot, so a first page that cannot be read is a damaged one.
  auto select = on.prepare("SELECT value FROM setting WHERE name = 'schema'");
  if (!select) return error{errc::damaged_page}.at("the first page of the database");
  PHR_TRY(const bool found, select.value().step());
  if (!found) return error{errc::damaged_page}.at("the schema of the database");
  if (select.value().integer(0) > schema_version) return error{errc::newer_format}.at("the schema of the database");
  return select.value().integer(0);
}

result<void> empty_index(const sql::connection& on) {
  for (const char* const name : index_tables) PHR_TRY(on.execute((std::string("DROP TABLE IF EXISTS ") + name).c_str()));
  return on.execute(index);
}

result<void> upgrade_schema(const sql::connection& on, std::int64_t from) {
  if (from < 8) {  // a resource's shape (3), subjects (6) and origin (8) are new, and stand before its body
    PHR_TRY(on.execute(old_resources_to_new));
    PHR_TRY(on.execute("DROP INDEX IF EXISTS resource_shape"));
    PHR_TRY(on.execute(live_resources));
    PHR_TRY(on.execute(fill_new_resources));
    PHR_TRY(on.execute(names_of_one_source));
    PHR_TRY(on.execute(sources));
    PHR_TRY(on.execute(all_of_this_file));
  }
  if (from < 6) PHR_TRY(on.execute(subject_sets));
  // 7: whose record a resource is was told anew; the index, which is made again in any case, has it.
  if (from < 4) PHR_TRY(on.execute(custom_parameter_tables));
  PHR_TRY(auto update, on.prepare("UPDATE setting SET value = ?1 WHERE name = 'schema'"));
  return update.bind(1, schema_version).run();
}

}  // namespace phr::storage
