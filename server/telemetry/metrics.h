// Metrics: named counters and histograms, printed in Prometheus' text format by prometheus-cpp.
// Labels come from closed sets (route pattern, status class, outcome), never from input.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace chaffinch::telemetry {

/// The counters of one route, found once and then used without a search. Lives as long as Metrics.
class RouteMetrics {
  public:
    virtual ~RouteMetrics() = default;

    /// `status` is counted by class ("2xx"); `seconds` from the head's last byte to the answer's.
    virtual void finished(unsigned status, double seconds) = 0;
};

class Metrics {
  public:
    Metrics();
    ~Metrics();

    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    /// The counters of a route pattern; made when first asked for. Any thread, as all of these.
    RouteMetrics& route(std::string_view pattern);

    void request_finished(std::string_view route, unsigned status, double seconds);
    void connection_opened();
    void connection_closed();
    void request_refused(std::string_view why);  ///< by the front gate or by overload
    void verdict_given(std::string_view outcome, double seconds);
    void decision_made(std::string_view judgement);
    void training_applied(std::string_view label);

    /// A value read at each scrape, from the scraping thread. A name given twice: the newer reads.
    void gauge(const std::string& name, const std::string& help, std::function<double()> read);

    /// The exposition, version 0.0.4.
    [[nodiscard]] std::string scrape() const;

  private:
    struct Families;
    std::unique_ptr<Families> families_;
};

}  // namespace chaffinch::telemetry
