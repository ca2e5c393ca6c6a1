#include "gate/moment_state.hpp"

namespace phr {

moment::moment(const moment& other) : state_(other.state_ ? owned<state>(new state(*other.state_)) : owned<state>()) {}

moment& moment::operator=(const moment& other) {
  if (this != &other) *this = moment(other);
  return *this;
}

}  // namespace phr
