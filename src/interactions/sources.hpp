// Sources, as the owner sees and changes them.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/gate/moment.hpp>
#include <phr/interactions/resource_sink.hpp>
#include <phr/store/record.hpp>
#include <phr/store/source.hpp>

#include "gate/door.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace phr::interactions {

// Each as the session's call of that name, whose comment says what it does.
[[nodiscard]] result<std::vector<source_info>> sources(gate::door& in, const moment& as_of);
[[nodiscard]] result<void> rename_source(gate::door& in, std::string_view uri, std::string_view new_uri, std::string_view new_name);
[[nodiscard]] result<forget_preview> preview_forget(gate::door& in, std::string_view uri);
[[nodiscard]] result<erase_report> forget_source(gate::door& in, std::string_view uri, forget_as how, const progress& watch);
[[nodiscard]] result<std::uint64_t> export_source(gate::door& in, std::string_view uri, const resource_sink& sink, const moment& as_of);

}  // namespace phr::interactions
