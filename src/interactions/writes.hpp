// Writing single resources, by their ids or by conditions, and taking them away.
#pragma once

#include "gate/door.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace phr::interactions {

// Each as the session's call of that name, whose comment says what it does.
[[nodiscard]] result<write_report> create(gate::door& in, std::string_view json);
[[nodiscard]] result<write_report> update(gate::door& in, std::string_view json, std::optional<std::uint32_t> if_match);
[[nodiscard]] result<write_report> remove(gate::door& in, fhir::resource_type type, std::string_view id, std::optional<std::uint32_t> if_match);
[[nodiscard]] result<write_report> patch(gate::door& in, fhir::resource_type type, std::string_view id, std::string_view description,
                                         std::optional<std::uint32_t> if_match);
[[nodiscard]] result<write_report> create_if_none(gate::door& in, std::string_view json, std::string_view criteria);
[[nodiscard]] result<write_report> update_where(gate::door& in, std::string_view json, std::string_view criteria, std::optional<std::uint32_t> if_match);
[[nodiscard]] result<write_report> patch_where(gate::door& in, std::string_view query, std::string_view description, std::optional<std::uint32_t> if_match);
[[nodiscard]] result<write_report> remove_where(gate::door& in, std::string_view query, std::optional<std::uint32_t> if_match);
[[nodiscard]] result<write_report> purge(gate::door& in, fhir::resource_type type, std::string_view id);
[[nodiscard]] result<write_report> purge_history(gate::door& in, fhir::resource_type type, std::string_view id);
[[nodiscard]] result<erase_report> erase(gate::door& in, std::span<const resource_name> which);

}  // namespace phr::interactions
