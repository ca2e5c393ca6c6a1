// A searchset as FHIR writes it.
#pragma once

#include <phr/core/result.hpp>
#include <phr/interactions/resource_sink.hpp>

#include <string_view>

namespace phr {

class hits;

// A Bundle of type searchset, in pieces of text as they are read, so that a long one needs no memory. `url` is the query, for the link to the next
// page; it has a total where the hits have one (hits::total), or,
// to the owner, are all that match.
// Errors: those of hits::each; cancelled where `to` takes no more.
[[nodiscard]] result<void> write_searchset(const hits& found, std::string_view url, const resource_sink& to);

}  // namespace phr
