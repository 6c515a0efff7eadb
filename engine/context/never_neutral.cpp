// Words that sell under any article. Under an article on Botox the word botox is no evidence, but
// "order", "cheap" and "whatsapp" are what an advertisement consists of: an article that mentions a
// price must not make every price list look like conversation.

#include "engine/context/article_profile.h"

#include <string_view>
#include <unordered_set>

namespace chaffinch::context {

namespace {

/// Folded as a skeleton: lower case, accents of Latin and Cyrillic letters dropped.
// clang-format off
constexpr std::string_view selling_words[] = {
    // English
    "affordable", "appointment", "best", "bitcoin", "bonus", "book", "booking", "bookings",
    "buy", "buyer", "buying", "call", "cash", "casino", "cheap", "cheaper", "cheapest", "click",
    "clinic", "consultation", "contact", "coupon", "crypto", "deal", "deals", "delivery",
    "discount", "discounts", "discreet", "earn", "email", "exclusive", "free", "genuine",
    "guarantee", "guaranteed", "inbox", "invest", "investment", "legit", "limited", "loan",
    "loans", "money", "offer", "offers", "online", "order", "ordering", "orders", "overnight",
    "pay", "payment", "pharmacy", "phone", "prescription", "prescriptions", "price", "prices",
    "pricing", "profit", "profits", "promo", "promotion", "purchase", "relief", "sale", "sell",
    "selling", "ship", "shipping", "shop", "signal", "specialist", "store", "subscribe",
    "supplier", "suppliers", "telegram", "text", "today", "trusted", "viber", "visit",
    "voucher", "website", "wechat", "whatsapp", "wholesale", "winner",
    // Spanish
    "barata", "baratas", "barato", "baratos", "cita", "comprar", "compra", "compre", "contacta",
    "contacto", "correo", "descuento", "descuentos", "dinero", "envio", "envios", "farmacia",
    "ganar", "garantizado", "gratis", "hoy", "llama", "llame", "oferta", "ofertas", "pedido",
    "pedidos", "precio", "precios", "prestamo", "prestamos", "receta", "reserva", "tienda",
    "venta", "ventas", "visita", "visite",
    // German
    "angebot", "angebote", "anruf", "anrufen", "bestellen", "bestellung", "billig", "billige",
    "billiger", "gewinn", "gewinnen", "gratis", "guenstig", "gunstig", "gunstige", "heute",
    "kaufen", "kauf", "klick", "klicken", "kontakt", "kostenlos", "kredit", "kredite",
    "lieferung", "preis", "preise", "rabatt", "rezept", "rezeptfrei", "shop", "termin",
    "verdienen", "verkauf", "verkaufe", "versand",
    // French
    "achat", "acheter", "achetez", "appelez", "argent", "aujourd'hui", "boutique", "cliquez",
    "commande", "commander", "contactez", "credit", "gagner", "garanti", "gratuit", "gratuite",
    "livraison", "offre", "offres", "ordonnance", "pharmacie", "pret", "prix", "promo",
    "reduction", "remise", "rendez", "solde", "soldes", "vente", "visitez",
    // Portuguese
    "agende", "barato", "comprar", "compre", "contato", "desconto", "descontos", "dinheiro",
    "emprestimo", "entrega", "farmacia", "frete", "ganhar", "garantido", "hoje", "ligue",
    "loja", "oferta", "ofertas", "pedido", "preco", "precos", "promocao", "receita", "venda",
    "vendas", "visite",
    // Russian (without the marks of short i and yo)
    "акция", "аптека", "бесплатно", "выигрыш", "деньги", "дешево", "доставка", "доход", "заказ",
    "заказать", "заработок", "звоните", "казино", "кликаи", "контакт", "кредит", "купить",
    "лучшии", "магазин", "недорого", "онлаин", "переходи", "пишите", "подпишись", "приз",
    "продажа", "продам", "рецепт", "сегодня", "скидка", "скидки", "ссылка", "телеграм", "цена",
    "цены",
    // Indonesian
    "beli", "bonus", "daftar", "deposit", "diskon", "gacor", "gratis", "harga", "hubungi",
    "jual", "klik", "maxwin", "menang", "murah", "obat", "pesan", "pinjaman", "promo", "resep",
    "sekarang", "slot", "terbaik", "toko", "uang", "untung", "wa",
    // Hindi
    "आज", "ऑनलाइन", "ऑफर", "ऑर्डर", "कमाएं", "कीमत", "कॉल", "खरीदें", "गारंटी", "छूट", "दवा",
    "दाम", "निःशुल्क", "पैसा", "पैसे", "फोन", "फ्री", "बुक", "मुफ्त", "मुफ़्त", "लिंक", "लोन",
    "व्हाट्सएप", "संपर्क", "सस्ता", "सस्ते", "सस्ती",
    // Chinese
    "下载", "专业", "今天", "代理", "价格", "优惠", "低价", "保证", "免费", "公司", "加", "店", "打折", "批发", "投资",
    "折扣", "最好", "电话", "网址", "联系", "购买", "贷款", "赚", "赚钱", "送货", "预约",
};
// clang-format on

}  // namespace

std::span<const std::string_view> never_neutral_words() {
    return selling_words;
}

bool is_never_neutral(std::string_view folded_word) {
    static const std::unordered_set<std::string_view> words(
        std::begin(selling_words), std::end(selling_words)
    );
    return words.contains(folded_word);
}

}  // namespace chaffinch::context
