// The first comments of the demonstration. Hosts end in .example, phone numbers are fictional.

#include "server/app/demo_comments.h"

#include <string_view>

namespace chaffinch::app {

namespace {

struct DemoComment {
    std::string_view author;
    std::string_view url;
    std::string_view text;
};

constexpr DemoComment comments[] = {
    {"Maren",
     "",
     "Third round next month. The first one did nothing, the second took my headaches from daily "
     "to twice a week. Price is the hard part, my insurance only pays half."},
    {"old_hand",
     "",
     "The FDA label says fifteen headache days a month. The article could have said what happens "
     "to those of us with twelve."},
    {"BestPriceMeds",
     "https://cheap-toxin.example",
     "Buy botulinum toxin without prescription, best price online, order now and get free "
     "shipping! https://cheap-toxin.example/order"},
    {"Dr. Relief Clinic",
     "",
     "Tired of pain? Our clinic offers Botox at half price this week. Call 555-0142 today to book "
     "your free visit!"},
    {"Tom",
     "",
     "Does anybody know whether the injections can be combined with tablets? My doctor was not "
     "sure."},
    {"lucky77",
     "https://spin-win.example",
     "Great article! Play free slots and win big jackpots at https://spin-win.example"},
    {"just_me",
     "",
     "I have had enough of this pain. Everybody would be better off without me and I do not want "
     "to wake up tomorrow."},
};

}  // namespace

std::vector<wire::Submission> demo_comments(const ArticleId& id) {
    std::vector<wire::Submission> out;
    for (const DemoComment& row : comments) {
        wire::Submission submission;
        submission.comment.article = id;
        submission.comment.author.name = std::string(row.author);
        submission.comment.author.url = std::string(row.url);
        submission.comment.text = std::string(row.text);
        out.push_back(std::move(submission));
    }
    return out;
}

}  // namespace chaffinch::app
