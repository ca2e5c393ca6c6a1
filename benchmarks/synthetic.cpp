#include "synthetic.hpp"

#include "report.hpp"

#include "cli/synth/synth.hpp"

#include <filesystem>
#include <fstream>
#include <limits>

namespace phr::bench {

namespace {

const passphrase key("bench");

// Lines to the file until there are enough; returns their bytes.
double write_lines(const std::string& path, std::uint64_t resources, unsigned years, const line_filter& filter) {
  std::ofstream out(path, std::ios::binary);
  double bytes = 0;
  std::uint64_t left = resources;
  std::string line;
  synth::options chosen;
  chosen.people = std::numeric_limits<int>::max();
  chosen.years = years;
  chosen.shape = synth::format::ndjson;
  synth::generate(chosen, [&](std::string_view, std::string_view text) {
    while (!text.empty() && left != 0) {
      const std::size_t end = text.find('\n');
      line = text.substr(0, end);
      text.remove_prefix(end + 1);
      if (filter && !filter(line)) continue;
      out << line << '\n';
      bytes += static_cast<double>(line.size() + 1);
      --left;
    }
    return left != 0;
  });
  return bytes;
}

}  // namespace

filled_store fill(std::uint64_t resources, unsigned years, const line_filter& filter) {
  auto folder = std::make_unique<test::temporary_folder>();
  const std::string lines = folder->path("lines.ndjson");
  const double bytes = write_lines(lines, resources, years, filter);
  std::string path = folder->path("me.phr");
  auto store = phr::store::open(path, key, {.create = true, .cost = crypto::argon2_test_cost}).value();
  filled_store made{std::move(folder), std::move(path), bytes, static_cast<double>(resources), 0, std::move(store)};
  auto me = made.me();
  made.import_seconds = seconds_of([&] { static_cast<void>(me.import_file(lines).value()); });
  std::filesystem::remove(lines);
  return made;
}

filled_store fill_one_patient(std::uint64_t resources, std::string& patient) {
  const std::string mark = R"({"resourceType":"Patient","id":")";
  const std::string reference = R"("reference":"Patient/)";
  patient.clear();
  return fill(resources, 5, [&](std::string& line) {
    if (line.starts_with(mark)) {
      if (!patient.empty()) return false;
      patient = line.substr(mark.size(), line.find('"', mark.size()) - mark.size());
    }
    for (std::size_t at = line.find(reference); at != std::string::npos; at = line.find(reference, at + 1)) {
      const std::size_t begin = at + reference.size();
      line.replace(begin, line.find('"', begin) - begin, patient);
    }
    return true;
  });
}

}  // namespace phr::bench
