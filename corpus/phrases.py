"""Phrases of page furniture, by language: a table to add to, with no code in it.

SURE lines are furniture wherever they stand. LIKELY lines may also be a heading of a plain text ("Print",
"Comments"), so they count only on a page that shows other evidence. LINKS are those after which the title
of another article follows, and COMMENTS those after which the page has nothing of its own left. Each entry
is a regular expression for a whole line.
"""

import re

_COMMENTS = {
    "en": r"add (?:a )?comments?|leave a (?:comment|reply)|post a comment",
    "ru": r"(?:оставить|добавить) комментарий",
    "de": r"kommentar (?:schreiben|verfassen|hinterlassen)",
    "fr": r"laisser un commentaire",
    "es": r"dejar? (?:un comentario|una respuesta)",
}

_LINKS = {
    "en": r"(?:previous|next|prev) (?:article|post|story|news)|read (?:also|more|next):?|you may also like:?"
    r"|related \w+:?|(?:most|latest) (?:read|popular|news|stories):?|more (?:news|stories|on this topic):?",
    "ru": r"читайте также:?|(?:предыдущая|следующая) (?:статья|новость)|по теме:?|последние новости",
    "de": r"lesen sie auch:?|mehr zum thema:?|(?:voriger|vorheriger|nächster) artikel",
    "fr": r"(?:à )?lire aussi ?:?|sur le même sujet|article (?:précédent|suivant)",
    "es": r"lea? (?:también|más):?|noticias relacionadas|artículo (?:anterior|siguiente)",
}

_SURE = {
    "en": r"all news|add to favou?rites|make .{1,30} my homepage.*|no time to read\??|get a summary"
    r"|skip to (?:main )?content|(?:previous|next|prev) (?:article|post|story)|share (?:this|on|via) .{0,40}"
    r"|tweet this|print this .{0,20}|send (?:by|via) e-?mail|copy link|sign up (?:for|to) .{0,60}newsletter.{0,30}"
    r"|accept (?:all )?cookies"
    r"|cookie (?:policy|settings|preferences)"
    r"|(?:we|this (?:web)?site) uses? cookies .{0,120}"
    r"|.{0,60}all rights reserved\.?|back to top|you may also like:?",
    "ru": r"сообщите об орфографической ошибке|выделенный текст слишком длинный\.?|поделиться (?:в|ссылкой) .{0,30}"
    r"|читайте также:?|версия для печати|нашли ошибку\?.{0,80}|(?:предыдущая|следующая) (?:статья|новость)|все новости",
    "de": r"teilen (?:auf|über) .{0,30}|lesen sie auch:?|zur startseite|alle nachrichten|artikel (?:drucken|teilen)",
    "fr": r"partager (?:sur|cet) .{0,30}|(?:à )?lire aussi ?:?|article (?:précédent|suivant)|toutes les actualités",
    "es": r"compartir (?:en|por) .{0,30}|lea? también:?|artículo (?:anterior|siguiente)|todas las noticias",
}

_LIKELY = {
    "en": r"home|menu|search|print|share|tweet|e-?mail|comments?(?: \(?\d+\)?)?|contact us|about us|log ?in"
    r"|sign in|register|rss|subscribe(?: to .{0,60})?|follow us.{0,40}|facebook|twitter|x|telegram|whatsapp|linkedin|vk"
    r"|youtube|instagram|reddit|terms of use|privacy(?: policy)?|sitemap|archive|english|advertisement",
    "ru": r"главная|меню|поиск|печать|комментарии|контакты|войти|подписаться.{0,40}|поделиться|реклама|русский",
    "de": r"startseite|suche|drucken|teilen|kommentare|anmelden|anzeige|deutsch",
    "fr": r"accueil|rechercher|imprimer|partager|commentaires|se connecter|publicité|français",
    "es": r"inicio|buscar|imprimir|compartir|comentarios|iniciar sesión|publicidad|español",
}


def _any(*tables: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(pattern for table in tables for pattern in table.values()), re.IGNORECASE)


COMMENTS = _any(_COMMENTS)
LINKS = _any(_LINKS)
SURE = _any(_SURE, _COMMENTS)
LIKELY = _any(_LIKELY, _LINKS)
CREDIT = re.compile(
    r"©|(?i:\(c\)) |(?i:photos?|photo credit|image|picture|фото|foto|crédit photo|bild)(?: by| from)? ?: ?"
    r"(?=[^\W\da-zа-яё_])"
)
BASED_ON = re.compile(r"(?:based on (?:the )?materials (?:from|of|by) |по материалам ).{2,60}", re.IGNORECASE)
