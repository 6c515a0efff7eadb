// The families on prometheus-cpp. Counters are found once and kept: a lookup by labels hashes every
// one of them, which costs more than the request's routing.

#include "server/telemetry/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace chaffinch::telemetry {

namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Histogram;

/// From the cost of a routed request over loopback (some 20 us) up to the handler deadline.
const Histogram::BucketBoundaries seconds_buckets{
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5
};

class RouteCounters final : public RouteMetrics {
  public:
    RouteCounters(Family<Counter>& requests, Family<Histogram>& seconds, const std::string& route)
        : seconds_(&seconds.Add({{"route", route}}, seconds_buckets)) {
        constexpr std::array<const char*, 5> classes{"1xx", "2xx", "3xx", "4xx", "5xx"};
        for (std::size_t i = 0; i < classes.size(); ++i) {
            by_class_[i] = &requests.Add({{"route", route}, {"status", classes[i]}});
        }
    }

    void finished(unsigned status, double seconds) override {
        by_class_[std::clamp(status / 100, 1U, 5U) - 1]->Increment();
        seconds_->Observe(seconds);
    }

  private:
    std::array<Counter*, 5> by_class_{};
    Histogram* seconds_;
};

/// Counters of one family by the value of its one label.
class Labelled {
  public:
    Labelled(Family<Counter>& family, std::string label)
        : family_(family), label_(std::move(label)) {}

    void increment(std::string_view value) {
        const std::scoped_lock lock(mutex_);
        auto found = counters_.find(value);
        if (found == counters_.end()) {
            Counter& counter = family_.Add({{label_, std::string(value)}});
            found = counters_.emplace(value, &counter).first;
        }
        found->second->Increment();
    }

  private:
    Family<Counter>& family_;
    std::string label_;
    std::mutex mutex_{};
    std::map<std::string, Counter*, std::less<>> counters_{};
};

/// A gauge whose value is asked for when somebody scrapes.
struct ReadGauge {
    std::function<double()> read;
    prometheus::Gauge* gauge;
};

Family<Counter>& counter(prometheus::Registry& in, const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(in);
}

Family<Histogram>& histogram(prometheus::Registry& in, const char* name, const char* help) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(in);
}

}  // namespace

struct Metrics::Families {
    prometheus::Registry registry{};

    Family<Counter>& requests = counter(
        registry, "chaffinch_http_requests_total", "Requests answered, by route and status class"
    );
    Family<Histogram>& request_seconds = histogram(
        registry, "chaffinch_http_request_seconds", "Time from a request's head to its answer"
    );
    Counter& opened =
        counter(registry, "chaffinch_http_connections_total", "Connections accepted").Add({});
    prometheus::Gauge& open = prometheus::BuildGauge()
                                  .Name("chaffinch_http_connections")
                                  .Help("Connections open now")
                                  .Register(registry)
                                  .Add({});
    Labelled refused{
        counter(
            registry,
            "chaffinch_http_refused_total",
            "Requests and connections refused before a handler ran"
        ),
        "why"
    };
    Labelled verdicts{
        counter(registry, "chaffinch_verdicts_total", "Verdicts given, by outcome"), "outcome"
    };
    Histogram& verdict_seconds =
        histogram(registry, "chaffinch_verdict_seconds", "Time to judge one comment")
            .Add({}, seconds_buckets);
    Labelled decisions{
        counter(registry, "chaffinch_decisions_total", "Decisions of moderators, by judgement"),
        "judgement"
    };
    Labelled trainings{
        counter(registry, "chaffinch_training_events_total", "Labelled comments learnt, by label"),
        "label"
    };

    std::mutex routes_mutex{};
    std::map<std::string, RouteCounters, std::less<>> routes{};  // references into a map stay good

    std::mutex gauges_mutex{};
    std::map<std::string, ReadGauge> gauges{};
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {}

Metrics::~Metrics() = default;

RouteMetrics& Metrics::route(std::string_view pattern) {
    const std::scoped_lock lock(families_->routes_mutex);
    auto found = families_->routes.find(pattern);
    if (found == families_->routes.end()) {
        std::string name(pattern);
        RouteCounters counters(families_->requests, families_->request_seconds, name);
        found = families_->routes.emplace(std::move(name), counters).first;
    }
    return found->second;
}

void Metrics::request_finished(std::string_view route_pattern, unsigned status, double seconds) {
    route(route_pattern).finished(status, seconds);
}

void Metrics::connection_opened() {
    families_->opened.Increment();
    families_->open.Increment();
}

void Metrics::connection_closed() {
    families_->open.Decrement();
}

void Metrics::request_refused(std::string_view why) {
    families_->refused.increment(why);
}

void Metrics::verdict_given(std::string_view outcome, double seconds) {
    families_->verdicts.increment(outcome);
    families_->verdict_seconds.Observe(seconds);
}

void Metrics::decision_made(std::string_view judgement) {
    families_->decisions.increment(judgement);
}

void Metrics::training_applied(std::string_view label) {
    families_->trainings.increment(label);
}

void Metrics::gauge(
    const std::string& name, const std::string& help, std::function<double()> read
) {
    const std::scoped_lock lock(families_->gauges_mutex);
    auto found = families_->gauges.find(name);
    if (found != families_->gauges.end()) {
        found->second.read = std::move(read);
        return;
    }
    auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(families_->registry);
    families_->gauges.emplace(name, ReadGauge{std::move(read), &family.Add({})});
}

std::string Metrics::scrape() const {
    {
        const std::scoped_lock lock(families_->gauges_mutex);
        for (const auto& [name, gauge] : families_->gauges) gauge.gauge->Set(gauge.read());
    }
    return prometheus::TextSerializer{}.Serialize(families_->registry.Collect());
}

}  // namespace chaffinch::telemetry
