// Signals and policies as the tests of engine/policy write them.

#pragma once

#include "engine/types/signal.h"

#include <string>
#include <utility>

namespace chaffinch::policy::test {

inline Signal scored(std::string name, Reason reason, double weight) {
    Signal signal;
    signal.name = std::move(name);
    signal.reason = reason;
    signal.weight = weight;
    return signal;
}

inline Signal acting(std::string name, Reason reason, Action action) {
    Signal signal = scored(std::move(name), reason, 0);
    signal.action = action;
    return signal;
}

inline Signal from_classifier(Reason reason, double weight) {
    Signal signal = scored("classifier.spam", reason, weight);
    signal.source = SignalSource::classifier;
    return signal;
}

inline Signal grouped(Signal signal, std::string group, double cap, double floor) {
    signal.group = std::move(group);
    signal.group_cap = cap;
    signal.group_floor = floor;
    return signal;
}

inline Signal in_shadow(Signal signal) {
    signal.shadow = true;
    return signal;
}

}  // namespace chaffinch::policy::test
