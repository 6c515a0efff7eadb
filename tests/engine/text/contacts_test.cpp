// Telephone numbers, mail addresses and messengers, plain and disguised.

#include "engine/text/contact.h"
#include "tests/engine/text/read.h"

#include <gtest/gtest.h>

#include <string>

namespace chaffinch::text {
namespace {

std::string contacts(const std::string& text) {
    std::string out;
    for (const Contact& contact : read(text).contacts)
        out += (out.empty() ? "" : " ") + contact.value;
    return out;
}

struct Case {
    std::string text;
    std::string expected;
};

void expect_contacts(const std::vector<Case>& cases) {
    for (const Case& one : cases) {
        SCOPED_TRACE(one.text);
        EXPECT_EQ(contacts(one.text), one.expected);
    }
}

TEST(Contacts, FindsTelephoneNumbersInNationalForms) {
    expect_contacts({
        {"Call us on 555-0128 today", "5550128"},
        {"(212) 555-0128", "2125550128"},
        {"+1 212 555 0128", "+12125550128"},
        {"1-800-555-0128", "18005550128"},
        {"0049 30 1234567", "0049301234567"},
        {"+49 (0)30 123456-78", "+4903012345678"},
        {"Tel. 030/1234567", "0301234567"},
        {"0171-1234567", "01711234567"},
        {"8 (916) 123-45-67", "89161234567"},
        {"+7 916 123 45 67", "+79161234567"},
        {"13812345678", "13812345678"},
        {"wa 081234567890", "081234567890"},
        {"+44 20 7946 0958", "+442079460958"},
        {"06 12 34 56 78", "0612345678"},
        {"(11) 98765-4321", "11987654321"},
        {"call 9876543210", "9876543210"},
    });
}

TEST(Contacts, FindsNumbersInDisguise) {
    expect_contacts({
        {"２１２−５５５−０１２８", "2125550128"},
        {"1️⃣2️⃣3️⃣-5️⃣5️⃣5️⃣-0️⃣1️⃣2️⃣8️⃣", "1235550128"},
        {"٠١٧١-١٢٣٤٥٦٧", "01711234567"},
        {"five five five zero one two eight", "5550128"},
    });
}

TEST(Contacts, OtherNumbersAreNoTelephones) {
    expect_contacts({
        {"on 2024-01-02 at 10:30", ""},
        {"12.03.2024", ""},
        {"2008/2009 and 1998-2004", ""},
        {"1,000,000 dollars", ""},
        {"10.000.000", ""},
        {"20 000 000", ""},
        {"1234-5678-9012-3456", ""},
        {"ISBN 978-3-16-148410-0", ""},
        {"3.14159265358979", ""},
        {"id 1234567890123", ""},
        {"0000000000", ""},
        {"version 10.0.19041.1", ""},
        {"192.168.100.200", ""},
        {"#1234567 $1234567", ""},
        {"2147483647", ""},
        {"call 911 now", ""},
        {"http://shop.example/?id=0171-1234567", ""},
    });
}

TEST(Contacts, FindsMailAddresses) {
    expect_contacts({
        {"ann@shop.example", "ann@shop.example"},
        {"Mail Ann.B+x@Shop.Example!", "ann.b+x@shop.example"},
        {"ann (at) shop (dot) example", "ann@shop.example"},
        {"ann[at]shop[.]com", "ann@shop.com"},
        {"ann at gmail dot com", "ann@gmail.com"},
        {"meet at shop.example", ""},
        {"@someone hello", ""},
        {"a@b", ""},
        {"https://bank.example@evil.example/", ""},
    });
}

TEST(Contacts, FindsMessengersAndHandles) {
    expect_contacts({
        {"telegram @pillshop", "telegram:pillshop"},
        {"DM me on Telegram: pill_shop", "telegram:pill_shop"},
        {"t.me/joinchat", "telegram:joinchat"},
        {"wa.me/15550128", "whatsapp:15550128"},
        {"WhatsApp me", "whatsapp"},
        {"whats app +234 803 123 4567", "whatsapp +2348031234567"},
        {"加微信：abc123", "wechat:abc123"},
        {"add my wechat abc123", "wechat:abc123"},
        {"line id: shop99", "line:shop99"},
        {"kik: sexy99", "kik:sexy99"},
        {"w h a t s a p p me", "whatsapp"},
        {"the bottom line is this: more", ""},
        {"the signal was lost", ""},
        {"online: shop", ""},
    });
}

TEST(Contacts, SpansPointAtTheBody) {
    const Document document = read("Grüße, ruf ０１７１-１２３４５６７ an");
    ASSERT_EQ(document.contacts.size(), 1U);
    EXPECT_EQ(evidence(document, document.contacts.front().span), "０１７１-１２３４５６７");
}

}  // namespace
}  // namespace chaffinch::text
