#include "store/search/plan/scratch.hpp"

#include "store/schema/schema.hpp"
#include "store/search/answer/search.hpp"
#include "store/sql/access.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace phr::storage {

namespace {

constexpr std::string_view made_up = "part.";  // and a number: their ids

result<void> copy_parameters(const snapshot& from, const database& to) {
  PHR_TRY(auto select, sql_of(from).on().prepare("SELECT id, type, code, kind, expression FROM custom_parameter"));
  PHR_TRY(auto insert, to.on().prepare("INSERT INTO custom_parameter VALUES(?1, ?2, ?3, ?4, ?5)"));
  for (;;) {
    PHR_TRY(const bool more, select.step());
    if (!more) return success();
    insert.bind(1, select.integer(0)).bind(2, select.integer(1)).bind(3, select.text(2)).bind(4, select.integer(3)).bind(5, select.text(4));
    PHR_TRY(insert.run());
  }
}

}  // namespace

result<scratch_store> scratch_store::beside(const snapshot& of) {
  PHR_TRY(auto memory, database::in_memory());
  PHR_TRY(create_schema(memory.on()));
  PHR_TRY(copy_parameters(of, memory));
  scratch_store made(std::make_unique<database>(std::move(memory)));
  if (meter* const spending = sql_of(of).hooks().spending) made.counting_ = std::make_unique<metered>(snapshot(*made.memory_), *spending);
  static constexpr std::array<std::uint8_t, crypto::secret_key::length> none{};  // nothing of it is kept, so its trail needs no secret
  PHR_TRY(unit begun, unit::begin(*made.memory_, crypto::secret_key(none)));
  made.work_ = std::make_unique<unit>(std::move(begun));
  return made;
}

result<void> scratch_store::add(fhir::resource_type type, const fhir::json::value& resource, std::int64_t updated) {
  PHR_TRY(work_->put(type, std::string(made_up) + std::to_string(many_), resource, {}, updated));
  ++many_;
  return success();
}

result<void> scratch_store::add_terminology(const snapshot& of) {
  PHR_TRY(auto select, sql_of(of).on().prepare("SELECT key FROM resource WHERE shape IN (SELECT id FROM shape WHERE type IN (?1, ?2))"));
  select.bind(1, static_cast<std::int64_t>(fhir::resource_type::ValueSet)).bind(2, static_cast<std::int64_t>(fhir::resource_type::CodeSystem));
  fhir::json::document parsed;
  for (;;) {
    PHR_TRY(const bool more, select.step());
    if (!more) return success();
    if (sql_of(of).hooks().visible) {
      PHR_TRY(const bool shown, sql_of(of).hooks().visible(select.integer(0)));
      if (!shown) continue;
    }
    PHR_TRY(const record found, of.current(select.integer(0)));
    PHR_TRY(spend(of, found.json.size()));
    PHR_TRY(parsed.parse(found.json));
    PHR_TRY(work_->put(found.type, found.id, parsed.root(), {}, found.updated));
  }
}

result<std::vector<std::size_t>> scratch_store::find(const query& asked, std::int64_t now) {
  PHR_TRY(const snapshot at, work_->look());
  search_setting setting;
  setting.now = now;
  const guarded_snapshot all(at, std::make_shared<decisions>(authorization::all()));
  PHR_TRY(const auto matches, run_search(all, asked, setting));
  std::vector<std::size_t> found;
  for (const match& each : matches) {
    if (!each.id.starts_with(made_up)) continue;  // of the terminology
    const std::string_view number = std::string_view(each.id).substr(made_up.size());
    std::size_t nth = 0;
    std::from_chars(number.data(), number.data() + number.size(), nth);
    found.push_back(nth);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace phr::storage
