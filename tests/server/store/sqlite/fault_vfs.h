// A disk that fails when told to: an SQLite VFS that passes every call on to the default one,
// except that the Nth write, truncation or sync can be made to fail, once or from then on.

#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace chaffinch::store::sqlite::test {

enum class DiskCall : std::uint8_t { write, sync };

/// Registers itself under name() for as long as it lives; one at a time.
class FaultVfs {
  public:
    FaultVfs();
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    [[nodiscard]] std::string name() const { return "chaffinch-fault"; }

    /// The `nth` call of this kind from now on (1: the next) fails with `code`; with `for_good` so
    /// do all after it.
    void fail(DiskCall kind, std::int64_t nth, int code, bool for_good = false);

    /// From now on all goes well. True when a call has failed since fail().
    bool heal();

    /// What the call that comes now shall answer: SQLITE_OK, or the error.
    int answer(DiskCall kind);

  private:
    std::atomic<DiskCall> kind_{DiskCall::write};
    std::atomic<std::int64_t> calls_left_{0};  ///< 0: nothing is armed
    std::atomic<int> code_{0};
    std::atomic<bool> for_good_{false};
    std::atomic<bool> failed_{false};
};

}  // namespace chaffinch::store::sqlite::test
