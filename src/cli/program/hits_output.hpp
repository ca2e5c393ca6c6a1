// Hits as tables, lines and Bundles.
#pragma once

#include "cli/program/store_access.hpp"

#include <phr/interactions/hits.hpp>

#include <string>
#include <string_view>

namespace phr::cli {

struct hits_style {
  bool ids = false;
  bool ndjson = false;
  bool json = false;
};

// Adds --ids and --ndjson; --json comes with the options of the store.
void add_hits_options(CLI::App& to, hits_style& style);

// Written as they are read, so that a long answer needs no memory. `url` is what the next page is of.
[[nodiscard]] result<void> print_hits(const hits& found, const hits_style& style, std::string_view url);

}  // namespace phr::cli
