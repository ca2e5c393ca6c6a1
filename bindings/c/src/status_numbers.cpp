// Holds phr_status and phr::errc together, and the other numbers that both sides write down.
#include <phr/audit.h>
#include <phr/core/error.hpp>
#include <phr/crypto/key_slot.hpp>
#include <phr/session.h>
#include <phr/clinical/timeline.hpp>
#include <phr/store.h>
#include <phr/store/audit.hpp>
#include <phr/store/record.hpp>
#include <phr/summary.h>

namespace phr::c {

namespace {

template <class Left, class Right>
constexpr bool same(Left left, Right right) noexcept {
  return static_cast<long>(left) == static_cast<long>(right);
}

static_assert(sizeof(phr_status) == 4);
static_assert(same(PHR_INTERNAL, errc::internal));
static_assert(same(PHR_INVALID_ARGUMENT, errc::invalid_argument));
static_assert(same(PHR_CANCELLED, errc::cancelled));
static_assert(same(PHR_UNSUPPORTED, errc::unsupported));
static_assert(same(PHR_NO_SUCH_FILE, errc::no_such_file));
static_assert(same(PHR_IS_A_DIRECTORY, errc::is_a_directory));
static_assert(same(PHR_PERMISSION_DENIED, errc::permission_denied));
static_assert(same(PHR_READ_ONLY, errc::read_only));
static_assert(same(PHR_DISK_FULL, errc::disk_full));
static_assert(same(PHR_IO_FAILED, errc::io_failed));
static_assert(same(PHR_ALREADY_EXISTS, errc::already_exists));
static_assert(same(PHR_WRONG_KEY, errc::wrong_key));
static_assert(same(PHR_DAMAGED_HEADER, errc::damaged_header));
static_assert(same(PHR_DAMAGED_PAGE, errc::damaged_page));
static_assert(same(PHR_NEWER_FORMAT, errc::newer_format));
static_assert(same(PHR_LOCKED, errc::locked));
static_assert(same(PHR_NOT_A_PHR_FILE, errc::not_a_phr_file));
static_assert(same(PHR_NO_FREE_SLOT, errc::no_free_slot));
static_assert(same(PHR_LAST_SLOT, errc::last_slot));
static_assert(same(PHR_SUSPENDED, errc::suspended));
static_assert(same(PHR_FILE_REPLACED, errc::file_replaced));
static_assert(same(PHR_CRYPTO_FAILED, errc::crypto_failed));
static_assert(same(PHR_AUTHENTICATION_FAILED, errc::authentication_failed));
static_assert(same(PHR_MALFORMED_JSON, errc::malformed_json));
static_assert(same(PHR_INVALID_UTF8, errc::invalid_utf8));
static_assert(same(PHR_EMPTY_INPUT, errc::empty_input));
static_assert(same(PHR_TOO_DEEP, errc::too_deep));
static_assert(same(PHR_TOO_LARGE, errc::too_large));
static_assert(same(PHR_DUPLICATE_KEY, errc::duplicate_key));
static_assert(same(PHR_NUL_CHARACTER, errc::nul_character));
static_assert(same(PHR_MALFORMED_NUMBER, errc::malformed_number));
static_assert(same(PHR_MALFORMED_DATE, errc::malformed_date));
static_assert(same(PHR_MALFORMED_XML, errc::malformed_xml));
static_assert(same(PHR_MALFORMED_ARCHIVE, errc::malformed_archive));
static_assert(same(PHR_UNKNOWN_RESOURCE_TYPE, errc::unknown_resource_type));
static_assert(same(PHR_WRONG_TYPE, errc::wrong_type));
static_assert(same(PHR_MISSING_ELEMENT, errc::missing_element));
static_assert(same(PHR_INVALID_ID, errc::invalid_id));
static_assert(same(PHR_DUPLICATE_ID, errc::duplicate_id));
static_assert(same(PHR_UNRESOLVED_REFERENCE, errc::unresolved_reference));
static_assert(same(PHR_INVALID_VALUE, errc::invalid_value));
static_assert(same(PHR_UNKNOWN_ELEMENT, errc::unknown_element));
static_assert(same(PHR_EMPTY_OBJECT, errc::empty_object));
static_assert(same(PHR_EMPTY_ARRAY, errc::empty_array));
static_assert(same(PHR_EMPTY_STRING, errc::empty_string));
static_assert(same(PHR_UNEXPECTED_NULL, errc::unexpected_null));
static_assert(same(PHR_NUMBER_AS_STRING, errc::number_as_string));
static_assert(same(PHR_JSON_COMMENT, errc::json_comment));
static_assert(same(PHR_TRAILING_COMMA, errc::trailing_comma));
static_assert(same(PHR_UNEXPECTED_ARRAY, errc::unexpected_array));
static_assert(same(PHR_ARRAY_EXPECTED, errc::array_expected));
static_assert(same(PHR_NOT_FOUND, errc::not_found));
static_assert(same(PHR_GONE, errc::gone));
static_assert(same(PHR_VERSION_CONFLICT, errc::version_conflict));
static_assert(same(PHR_UNKNOWN_PARAMETER, errc::unknown_parameter));
static_assert(same(PHR_UNKNOWN_MODIFIER, errc::unknown_modifier));
static_assert(same(PHR_UNKNOWN_PREFIX, errc::unknown_prefix));
static_assert(same(PHR_MALFORMED_QUERY, errc::malformed_query));
static_assert(same(PHR_AMBIGUOUS_MATCH, errc::ambiguous_match));
static_assert(same(PHR_ACCESS_DENIED, errc::access_denied));
static_assert(same(PHR_AUDIT_BROKEN, errc::audit_broken));
static_assert(same(PHR_UNIT_MISMATCH, errc::unit_mismatch));
static_assert(same(PHR_NO_VALUES, errc::no_values));

static_assert(sizeof(phr_key_kind) == 4);
static_assert(same(PHR_NO_KEY, crypto::slot_kind::empty));
static_assert(same(PHR_PASSPHRASE, crypto::slot_kind::passphrase));
static_assert(same(PHR_HOST_KEY, crypto::slot_kind::host_key));
static_assert(same(PHR_RECOVERY_CODE, crypto::slot_kind::recovery_code));
static_assert(same(PHR_UNKNOWN_KEY, crypto::slot_kind::unknown));

static_assert(same(PHR_CREATED, write_kind::created));
static_assert(same(PHR_UPDATED, write_kind::updated));
static_assert(same(PHR_DELETED, write_kind::deleted));
static_assert(same(PHR_UNCHANGED, write_kind::unchanged));
static_assert(same(PHR_PURGED, write_kind::purged));
static_assert(same(PHR_ERASED, write_kind::erased));

static_assert(sizeof(phr_timeline_period) == 4);
static_assert(same(PHR_BY_DAY, timeline_period::day));
static_assert(same(PHR_BY_MONTH, timeline_period::month));
static_assert(same(PHR_BY_YEAR, timeline_period::year));

static_assert(same(PHR_AUDIT_CREATE_STORE, audit_action::create_store));
static_assert(same(PHR_AUDIT_READ, audit_action::read));
static_assert(same(PHR_AUDIT_SEARCH, audit_action::search));
static_assert(same(PHR_AUDIT_HISTORY, audit_action::history));
static_assert(same(PHR_AUDIT_CREATE, audit_action::create));
static_assert(same(PHR_AUDIT_UPDATE, audit_action::update));
static_assert(same(PHR_AUDIT_DELETE, audit_action::remove));
static_assert(same(PHR_AUDIT_IMPORT, audit_action::import));
static_assert(same(PHR_AUDIT_TIMELINE, audit_action::timeline));
static_assert(same(PHR_AUDIT_ANALYSE, audit_action::analyse));
static_assert(same(PHR_AUDIT_EXPLAIN, audit_action::explain));
static_assert(same(PHR_AUDIT_REPORT, audit_action::report));
static_assert(same(PHR_AUDIT_CHANGE_KEYS, audit_action::change_keys));
static_assert(same(PHR_AUDIT_PATCH, audit_action::patch));
static_assert(same(PHR_AUDIT_TRANSACTION, audit_action::transaction));
static_assert(same(PHR_AUDIT_BATCH, audit_action::batch));
static_assert(same(PHR_AUDIT_PURGE, audit_action::purge));
static_assert(same(PHR_AUDIT_ERASE, audit_action::erase));
static_assert(same(PHR_AUDIT_ADOPT, audit_action::adopt));
static_assert(same(PHR_AUDIT_REINDEX, audit_action::reindex));
static_assert(same(PHR_AUDIT_REJECT, audit_action::reject));
static_assert(same(PHR_AUDIT_RENAME_SOURCE, audit_action::rename_source));
static_assert(same(PHR_AUDIT_DONE, audit_outcome::done));
static_assert(same(PHR_AUDIT_DENIED, audit_outcome::denied));
static_assert(same(PHR_AUDIT_FAILED, audit_outcome::failed));

}  // namespace

}  // namespace phr::c
