// What the shipped rules decide, by themselves, on comments written for this test: under an article
// on back pain, in the languages that the rules speak. The pairs are meant to be near: what a
// patient writes beside what a seller writes with the same words.

#include "engine/pipeline/engine_files.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

namespace chaffinch {
namespace {

struct Case {
    std::string_view text{};
    std::string_view name = "Ann";
    std::string_view url{};
};

class ShippedVerdicts : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        const auto engine = load_engine({.rules = test::source_dir() / "rules"});
        ASSERT_TRUE(engine.has_value()) << engine.error().detail;
        pipeline_ = std::make_unique<Pipeline>(untaught_pipeline(*engine, policy::Policy{}));
        Article article;
        article.id = ArticleId{"back"};
        article.title = "Living with back pain";
        article.text =
            "Back pain is the commonest reason to stay away from work. Most back pain goes away "
            "within six weeks, whatever is done. Physiotherapists advise to keep moving, and "
            "tablets "
            "such as ibuprofen or, for a short time, tramadol help some patients to do so. An "
            "operation of the spine is seldom needed. A clinic may offer injections into the small "
            "joints of the spine; the price differs widely, and studies of the benefit disagree.";
        article.language = "en";
        article_ = std::make_shared<const Article>(std::move(article));
    }

    static void TearDownTestSuite() { pipeline_.reset(); }

    static Verdict judge(const Case& one) {
        Comment comment;
        comment.text = one.text;
        comment.author.name = one.name;
        comment.author.url = one.url;
        Facts facts;
        facts.article = article_;
        return pipeline_->moderate(comment, facts);
    }

    static std::string fired(const Verdict& verdict) {
        std::string out = std::to_string(verdict.score);
        for (const Signal& signal : verdict.signals) out += " " + signal.name;
        return out;
    }

    static std::unique_ptr<Pipeline> pipeline_;
    static std::shared_ptr<const Article> article_;
};

std::unique_ptr<Pipeline> ShippedVerdicts::pipeline_;
std::shared_ptr<const Article> ShippedVerdicts::article_;

TEST_F(ShippedVerdicts, HonestCommentsAreApproved) {
    const Case cases[] = {
        {"I paid 300 for two injections at a clinic in Leeds and the pain was back in a month."},
        {"My doctor put me on tramadol for a week. It made me sick, but I could sleep."},
        {"Is tramadol sold without a prescription in Spain? My mother was given some there."},
        {"The pain is killing me, but the waiting list is nine months. What do others do meanwhile?"
        },
        {"You should call your doctor if your legs go numb. Mine told me to ring at once."},
        {"Thanks for sharing this, I had no idea that it mostly goes away."},
        {"Great article.", "Peter"},
        {"I had trouble swallowing for two days after my operation in 2019, then it passed."},
        {"See https://www.nhs.uk/conditions/back-pain/ for exercises that helped me."},
        {"I keep a diary of my exercises at https://slow-spine.example if anyone is interested.",
         "Bo",
         "https://slow-spine.example"},
        {"The author forgets people who cannot pay. This is the worst article on the subject yet."},
        {"What nonsense. The study you cite had forty patients and no control group."},
        {"I lost my savings to a man who promised to double my bitcoin. Do not believe them."},
        {"My sister swears by acupuncture, I felt nothing at all."},
        {"Our physio said 10 minutes of walking, twice a day, for six weeks. It worked."},
        {"Does anyone know a good surgeon near Bristol? My GP is no help."},
        {"After the third injection I could tie my shoes again. Cheap it was not."},
        {"When my father died of cancer I stopped caring about a sore back."},
        {"He killed himself in 2011 and nobody had seen it coming. Please look after each other."},
        {"Suicide prevention should be part of every pain clinic."},
        {"I can't wait another year for the operation, so I am going private."},
        {"WHY IS NOBODY TALKING ABOUT MATTRESSES??"},
        {"Ich habe seit zehn Jahren Rückenschmerzen, Spritzen haben mir nie geholfen."},
        {"¿Alguien sabe cuánto cuesta la operación en Madrid? Mi médico no me contesta."},
        {"J'ai mal au dos depuis des mois, le kiné m'a beaucoup aidé."},
        {"Minha mãe fez a cirurgia no ano passado e hoje caminha sem dor."},
        {"У меня болит спина уже год, врач советует плавание. Кому-нибудь помогло?"},
        {"Saya sakit punggung sejak lima tahun, obatnya mahal dan tidak banyak membantu."},
        {"मुझे दस साल से कमर दर्द है, व्यायाम से बहुत आराम मिला।"},
        {"我腰痛十年了，医生建议多运动，效果不错。"},
        {"Sold my car to pay for the injections. The price of health in this country!"},
        {"My number one tip: get up every half hour. My chair cost 90 and it is the best I ever "
         "had."},
        {"They recommended gabapentin and amitriptyline together. Has anyone taken both?"},
        {"I am a nurse. Never inject anything at home that your doctor has not shown you."},
        {"Idiots and Angels is a good film, by the way, the hero has a bad back."},
        {"Call me cynical but this reads like an advertisement."},
        {"Contact your insurer first, then the clinic. It saves weeks."},
        {"The first visit was free, the second was 400. Read the small print."},
        {"A herbalist sold my mother roots for 200 euros. They did nothing, of course."},
        {"I drive two hours to see Dr. Patel because she is the only one who listens."},
        {"I was scared to death before the first shot and then it was nothing, lol."},
        {"When I was suicidal in 2009 a pain psychologist saved me. Ask for one."},
        {"I stopped taking the tablets because I could not find words anymore. Talked with my "
         "doctor first."},
        {"Please call it a herniated disc, slipped disc is misleading."},
        {"You can buy it cheaper in Turkey but I would not risk it."},
        {"I wrote about my experience with sciatica over several years.",
         "Nora",
         "https://nora-writes.example"},
        {"Ich nehme seit Jahren Schmerztabletten ohne Rezept und weiß, dass das nicht gut ist."},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.text);
        const Verdict verdict = judge(one);
        EXPECT_EQ(name(verdict.outcome), "approve") << fired(verdict);
    }
}

TEST_F(ShippedVerdicts, SellersAreNotPublished) {
    const Case cases[] = {
        {"Back pain? Our spine centre helps in one visit. Book your free consultation: 555-0164."},
        {"Tramadol and Valium in stock, no prescription asked, delivery in two days, WhatsApp +1 "
         "202 "
         "555 0171"},
        {"Buy tramadol online at best price painfree-meds.example", "rx store"},
        {"Very helpful post, thank you for sharing it with us.",
         "Orthopedic Mattress Sale",
         "https://mattress-sale.example"},
        {"I agree.", "best chiropractor in Dallas", "https://spine-dallas.example"},
        {"A herbalist called Dr Okoro cured my back completely with roots, write to him at "
         "okoro.roots@mail.example"},
        {"I was sceptical but this belt took the pain away in two days! Get yours with 40% off: "
         "https://belt.example/order"},
        {"We are a leading manufacturer of spine implants. Wholesale price, worldwide shipping. "
         "Contact us: sales@implants.example"},
        {"Claim your relief fund at https://nhs.uk.relief-claim.example/form"},
        {"200 free spins and 100% welcome bonus tonight: goldspin.example"},
        {"I invested $400 with Mrs Hale and received $5,100 in six days. Write to her "
         "@hale_fx_trade"},
        {"Are you in need of an urgent loan at 2% interest? We offer loans to everybody, "
         "loans@fast.example"},
        {"Independent escorts in every town, call girls near you: nightgirls.example"},
        {"Nice blog! I found your blog by way of google and have bookmarked your site.",
         "Kim",
         "https://kims-shop.example"},
        {"<a href='https://a.example'>cheap mattress</a> <a href='https://b.example'>office chairs "
         "for "
         "sale</a>"},
        {"Ch3ap p4in p1lls at p a i n r e l i e f . shop"},
        {"Earn $500 a day working from home, no experience needed, details on Telegram "
         "https://t.me/+daily500"},
        {"My wife left me until a spell caster brought back my wife in 3 days, whatsapp +1 202 555 "
         "0188"},
        {"SEO services and quality backlinks for your website, first page of Google guaranteed."},
        {"¿Dolor de espalda? Llámenos y reserve su cita, primera consulta gratis: "
         "https://columna.example"},
        {"Tramadol ohne Rezept bestellen, diskreter Versand: https://pillen.example"},
        {"Mal de dos ? Contactez-nous pour un devis gratuit : https://dos.example"},
        {"Dor nas costas? Compre agora com frete grátis em https://coluna.example"},
        {"Набираю людей, доход от 100$ в день, обучение бесплатно, пишите в лс"},
        {"Semalam main di RAJADEWA88 modal receh langsung maxwin, gacor parah"},
        {"陪聊兼职日结500，详情加微信 abc88321"},
        {"घर बैठे पैसे कमाएं, अभी संपर्क करें https://kamai.example"},
        {"Recovered my stolen bitcoin thanks to a recovery expert, email fixit@recover.example"},
        {"Dr. Sharma's Spine Relief Center, Jaipur. Laser treatment for slip disc. Appointment: "
         "0141-555-0188"},
        {"Our center has the solution: sessions start from just $9, this month only, slots are "
         "filling fast!"},
        {"Thanks for the info.", "Plumber London", "http://plumber-london.example"},
        {"Sexy girls in your area want to chat tonight: https://hot-dates.example"},
        {"PayPal: your account is limited, restore access at "
         "https://paypal.com.secure-login.example"},
        {"Hello admin, I saw your site is missing backlinks, reply to me for an offer."},
        {"Unsere Klinik bietet Hilfe gegen Schmerzen. Vereinbaren Sie jetzt einen Termin: "
         "https://klinik.example"},
        {"Продам трамадол и лирику, доставка, пишите в телеграм @lekarstva24"},
        {"Pinjaman online cepat cair tanpa jaminan, chat WA 0813 5555 0110"},
        {"澳门威尼斯人线上开户，首存送88彩金 www.vns.example"},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.text);
        const Verdict verdict = judge(one);
        EXPECT_NE(name(verdict.outcome), "approve") << fired(verdict);
    }
}

TEST_F(ShippedVerdicts, PeopleInDangerAreEscalated) {
    const Case cases[] = {
        {"Eleven years of this. Everyone would be better off without me and I have saved my pills."
        },
        {"I don't want to wake up tomorrow. I am so tired of living like this."},
        {"Honestly I just want to die."},
        {"I have written the goodbye letters. Tell my son I love him."},
        {"My husband can't feel his legs since this morning and wet himself. Do we call an "
         "ambulance?"},
        {"My throat is swelling after the injection an hour ago, what should I do?"},
        {"She took the whole box of tramadol just now and is not responding"},
        {"Ya no quiero vivir con este dolor."},
        {"Ich will nicht mehr leben, diese Schmerzen hören nie auf."},
        {"J'ai mal tout le temps, j'ai envie d'en finir."},
        {"Não aguento mais viver assim, penso em me matar."},
        {"Я больше не хочу жить с этой болью."},
        {"Aku capek hidup dengan sakit ini, rasanya ingin mati saja."},
        {"मैं अब जीना नहीं चाहता, दर्द बहुत है।"},
        {"太痛苦了，我不想活了。"},
        {"Meine Frau bekommt seit heute Morgen kaum Luft, ist das normal?"},
        {"Mi padre no puede tragar desde ayer, ¿qué hacemos?"},
        {"I know where you live and I will make you pay, watch your back"},
        {"Someone should shoot this doctor."},
        {"Every night I pray I don't wake up, and I have pills enough."},
        {"I don't deserve to live."},
        {"My wife just fainted after her injection and I can't wake her up!"},
        {"My baby is having a seizure"},
        {"Chest pain right now after two tablets. What should I do?"},
        {"Жить больше не хочется, боль каждый день."},
        {"活着好累，真想一睡不醒。"},
        {"打完针以后吞咽困难，怎么办？"},
        {"I'm going to find that doctor and break his hands."},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.text);
        const Verdict verdict = judge(one);
        EXPECT_EQ(name(verdict.outcome), "hold") << fired(verdict);
        EXPECT_TRUE(verdict.escalated) << fired(verdict);
    }
}

TEST_F(ShippedVerdicts, WhatNeedsAPersonIsHeldAndNotRejected) {
    const Case cases[] = {
        {"Please have somebody ring me, I am Ruth Vale, 202-555-0116, I have sciatica and diabetes."
        },
        {"You can order the needles online. Mix 1 ml with saline and inject it next to the spine, "
         "you "
         "don't need a doctor."},
        {"Throw away your tablets and drink turpentine every morning."},
        {"You are all idiots, get a job and stop whining."},
        {"Only losers take sick leave for a sore back."},
        {"Dr Henley is a criminal, he killed my aunt on the table."},
        {"My neighbour Carol Finch has HIV, she should not use the pool."},
        {"He lives at 14 Orchard Road, go and ask him yourself."},
        {"Baking soda cures cancer and your spine as well."},
        {"Du bist so ein Idiot, halt die Fresse."},
        {"Eres un idiota, vete a la mierda."},
        {"Just kill yourself, nobody would miss you."},
        {"Crush the oxy and snort it, works in a minute."},
        {"You don't need insulin, just fast for 30 days and drink lemon water."},
        {"The receptionist Maria Lopez's home number is 202-555-0182, complain to her directly."},
        {"I am John Carter, born 4 May 1970, and I have hepatitis."},
        {"People like you deserve to be in pain."},
        {"Go back to your own country, we don't want your kind in our clinics."},
        {"Anyone who believes this crap is a brain dead sheep."},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.text);
        const Verdict verdict = judge(one);
        EXPECT_EQ(name(verdict.outcome), "hold") << fired(verdict);
    }
}

}  // namespace
}  // namespace chaffinch
