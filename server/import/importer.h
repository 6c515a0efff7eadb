// Importer: judges the comments of an export and enters them, with what was decided on them, in
// batches of one commit each.
//
// An import may be broken off anywhere and run again: what is stored is recognised by its external
// id and passed over without being judged again.

#pragma once

#include "engine/pipeline/pipeline.h"
#include "server/import/history.h"
#include "server/import/import_report.h"
#include "server/runtime/clock.h"
#include "server/store/imports.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace chaffinch::importing {

/// Comments in one commit: enough that the sync to disk costs little, few enough to hold in memory.
inline constexpr std::size_t batch_size = 500;

struct ImportSettings {
    SiteId site{};
    /// Names this import in the log; the same name for the same file (import_id()).
    DecisionId import{};
    std::string note{};
    /// Put before every id of the other system, when two of them are imported into one site.
    std::string id_prefix{};
};

/// "dec_import_" and the name, with everything but letters, digits, '.', '-' and '_' as '-', at
/// most 96 bytes of it.
DecisionId import_id(const std::string& name);

/// How the importer waits for the store; the caller has the executor.
struct ImportStoreCalls {
    std::function<std::vector<std::string>(SiteId, std::vector<std::string>)> known{};
    std::function<Result<store::ImportReceipt>(store::ImportBatch)> record{};
};

class Importer {
  public:
    Importer(
        ImportSettings settings,
        const Pipeline& pipeline,
        const runtime::Clock& clock,
        ImportStoreCalls store
    );

    /// A sink for one of the readers of history.h. False after the store has refused a batch.
    bool take(Row row);

    /// Stores what is left of the last batch. Errors: not_found (no such site).
    Result<void> finish();

    [[nodiscard]] const ImportReport& report() const { return report_; }

  private:
    Result<void> store_batch();
    store::ImportedSubmission judged(HistoricComment historic) const;

    ImportSettings settings_;
    const Pipeline& pipeline_;
    const runtime::Clock& clock_;
    ImportStoreCalls store_;
    std::vector<HistoricComment> batch_{};
    ImportReport report_{};
    Result<void> stored_{};  ///< the first error of the store
};

}  // namespace chaffinch::importing
