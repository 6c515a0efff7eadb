// Language by script and function words.

#include "engine/text/language.h"

#include "engine/text/code_points.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace chaffinch::text {
namespace {

struct FunctionWords {
    std::string_view language;
    std::string_view words;  ///< between blanks, as tokens of normal form
};

constexpr std::array<FunctionWords, 12> tables{{
    {"en",
     " the and is are was i you he she it they we this that these of to in on for with not have "
     "has had be been my your his her but from at as do does did so just what who how if would can "
     "will about there when their all an or by me im dont cant its thanks please "},
    {"de",
     " der die das und ist sind war ich du er sie es wir ihr nicht ein eine einen einem einer mit "
     "auf für von zu im den dem des sich auch aber wie was wer noch nur so wenn dass daß hat haben "
     "wird werden kann man bei nach aus mal schon doch über mir mich dir dich kein keine "},
    {"fr",
     " le la les un une des et est sont je tu il elle nous vous ils de du que qui ne pas pour dans "
     "sur avec ce cette ces mais ou où plus très bien merci c'est j'ai qu'il au aux en par si son "
     "sa ses mon ma être avoir fait comme tout "},
    {"es",
     " el la los las un una y es son yo tú él ella nosotros de del que no para por con en se lo su "
     "al como más pero muy bien gracias este esta eso si me mi te tu le está hay porque cuando qué "
     "todo "},
    {"pt",
     " o a os as um uma e é são eu você ele ela nós de do da dos das que não para por com em no na "
     "se seu sua mais mas muito bem obrigado obrigada este esta isso meu minha está foi como ao "
     "quando tem ser "},
    {"it",
     " il lo la i gli le un una e è sono io tu lui lei noi di del della che non per con in su si "
     "come più ma molto bene grazie questo questa mi ti ci ha ho anche perché quando tutto nel "
     "alla sei "},
    {"nl",
     " de het een en is zijn ik jij je hij zij wij niet van op te met voor dat die dit maar ook er "
     "naar om als wat hoe heb heeft bij nog wel kan geen mijn we aan uit dan deze waar "},
    {"id",
     " yang dan di ini itu ke dari untuk tidak dengan saya aku kamu dia kita kami ada bisa akan "
     "sudah udah gak ga nggak tak juga lagi kalo kalau aja saja apa bang banget karena jadi orang "
     "mau sama buat lebih bukan sih nya gue lu kok deh dong pak bu anak semoga "},
    {"tr",
     " ve bir bu şu o ben sen biz siz için ile çok ama de da ne mi mu değil var yok gibi daha en "
     "kadar olarak olan diye sonra ki her şey güzel teşekkürler nasıl neden "},
    {"pl",
     " i w na z do nie to jest się że jak ale o co za po tak od czy być są mam może tylko już tym "
     "przez dla ten ta te bardzo dziękuję jestem był było jego "},
    {"ru",
     " и в не на я что он она с а это как то все мы вы они но у по за из же ты так да бы от меня "
     "мне для или если уже только нет есть был было быть вот о его её их чтобы "},
    {"uk",
     " і в не на я що він вона з а це як то все ми ви вони але у по за із же ти так та би від мене "
     "мені для або якщо вже тільки ні є був було бути ось про його її їх щоб й дуже "},
}};

std::string by_script(std::uint32_t scripts) {
    const auto seen = [scripts](Script script) { return (scripts & bit(script)) != 0; };
    if (seen(Script::kana)) return "ja";
    if (seen(Script::hangul)) return "ko";
    if (seen(Script::han)) return "zh";
    if (seen(Script::thai)) return "th";
    if (seen(Script::arabic)) return "ar";
    if (seen(Script::hebrew)) return "he";
    if (seen(Script::devanagari)) return "hi";
    if (seen(Script::greek)) return "el";
    return {};
}

std::size_t hits(const TokenView& words, std::string_view table) {
    std::size_t count = 0;
    std::string padded;
    const std::size_t most = std::min<std::size_t>(words.tokens.size(), 200);
    for (std::size_t at = 0; at < most; ++at) {
        const std::size_t begin = words.joined_begin[at] - 1;
        const std::size_t end = words.joined.find(' ', begin + 1) + 1;
        if (end - begin > 14) continue;
        count += table.find(std::string_view{words.joined}.substr(begin, end - begin)) !=
                         std::string_view::npos
                     ? 1
                     : 0;
    }
    return count;
}

}  // namespace

std::string guess_language(const TokenView& words, std::uint32_t scripts) {
    std::string_view best;
    std::size_t best_hits = 0;
    std::size_t second_hits = 0;
    const bool spaced = (scripts & (bit(Script::latin) | bit(Script::cyrillic))) != 0;
    for (const FunctionWords& table : tables) {
        if (!spaced) break;
        const std::size_t count = hits(words, table.words);
        if (count > best_hits) {
            second_hits = best_hits;
            best_hits = count;
            best = table.language;
        } else {
            second_hits = std::max(second_hits, count);
        }
    }
    if (best_hits >= 2 && best_hits > second_hits) return std::string{best};
    return by_script(scripts);
}

}  // namespace chaffinch::text
