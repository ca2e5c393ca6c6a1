// Where hosts have found it: see fhir.
#pragma once

#include <phr/fhir/summary.hpp>
