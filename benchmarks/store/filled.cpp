#include "filled.hpp"

#include "sample.hpp"

namespace phr::bench {

store import_into(const std::string& path) {
  auto store = phr::store::open(path, key, cheap).value();
  auto me = store.session(owner(), {.now = now}).value();
  for (const auto& bundle : records().bundles) static_cast<void>(me.import_text(bundle).value());
  return store;
}

filled& common() {
  static filled made;
  return made;
}

}  // namespace phr::bench
