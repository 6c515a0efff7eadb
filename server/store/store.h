// Store: all roles together, and the one factory of the embedded backend.

#pragma once

#include "server/store/accounts.h"
#include "server/store/akismet.h"
#include "server/store/articles.h"
#include "server/store/audit.h"
#include "server/store/authors.h"
#include "server/store/campaigns.h"
#include "server/store/cards.h"
#include "server/store/changes.h"
#include "server/store/claims.h"
#include "server/store/credentials.h"
#include "server/store/idempotency.h"
#include "server/store/identities.h"
#include "server/store/imports.h"
#include "server/store/insight.h"
#include "server/store/ledger.h"
#include "server/store/lifecycle.h"
#include "server/store/privacy.h"
#include "server/store/reviews.h"
#include "server/store/rules.h"
#include "server/store/submissions.h"
#include "server/store/webhooks.h"

#include <boost/asio/any_io_executor.hpp>

#include <filesystem>
#include <memory>
#include <stdexcept>

namespace chaffinch::store {

/// The world is broken: the store cannot write or read. `transient`: it may work again without a
/// restart (disk full). After a failed fsync the process stops instead.
class StoreUnavailable : public std::runtime_error {
  public:
    StoreUnavailable(const std::string& what, bool is_transient)
        : std::runtime_error(what), transient(is_transient) {}

    bool transient;
};

struct StoreHealth {
    bool writable = true;
    std::uint64_t commits = 0;         ///< since start
    std::uint64_t rows_committed = 0;  ///< write requests that succeeded in those commits
    std::size_t pending_writes = 0;
    bool log_to_empty = false;  ///< PrivacyStore::empty_log() was called and is not done yet
};

class Store : public SubmissionStore,
              public LifecycleStore,
              public AuthorStore,
              public IdempotencyStore,
              public ReviewStore,
              public CampaignStore,
              public ClaimStore,
              public CardStore,
              public ChangeSource,
              public LedgerStore,
              public AccountStore,
              public CredentialStore,
              public IdentityStore,
              public AkismetStore,
              public WebhookStore,
              public ImportStore,
              public AuditStore,
              public PrivacyStore,
              public RuleStore,
              public InsightStore,
              public ArticleStore {
  public:
    virtual FactsReader& facts() = 0;
    [[nodiscard]] virtual StoreHealth health() const = 0;

    /// Commits what is pending, checkpoints and closes. Called once; no call may follow.
    virtual void close() = 0;
};

}  // namespace chaffinch::store
