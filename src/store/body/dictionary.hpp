// The built-in zstd dictionary, number 1: src/store/body/dictionary.zstd, made by train.sh from `phr synth`.
#pragma once

#include <phr/core/bytes.hpp>

namespace phr::storage {

// Static bytes. Frozen: bodies in users' files were written with exactly these.
[[nodiscard]] bytes_view built_in_dictionary() noexcept;

}  // namespace phr::storage
