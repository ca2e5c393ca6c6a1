// Writes a world into a file, as the owner.
#pragma once

#include "noninterference/world.hpp"

#include <phr/phr.hpp>

#include <string>

namespace phr::twins {

// A new store at that path, open, with all but the later acts of that twin.
[[nodiscard]] result<store> build(const world& of, twin which, const std::string& path);

// One act, where it is of that twin.
[[nodiscard]] result<void> do_act(session& owner, const act& what, twin which);

}  // namespace phr::twins
