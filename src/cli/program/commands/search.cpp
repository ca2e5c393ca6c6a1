#include "cli/program/commands/commands.hpp"

#include "cli/program/hits_output.hpp"
#include "cli/program/moment.hpp"
#include "cli/program/terminal.hpp"
#include "cli/program/types.hpp"

#include <phr/interactions/query_advice.hpp>

#include <cstdio>
#include <memory>
#include <optional>

namespace phr::cli {

namespace {

// The word that a refused search is about, to whoever has typed it.
void tell_of_word(const error& why, std::string_view query) {
  const auto advice = advise(why, query);
  if (advice) std::fprintf(stderr, "phr: what was typed: %s\n", shown(advice->text()).c_str());
}

error refused(const error& why, std::string_view query) {
  tell_of_word(why, query);
  return why;
}

struct search_given {
  store_options_given store;
  std::string query;
  std::string page;
  hits_style style;
  bool lenient = false;
  bool explain = false;
};

result<exit_code> search(const search_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  phr::search_options options{.page = given.page, .lenient = given.lenient};
  std::optional<progress_bar> searching(std::in_place, "searching", 1000);
  options.watch = *searching;
  if (given.explain) {
    const auto told = me.explain_search(given.query, options);
    searching.reset();
    if (!told) return refused(told.error(), given.query);
    PHR_TRY(print(told.value()));
    return done;
  }
  const auto answer = me.search(given.query, options);
  searching.reset();
  if (!answer) return refused(answer.error(), given.query);
  const hits& found = answer.value();
  hits_style style = given.style;
  style.json = given.store.json;
  PHR_TRY(print_hits(found, style, given.query));
  for (const std::uint64_t each : found.ignored()) {
    std::fprintf(stderr, "phr: criterion %llu is not understood and was left out\n", static_cast<unsigned long long>(each));
    tell_of_word(error{errc::unknown_parameter}.nth(each), given.query);
  }
  return found.ignored().empty() ? done : refused_in_part;
}

struct everything_given {
  store_options_given store;
  hits_style style;
  std::string patient;
  std::string start;
  std::string end;
  std::string since;
  std::vector<std::string> types;
  std::uint32_t count = 0;
  std::string page;
};

result<exit_code> everything(const everything_given& given) {
  everything_options options;
  options.patient = given.patient;
  options.count = given.count;
  options.page = given.page;
  PHR_TRY(options.start, moment_of(given.start, "--start"));
  PHR_TRY(options.end, moment_of(given.end, "--end"));
  PHR_TRY(options.since, moment_of(given.since, "--since"));
  PHR_TRY(options.types, types_of(given.types, "--type"));
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto found, me.everything(options));
  hits_style style = given.style;
  style.json = given.store.json;
  PHR_TRY(print_hits(found, style, given.patient.empty() ? "Patient/$everything" : "Patient/" + given.patient + "/$everything"));
  return done;
}

struct lastn_given {
  store_options_given store;
  hits_style style;
  std::string criteria;
  std::uint32_t max = 1;
};

result<exit_code> lastn(const lastn_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto found, me.lastn(given.criteria, {.max = given.max}));
  hits_style style = given.style;
  style.json = given.store.json;
  PHR_TRY(print_hits(found, style, "Observation/$lastn"));
  return done;
}

result<exit_code> capabilities(const store_options_given& given) {
  PHR_TRY(const auto opened, open_store(given));
  PHR_TRY(const auto me, open_session(opened, given));
  PHR_TRY(const auto told, me.capabilities());
  PHR_TRY(print(told + "\n"));
  return done;
}

struct reindex_given {
  store_options_given store;
  std::string words;
};

result<exit_code> reindex(const reindex_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  progress_bar bar("indexing");
  PHR_TRY(given.words.empty() ? me.reindex(bar) : me.index_full_text(given.words == "on", bar));
  return done;
}

}  // namespace

void add_search(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("search", "Search as FHIR does: 'Observation?code=4548-4&_sort=-date'");
  const auto given = std::make_shared<search_given>();
  add_store_options(*command, given->store, asker::anybody);
  command->add_option("QUERY", given->query, "Type?parameter=value&...")->required();
  add_hits_options(*command, given->style);
  command->add_option("--page", given->page, "The page that an earlier answer to the same query named");
  command->add_flag("--lenient", given->lenient, "Leave out criteria that are not understood, and say which");
  command->add_flag("--explain", given->explain, "Say how the search goes about it");
  command->callback([given, &run] { run = [given] { return search(*given); }; });
}

void add_everything(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("everything", "A patient's whole record, and what it refers to");
  const auto given = std::make_shared<everything_given>();
  add_store_options(*command, given->store, asker::anybody);
  add_hits_options(*command, given->style);
  command->add_option("--patient", given->patient, "Id of the patient; needed where the record has several");
  command->add_option("--start", given->start, "Care not before this date");
  command->add_option("--end", given->end, "Care before this date");
  command->add_option("--since", given->since, "Only what was written since this time");
  command->add_option("--type", given->types, "Only resources of this type; may be repeated");
  command->add_option("--count", given->count, "At most so many");
  command->add_option("--page", given->page, "The page that an earlier answer to the same options named");
  command->callback([given, &run] { run = [given] { return everything(*given); }; });
}

void add_lastn(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("lastn", "The newest observations of each code");
  const auto given = std::make_shared<lastn_given>();
  add_store_options(*command, given->store, asker::anybody);
  command->add_option("CRITERIA", given->criteria, "Which observations, as in a search: 'category=laboratory'");
  add_hits_options(*command, given->style);
  command->add_option("--max", given->max, "So many of each code")->capture_default_str();
  command->callback([given, &run] { run = [given] { return lastn(*given); }; });
}

void add_capabilities(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("capabilities", "What can be asked, as a FHIR CapabilityStatement");
  const auto given = std::make_shared<store_options_given>();
  add_store_options(*command, *given, asker::anybody);
  command->callback([given, &run] { run = [given] { return capabilities(*given); }; });
}

void add_reindex(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("reindex", "Make the search index anew from the records");
  const auto given = std::make_shared<reindex_given>();
  add_store_options(*command, given->store, asker::owner);
  command->add_option("--words", given->words, "on: make the index of all words, for _text and _content; off: drop it")->check(CLI::IsMember({"on", "off"}));
  command->callback([given, &run] { run = [given] { return reindex(*given); }; });
}

}  // namespace phr::cli
