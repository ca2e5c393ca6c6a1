// Where hosts have found it: see clinical.
#pragma once

#include <phr/clinical/timeline.hpp>
