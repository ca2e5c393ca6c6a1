// The passphrase: from a file, the environment or the keyboard; never from the command line, where others could see it.
#pragma once

#include <phr/core/result.hpp>
#include <phr/crypto/recovery_code.hpp>
#include <phr/crypto/secret.hpp>

#include <string>

namespace phr::cli {

enum class asking { once, twice };  // twice for a new one

// The first line of `file` ("-" is standard input) where a file is named; else PHR_PASSPHRASE; else typed at the
// terminal, unseen. Errors: no_such_file, io_failed, empty_input; invalid_argument where nobody can be asked or the two
// differ; cancelled by Ctrl-C at the prompt.
[[nodiscard]] result<crypto::passphrase> read_passphrase(const std::string& file, asking how, const char* prompt = "Passphrase: ");

// A recovery code as the first line of a file.
[[nodiscard]] result<crypto::recovery_code> read_recovery_code(const std::string& file);

}  // namespace phr::cli
