// Location?near=latitude|longitude|distance|unit.
#include "store/search/leaves/leaf.hpp"

#include <phr/core/decimal.hpp>
#include <phr/ucum/ucum.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phr::storage {

namespace {

constexpr double metres_of_a_degree = 111'195;  // along a meridian, of a sphere of 6,371 km
constexpr double farthest = 25'000'000;          // nothing on that sphere is so far from anything

result<double> number_of(const leaf_query& asked, const std::string& text) {
  const auto parsed = decimal::parse(text);
  if (!parsed) return asked.refuse(errc::malformed_number);
  return parsed.value().to_double();
}

// The distance that a value names, up to one that nothing is beyond.
result<double> metres_of(const leaf_query& asked, const query_value& value) {
  const auto distance = decimal::parse(value.parts[2]);
  if (!distance) return asked.refuse(errc::malformed_number);
  const std::string unit = value.parts.size() == 4 && !value.parts[3].empty() ? value.parts[3] : "km";
  const auto one = ucum::convert(decimal::parse("1").value(), unit, "m");
  if (!one || distance.value().is_negative()) return asked.refuse(errc::malformed_query);
  const auto metres = distance.value().multiply(one.value());
  return metres ? std::min(metres.value().to_double(), farthest) : farthest;
}

}  // namespace

// Within the distance (of kilometres where no unit is named, 50 km where no distance is): rows of a band of latitudes, each measured
// on the sphere by a function of ours.
result<leaf> near_leaf(const leaf_query& asked) {
  if (asked.parameter.parameter->code != "near" || !asked.modifier.empty()) return asked.refuse_modifier();
  std::vector<std::string> where;
  for (const query_value& value : asked.values) {
    if (value.parts.size() < 2 || value.parts.size() > 4) return asked.refuse(errc::malformed_query);
    PHR_TRY(const double latitude, number_of(asked, value.parts[0]));
    PHR_TRY(const double longitude, number_of(asked, value.parts[1]));
    if (std::abs(latitude) > 90 || std::abs(longitude) > 180) return asked.refuse(errc::malformed_query);
    double metres = 50'000;
    if (value.parts.size() > 2) {
      PHR_TRY(metres, metres_of(asked, value));
    }
    const double band = metres / metres_of_a_degree + 1e-9;
    where.push_back(fmt::format("second >= {:.17g} AND second <= {:.17g} AND phr_distance(second, third, {:.17g}, {:.17g}) <= {:.17g}", latitude - band,
                                latitude + band, latitude, longitude, metres));
  }
  leaf made;
  row_set all{"index_composite", asked.parameter.where("parameter") + " AND first = 0 AND " + any_of(where)};
  all.as_list = true;
  made.sets.push_back(std::move(all));
  return made;
}

}  // namespace phr::storage
