// The embedded store: every role of server/store/ on one SQLite file. Each call is one question put
// to the writer or to the readers; what happens there stands in acts.h and the *_rows.h files.

#pragma once

#include "server/store/sqlite/data_directory.h"
#include "server/store/sqlite/facts.h"
#include "server/store/sqlite/readers.h"
#include "server/store/sqlite/sound_mark.h"
#include "server/store/sqlite/standing_memory.h"
#include "server/store/sqlite/writer.h"
#include "server/store/store.h"

#include <memory>
#include <string>
#include <utility>

namespace chaffinch::store::sqlite {

class SqliteStore final : public Store {
  public:
    template <class T>
    using awaitable = boost::asio::awaitable<T>;

    SqliteStore(
        DataDirectory directory,
        SoundMark mark,
        std::unique_ptr<Connection> writing,
        Writer::Settings settings,
        const std::string& vfs
    );
    ~SqliteStore() override;

    awaitable<Result<SubmissionReceipt>> record_submission(NewSubmission submission) override;
    awaitable<Result<std::vector<SubmissionReceipt>>> record_submissions(
        std::vector<NewSubmission> submissions, std::optional<BatchReply> idempotency
    ) override;
    awaitable<Result<void>> put_article(
        SiteId site, Article article, Timestamp now, std::optional<IdempotentReply> idempotency
    ) override;
    awaitable<Result<CommentRecord>> find_comment(SiteId site, CommentId id) override;
    awaitable<Result<CommentRecord>> find_by_external_id(SiteId site, std::string external_id)
        override;
    awaitable<Result<PublishedPage>> published_comments(
        SiteId site, ArticleId article, std::size_t limit, std::string cursor
    ) override;
    awaitable<ChangePage> changes(SiteId site, std::int64_t after, std::size_t limit) override;

    awaitable<Result<AuthorRecord>> find_author(AuthorQuery query) override;
    awaitable<Result<TakenAlong>> count_taken(NewStanding standing) override;
    awaitable<Result<StandingRecord>> set_standing(NewStanding standing) override;
    awaitable<TakenAlong> take_along(NewStanding standing, std::size_t most) override;

    awaitable<Result<EditableComment>> find_editable(SiteId site, CommentId id) override;
    awaitable<Result<void>> record_edit(NewRevision revision) override;
    awaitable<Result<CommentRecord>> record_withdrawal(Withdrawal withdrawal) override;
    awaitable<Result<ReportReceipt>> record_report(NewReport report) override;
    awaitable<Result<void>> set_report_threshold(SiteId site, int readers) override;
    awaitable<Result<AppealRecord>> record_appeal(NewAppeal appeal) override;
    awaitable<std::vector<RevisionRecord>> revisions_of(CommentId comment) override;

    awaitable<std::optional<IdempotentReply>> find_reply(
        std::string scope, std::string key, Timestamp now
    ) override;

    awaitable<void> save_reply(IdempotentReply reply) override;

    awaitable<Result<QueuePage>> list_queue(QueueQuery query) override;
    awaitable<QueueCounts> queue_counts(
        std::vector<SiteId> sites, ModeratorId moderator, std::string login, Timestamp now
    ) override;
    awaitable<Result<QueueItem>> find_item(CommentId id, std::vector<SiteId> sites, Timestamp now)
        override;
    awaitable<std::vector<DecisionAttempt>> record_decisions(std::vector<NewDecision> decisions
    ) override;
    awaitable<std::vector<DecisionAttempt>> undo_decision(
        DecisionId id,
        ModeratorId moderator,
        std::string moderator_login,
        std::vector<SiteId> sites,
        Timestamp at
    ) override;
    awaitable<std::vector<DecisionRecord>> decisions_of(CommentId comment) override;

    awaitable<Result<Claimed>> claim_next(QueueQuery query, std::size_t most, Claimer claimer)
        override;
    awaitable<Claimed> claim_these(std::vector<CommentId> comments, bool take_over, Claimer claimer)
        override;
    awaitable<Renewed> renew_claims(std::vector<CommentId> comments, Claimer claimer) override;
    awaitable<void> release_claims(
        std::vector<CommentId> comments, ModeratorId moderator, Timestamp at
    ) override;
    awaitable<Result<int>> skip(CommentId comment, Claimer who) override;
    awaitable<Result<std::string>> assign(CommentId comment, std::string login, Claimer by)
        override;

    awaitable<Result<ReviewCard>> review_card(
        CommentId comment, std::vector<SiteId> sites, Timestamp now
    ) override;
    awaitable<Result<Note>> add_note(NewNote note) override;

    awaitable<Result<CampaignPage>> list_campaigns(CampaignQuery query) override;
    awaitable<Result<CampaignMembers>> campaign_members(
        CampaignId id, std::vector<SiteId> sites, std::size_t limit, std::string cursor
    ) override;
    awaitable<std::optional<Campaign>> campaign_of(CommentId comment, std::vector<SiteId> sites)
        override;
    awaitable<std::vector<MemberStanding>> members_to_decide(
        CampaignId id, Take take, std::int64_t position, std::size_t limit
    ) override;
    awaitable<Result<void>> note_campaign_decision(
        CampaignId id, std::vector<SiteId> sites, CampaignDecision decision
    ) override;

    awaitable<std::vector<LedgerEntry>> ledger(std::int64_t after, std::size_t limit) override;
    awaitable<std::vector<LedgerEntry>> site_ledger(
        SiteId site, std::int64_t after, std::size_t limit
    ) override;
    awaitable<std::size_t> forget_lessons(LessonSelection selection, Timestamp at) override;
    awaitable<Result<Voucher>> vouch(NewVoucher voucher) override;
    awaitable<Result<void>> end_voucher(VoucherEnd end) override;
    awaitable<std::vector<Voucher>> vouchers(std::vector<SiteId> sites) override;

    awaitable<Result<void>> add_site(Site site, SiteKey key) override;
    awaitable<std::vector<Site>> list_sites() override;
    awaitable<Result<void>> rotate_site_key(SiteKey key) override;
    awaitable<std::optional<std::pair<SiteKey, Site>>> find_site_key(std::string key_id) override;
    awaitable<Result<void>> replace_akismet_key(AkismetKey key) override;
    awaitable<std::optional<std::pair<AkismetKey, Site>>> find_akismet_key(SecretHash hash
    ) override;
    awaitable<std::optional<AkismetKey>> newest_akismet_key(SiteId site) override;
    awaitable<Result<void>> set_akismet_settings(SiteId site, AkismetSettings settings) override;

    awaitable<std::optional<KnownCheck>> find_check(SiteId site, SecretHash content) override;
    awaitable<std::optional<KnownCheck>> find_check(SiteId site, CommentId comment) override;
    awaitable<void> note_feedback(CommentId comment, bool spam) override;
    awaitable<std::vector<AkismetUsage>> akismet_usage(SiteId site, Timestamp from, Timestamp to)
        override;

    awaitable<Result<void>> add_moderator(Moderator moderator) override;
    awaitable<std::vector<Moderator>> list_moderators() override;
    awaitable<std::optional<Moderator>> find_moderator(std::string login) override;
    awaitable<Result<void>> set_password(std::string login, std::string password_hash) override;
    awaitable<void> add_session(Session session) override;
    awaitable<std::optional<std::pair<Session, Moderator>>> find_session(SecretHash id_hash
    ) override;
    awaitable<void> touch_session(SecretHash id_hash, Timestamp now) override;
    awaitable<void> remove_session(SecretHash id_hash) override;

    awaitable<std::optional<Moderator>> find_moderator_by_id(ModeratorId id) override;
    awaitable<Result<Moderator>> change_moderator(ModeratorId id, ModeratorChange change) override;
    awaitable<Result<void>> replace_own_password(
        ModeratorId id, std::string password_hash, SecretHash session_kept
    ) override;
    awaitable<Result<void>> add_token(PersonalToken token) override;
    awaitable<std::vector<PersonalToken>> tokens_of(ModeratorId moderator) override;
    awaitable<std::optional<std::pair<PersonalToken, Moderator>>> find_token(std::string id
    ) override;
    awaitable<void> touch_token(PersonalToken token, Timestamp now) override;
    awaitable<Result<void>> revoke_token(ModeratorId owner, std::string id, Timestamp now) override;
    awaitable<std::optional<SecondFactor>> second_factor(ModeratorId moderator) override;
    awaitable<Result<void>> propose_second_factor(ModeratorId moderator, SealedTotpSecret secret)
        override;
    awaitable<Result<void>> activate_second_factor(
        ModeratorId moderator, std::int64_t step, std::vector<SecretHash> recovery_codes
    ) override;
    awaitable<bool> spend_step(ModeratorId moderator, std::int64_t step) override;
    awaitable<bool> spend_recovery_code(ModeratorId moderator, SecretHash hash, Timestamp now)
        override;
    awaitable<void> remove_second_factor(ModeratorId moderator) override;

    awaitable<std::optional<Moderator>> settle_identity(ProvenIdentity identity, Timestamp now)
        override;
    awaitable<Result<void>> link_identity(ModeratorId moderator, LinkedIdentity identity) override;
    awaitable<Result<void>> unlink_identity(ModeratorId moderator) override;
    awaitable<Result<void>> link_own_identity(SecretHash session, LinkedIdentity identity) override;
    awaitable<Result<void>> unlink_own_identity(ModeratorId moderator, SecretHash session_kept)
        override;
    awaitable<std::optional<LinkedIdentity>> identity_of(ModeratorId moderator) override;
    awaitable<Result<void>> add_newcomer(Moderator moderator, LinkedIdentity identity) override;

    awaitable<Result<void>> add_endpoint(WebhookEndpoint endpoint) override;
    awaitable<std::vector<WebhookEndpoint>> list_endpoints(SiteId site) override;
    awaitable<Result<WebhookEndpoint>> find_endpoint(EndpointId id) override;
    awaitable<Result<void>> rotate_endpoint_secret(
        EndpointId id, SealedSecret next, Timestamp previous_until
    ) override;
    awaitable<Result<void>> enable_endpoint(EndpointId id) override;
    awaitable<Result<void>> remove_endpoint(EndpointId id) override;
    awaitable<std::vector<DueDelivery>> due_deliveries(
        Timestamp now, std::size_t endpoints, std::size_t per_endpoint
    ) override;
    awaitable<void> record_attempt(AttemptOutcome outcome) override;
    awaitable<std::vector<WebhookDelivery>> deliveries_of(
        EndpointId endpoint, std::optional<DeliveryState> only, std::size_t limit
    ) override;
    awaitable<std::vector<WebhookAttempt>> attempts_of(DeliveryId delivery) override;
    awaitable<Result<void>> replay_delivery(DeliveryId id, EndpointId of, Timestamp now) override;
    awaitable<std::size_t> purge_deliveries(Timestamp before, std::size_t most) override;

    awaitable<std::vector<std::string>> known_external_ids(
        SiteId site, std::vector<std::string> external_ids
    ) override;
    awaitable<Result<ImportReceipt>> record_import(ImportBatch batch) override;
    awaitable<Result<TakenBack>> take_back_import(
        SiteId site, DecisionId import, Timestamp at, std::size_t most
    ) override;
    awaitable<std::vector<ExportedComment>> export_comments(
        SiteId site, std::int64_t after, std::size_t limit
    ) override;

    awaitable<Result<HistoryPage>> search_history(HistoryQuery query) override;
    awaitable<Result<Person>> resolve_person(Person person) override;
    awaitable<Result<PersonPage>> comments_of_person(Person person, std::int64_t after) override;
    awaitable<std::vector<std::string>> person_lines(std::vector<std::int64_t> comments) override;
    awaitable<std::vector<std::string>> reader_lines(Person person) override;
    awaitable<void> begin_erasure(ErasureRecord erasure) override;
    awaitable<Erased> erase_comments(
        DecisionId erasure, std::vector<std::int64_t> comments, Timestamp at
    ) override;
    awaitable<Result<ErasureRecord>> finish_erasure(DecisionId erasure, Timestamp at) override;
    awaitable<std::vector<ErasureRecord>> unfinished_erasures() override;
    awaitable<std::vector<ErasureRecord>> list_erasures(std::vector<SiteId> sites, std::size_t most)
        override;
    awaitable<TextsPastTerm> texts_past_term(TextTerm term, TextsPastTerm after, std::size_t most)
        override;
    awaitable<Forgotten> forget_texts(
        TextTerm term, std::vector<std::int64_t> comments, Timestamp at
    ) override;
    awaitable<TracesPastTerm> traces_past_term(
        SiteSelection sites,
        Trace trace,
        Timestamp before,
        std::optional<std::int64_t> after,
        std::size_t most
    ) override;
    awaitable<Forgotten> replace_traces(
        SiteSelection sites, Trace trace, std::vector<TraceRow> rows, std::int64_t mark
    ) override;
    awaitable<Forgotten> forget_sessions(Timestamp before) override;
    void empty_log() override;
    void rewrite_files(std::uint64_t most_bytes) override;
    awaitable<std::vector<RuleVersion>> rules_in_force() override;
    awaitable<Result<RuleVersion>> find_rule_version(
        SiteId site, std::optional<std::int64_t> version
    ) override;
    awaitable<std::vector<RuleVersion>> rule_versions(
        SiteId site, std::int64_t before, std::size_t limit
    ) override;
    awaitable<Result<void>> add_rule_version(RuleVersion version) override;
    awaitable<DecidedPage> decided_comments(SiteId site, std::int64_t before, std::size_t limit)
        override;

    awaitable<ArticlePage> list_articles(ArticleQuery query) override;
    awaitable<Result<ListedArticle>> listed_article(SiteId site, ArticleId id) override;
    awaitable<Result<void>> set_article_policy(
        SiteId site, ArticleId id, std::optional<SetPolicy> policy
    ) override;

    awaitable<bool> count_on(std::size_t most) override;
    awaitable<std::vector<Tally>> tallies(
        SiteId site, Measure measure, Timestamp from, Timestamp to
    ) override;
    awaitable<std::vector<RuleTally>> rule_tallies(SiteId site) override;
    awaitable<std::vector<ScoreCount>> queue_scores(std::vector<SiteId> sites) override;

    FactsReader& facts() override { return facts_; }

    [[nodiscard]] StoreHealth health() const override { return writer_.health(); }

    void on_commit(OnCommit listener) override { writer_.on_commit(std::move(listener)); }

    void close() override;

  private:
    // In the order of their birth: the lock outlives everything that uses the file.
    DataDirectory directory_;
    StandingMemory standings_{};
    SoundMark mark_;
    Writer writer_;
    ReadConnections connections_;
    ReaderThreads readers_;
    Facts facts_;
    bool closed_ = false;
};

}  // namespace chaffinch::store::sqlite
