// Writes a resource into a new store and finds it again.
#include <phr/phr.hpp>

#include <cstdio>

namespace {

phr::result<bool> run(const char* path) {
  PHR_TRY(auto store, phr::store::open(path, phr::passphrase("correct horse"), {.create = true}));
  PHR_TRY(auto me, store.session(phr::owner(), {.purpose = phr::purpose::patient_request, .now = phr::clock_now()}));
  PHR_TRY(const auto written, me.create(R"({"resourceType":"Patient","name":[{"family":"Example"}]})"));
  PHR_TRY(const auto hits, me.search("Patient?name=example"));
  return hits.size() == 1 && hits[0].id() == written.id;
}

}  // namespace

int main(int argc, char** argv) {
  const auto found = argc > 1 ? run(argv[1]) : phr::result<bool>(false);
  if (!found) std::puts(phr::describe(found.error()).c_str());
  return found && found.value() ? 0 : 1;
}
