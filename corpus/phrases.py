"""Phrases of page furniture, by language: a table to add to, with no code in it.

SURE lines are furniture wherever they stand. LIKELY lines may also be a heading of a plain text ("Print",
"Comments"), so they count only on a page that shows other evidence. LINKS are those after which the title
of another article follows, and COMMENTS those after which the page has nothing of its own left. Each entry
is a regular expression for a whole line.
"""

import re

_COMMENTS = {
    "en": r"add (?:a )?comments?|leave a (?:comment|reply)|post a comment"
    r"|\d+ (?:comments|responses|replies)(?: (?:on|to) .*)?"
    r"|join the (?:conversation|discussion)",
    "ru": r"(?:оставить|добавить) комментарий|\d+ комментари(?:й|я|ев)|комментарии \(\d+\)",
    "de": r"kommentar (?:schreiben|verfassen|hinterlassen)|\d+ kommentare|kommentare \(\d+\)",
    "fr": r"laisser un commentaire|\d+ commentaires",
    "es": r"dejar? (?:un comentario|una respuesta)|\d+ comentarios",
}

_LINKS = {
    "en": r"(?:previous|next|prev) (?:article|post|story|news)|read (?:also|more|next):?|you may also like:?"
    r"|related \w+:?|(?:most|latest|top) (?:read|popular|viewed|news|stories):?|recommended(?: for you)?:?"
    r"|more (?:news|stories|on this topic):?",
    "ru": r"читайте также:?|(?:предыдущая|следующая) (?:статья|новость)|по теме:?|последние новости",
    "de": r"lesen sie auch:?|mehr zum thema:?|(?:voriger|vorheriger|nächster) artikel",
    "fr": r"(?:à )?lire aussi ?:?|sur le même sujet|article (?:précédent|suivant)",
    "es": r"lea? (?:también|más):?|noticias relacionadas|artículo (?:anterior|siguiente)",
}

_SURE = {
    "en": r"all news|add to favou?rites|make .{1,30} my homepage.*|no time to read\??|get a summary"
    r"|skip to (?:main )?content|(?:previous|next|prev) (?:article|post|story)|share (?:this|on|via) .{0,40}"
    r"|tweet this|print this .{0,20}|send (?:by|via) e-?mail|copy link|sign up (?:for|to) .{0,60}newsletter.{0,30}"
    r"|accept (?:all )?cookies|(?:accept|reject|allow|decline) all|manage (?:cookies?|consent|preferences|my choices)"
    r"|cookie (?:policy|settings|preferences)|we (?:value|care about|respect) your privacy"
    r"|(?:we|this (?:web)?site)(?: and our partners)? (?:uses?|store|process) .{0,60}(?:cookies|on a device)\b.{0,120}"
    r"|by (?:continuing|using|clicking) .{0,80}(?:cookies|privacy policy)\b.{0,80}"
    r"|your e-?mail address will not be published.*|required fields are marked.*|save my name, e-?mail.*"
    r"|(?:post|submit) comment"
    r"|home(?: ?[>›»/] ?[^>›»/]{1,60})+|\d+ min(?:ute)?s? read|reading time:? .{1,20}|listen to this (?:article|story)"
    r"|get .{1,60} (?:in|to) your inbox\.?|sponsored content|article continues below.*"
    r"|.{0,60}all rights reserved\.?|back to top|you may also like:?",
    "ru": r"сообщите об орфографической ошибке|выделенный текст слишком длинный\.?|поделиться (?:в|ссылкой) .{0,30}"
    r"|перейти к (?:основному )?содержани[юя]|(?:наш |этот )?сайт использует (?:файлы )?cookies?.{0,140}"
    r"|(?:мы используем|используя сайт) .{0,60}cookies?\b.{0,140}|подписывайтесь на .{1,60}|принять все"
    r"|ваш e-?mail не будет .*"
    r"|читайте также:?|версия для печати|нашли ошибку\?.{0,80}|(?:предыдущая|следующая) (?:статья|новость)|все новости",
    "de": r"zum (?:haupt)?inhalt(?: springen)?|wir (?:verwenden|nutzen) cookies.{0,140}|alle (?:akzeptieren|ablehnen)"
    r"|(?:ihre|deine) e-?mail-adresse wird nicht veröffentlicht.*|teilen (?:auf|über) .{0,30}|lesen sie auch:?"
    r"|zur startseite|alle nachrichten|artikel (?:drucken|teilen)",
    "fr": r"aller au contenu(?: principal)?|(?:nous utilisons|ce site utilise) des cookies.{0,140}"
    r"|tout (?:accepter|refuser)"
    r"|votre adresse e-?mail ne sera pas publiée.*|partager (?:sur|cet) .{0,30}|(?:à )?lire aussi ?:?"
    r"|article (?:précédent|suivant)|toutes les actualités",
    "es": r"(?:saltar|ir) al contenido(?: principal)?|(?:utilizamos|usamos|este sitio utiliza) cookies.{0,140}"
    r"|aceptar todo"
    r"|tu dirección de correo electrónico no será publicada.*|compartir (?:en|por) .{0,30}|lea? también:?"
    r"|artículo (?:anterior|siguiente)|todas las noticias",
}

_LIKELY = {
    "en": r"home|menu|search|print|share|tweet|e-?mail|comments?(?: \(?\d+\)?)?|contact us|about us|log ?in"
    r"|sign in|register|rss|subscribe(?: to .{0,60})?|follow us.{0,40}|facebook|twitter|x|telegram|whatsapp|linkedin|vk"
    r"|youtube|instagram|reddit|terms of use|privacy(?: policy)?|sitemap|archive|english|advertisement"
    r"|(?:previous|next)(?: \w+)?: .{1,70}"
    r"|(?:tags?|topics?|filed under): .{1,70}|ok|got it|close|read more|top stories|(?:exchange|currency) rates"
    r"|currencies|weather",
    "ru": r"главная|меню|поиск|печать|комментарии|контакты|войти|подписаться.{0,40}|поделиться|реклама|русский"
    r"|курсы? валют|погода|теги: .{1,70}",
    "de": r"startseite|suche|drucken|teilen|kommentare|anmelden|anzeige|deutsch|wechselkurse|devisen|wetter"
    r"|schlagwörter: .{1,70}",
    "fr": r"accueil|rechercher|imprimer|partager|commentaires|se connecter|publicité|français|taux de change|météo"
    r"|mots-clés ?: .{1,70}",
    "es": r"inicio|buscar|imprimir|compartir|comentarios|iniciar sesión|publicidad|español|tipos? de cambio"
    r"|el tiempo|etiquetas: .{1,70}",
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
RATE = re.compile(
    r"(?:[A-Z]{3}(?: ?/ ?[A-Z]{3})?|Brent|WTI|Gold|BTC)(?:[ :=\t]+\d[\d.,]*+(?:[ \t]+[▲▼+−-]?\d[\d.,]*+ ?%?){0,4})?"
    r"|[▲▼+−-]?\d+[.,]\d+ ?%?"
)
"""A rate of a currency or an oil, its name, or its number alone."""
BASED_ON = re.compile(r"(?:based on (?:the )?materials (?:from|of|by) |по материалам ).{2,60}", re.IGNORECASE)
