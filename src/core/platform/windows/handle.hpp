// What the sources for Windows share.
#pragma once

#include <phr/core/error.hpp>

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include <string>
#include <string_view>

namespace phr::platform {

// What the last call of Windows on this thread failed of.
[[nodiscard]] error last_windows_error(static_text place) noexcept;
// Names are UTF-8 everywhere but at the system's border. Empty for a text that is none.
[[nodiscard]] std::wstring wide(std::string_view text);
[[nodiscard]] std::string narrow(std::wstring_view text);

}  // namespace phr::platform
