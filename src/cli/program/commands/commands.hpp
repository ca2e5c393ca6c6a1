// One function for each command: it adds the command to the program, and sets `run` when the command is chosen.
#pragma once

#include "cli/program/store_access.hpp"

namespace phr::cli {

void add_init(CLI::App& program, action& run);
void add_import(CLI::App& program, action& run);
void add_search(CLI::App& program, action& run);
void add_everything(CLI::App& program, action& run);
void add_lastn(CLI::App& program, action& run);
void add_capabilities(CLI::App& program, action& run);
void add_reindex(CLI::App& program, action& run);
void add_put(CLI::App& program, action& run);
void add_patch(CLI::App& program, action& run);
void add_delete(CLI::App& program, action& run);
void add_bundle(CLI::App& program, action& run);
void add_history(CLI::App& program, action& run);
void add_changes(CLI::App& program, action& run);
void add_purge(CLI::App& program, action& run);
void add_erase(CLI::App& program, action& run);
void add_source(CLI::App& program, action& run);
void add_parameter(CLI::App& program, action& run);
void add_read(CLI::App& program, action& run);
void add_timeline(CLI::App& program, action& run);
void add_latest(CLI::App& program, action& run);
void add_chart(CLI::App& program, action& run);
void add_consent(CLI::App& program, action& run);
void add_audit(CLI::App& program, action& run);
void add_synth(CLI::App& program, action& run);
void add_convert(CLI::App& program, action& run);
void add_validate(CLI::App& program, action& run);
void add_fhirpath(CLI::App& program, action& run);
void add_ucum(CLI::App& program, action& run);
void add_view(CLI::App& program, action& run);
void add_info(CLI::App& program, action& run);

}  // namespace phr::cli
