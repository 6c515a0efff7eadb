// The wishes of an article laid over those of its site.

#include "engine/policy/policy.h"

#include <cmath>

namespace chaffinch::policy {

namespace {

/// NaN compares false with everything: a threshold of NaN would silently approve all comments.
double finite_or(double value, double otherwise) {
    return std::isfinite(value) ? value : otherwise;
}

Policy with_finite_numbers(Policy policy) {
    const Policy defaults;
    policy.hold_at = finite_or(policy.hold_at, defaults.hold_at);
    policy.reject_at = finite_or(policy.reject_at, defaults.reject_at);
    policy.discard_at = finite_or(policy.discard_at, defaults.discard_at);
    policy.sensitive_factor = finite_or(policy.sensitive_factor, defaults.sensitive_factor);
    policy.classifier_cap = finite_or(policy.classifier_cap, defaults.classifier_cap);
    return policy;
}

}  // namespace

Policy effective(const Policy& site, const Article* article) {
    Policy policy = with_finite_numbers(site);
    if (article == nullptr) return policy;
    const ArticlePolicy& wish = article->policy;
    if (wish.sensitivity != Sensitivity::none) policy.hold_at *= policy.sensitive_factor;
    if (wish.hold_at) policy.hold_at = finite_or(*wish.hold_at, policy.hold_at);
    if (wish.reject_at) policy.reject_at = finite_or(*wish.reject_at, policy.reject_at);
    if (wish.comments == CommentPolicy::pre) policy.premoderate = true;
    return policy;
}

}  // namespace chaffinch::policy
