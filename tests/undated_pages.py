"""Forty texts and pages that bear no publication date, though nearly all are full of dates: half plain text, half HTML.

Each says when something takes place, took place, opens, costs or was built; none says when it was itself published.
"""

TEXTS = {
    "event": "Spring concert\n\nWhen: 3 May 2024, 7 pm\nWhere: Town hall\nTickets: 5 at the door\n\nThe choir sings rounds.",
    "event, date alone": "Regatta on the lower pond\n3 May 2024\nVenue: the boathouse\nDoors: 6 pm\n\nBring a towel.",
    "price list": "Prices\n\nAll prices from 1 January 2024.\n\nAdult 5.00\nChild 2.50\nDog 1.00\nSeason ticket 45.00",
    "about us": "About us\n\nThe club was founded on 4 May 1911 by six rowers. Since 1998 it has had a house of its own.",
    "calendar": "Calendar\n\n3 May 2024\nRegatta\n\n17 May 2024\nPicnic\n\n1 June 2024\nOpen day\n\n12 June 2024\nGeneral meeting",
    "obituary": "Ann Bell\n\n3 May 1931 – 6 March 2023\n\nAnn Bell kept the lamps of the harbour for forty years.",
    "obituary, in words": "In memory of Ann Bell\n\nBorn: 3 May 1931\nDied: 6 March 2023\n\nShe kept the lamps for forty years.",
    "history": "A short history of the quay\n\n1911 The first stone is laid.\n1953 The storm takes the lamps.\n4 May 1998 Reopening.",
    "copyright": "The harbour office\n\nWe answer letters from Monday to Friday.\n\n© 2021 Harbour Office. All rights reserved.",
    "comments": "How to tie a bowline\n\nMake a loop, come up through it, go round, go back.\n\nComments\n\n"
    "Ann, 3 May 2023 at 14:05\nThank you, this helped.\n\nBob, 4 May 2023 at 09:12\nMine came loose.",
    "links": "Links\n\n03.05.2023 Quay reopens\n02.05.2023 Lamp lit\n01.05.2023 Boat sold\n\nArchive",
    "changelog": "Changelog\n\n## 2.1.0 (2024-03-01)\n\n- The clock is right.\n\n## 2.0.0 (2023-11-05)\n\n- The door opens.",
    "recipe": "Harbour soup\n\nServes four. Takes forty minutes.\n\n1 onion\n2 carrots\n\nBoil for 20 minutes; it keeps until day 3.",
    "diary": "Diary of a keeper\n\nMarch 6, 2023 - Rain all day.\n\nMarch 7, 2023 - Sun at last.\n\nMarch 8, 2023 - Fog.",
    "timetable": "Ferry timetable\n\nValid 1 May 2024 to 30 September 2024\n\n08:10 Quay\n08:35 Island\n09:05 Lighthouse",
    "biography": "The life of a lamplighter\n\nOn 3 May 1931 a girl was born above the chandlery, and nobody in the street slept.",
    "terms": "Terms of hire\n\n1. Boats are hired by the hour.\n2. Deposits paid before 1 April 2023 are returned in full.",
    "book": "The Lamp Room\n\nThe novel was first published in 1954 and is now in its ninth edition. It is set in May 1911.",
    "form": "Application for a mooring\n\nName:\nDate of birth:\nBoat:\nDate:\nSignature:\n\nReturn by 31 March 2024.",
    "termin": "Sommerfest am Hafen\n\nDatum: 3. Mai 2024\nBeginn: 18 Uhr\nOrt: Alter Kai\nEintritt: frei\n\nEs spielt die Kapelle.",
}

_FOOT = '<footer><p>© 2019–2024 Harbour Office</p></footer>'


def _page(title: str, body: str, head: str = "") -> str:
    nav = '<nav><a href="/">Home</a> <a href="/news/2024/">News</a></nav>'
    return (
        f"<html lang=en><head><title>{title} | Harbour Office</title>{head}</head><body>{nav}"
        f"<main><h1>{title}</h1>{body}</main>{_FOOT}</body></html>"
    )


_PROSE = (
    "<p>The harbour office looks after the quay, the lamps and the ferry, and answers letters from all who moor here, "
    "by post or at the window, as long as the tide allows.</p><p>It has six members of staff and a dog, who is not "
    "allowed on the ferry but has been seen there more than once.</p>"
)  # fmt: skip

PAGES = {
    "event": _page("Spring concert", '<div class="event-date">3 May 2024</div><p>Where: Town hall</p><p>When: 7 pm</p>' + _PROSE),
    "event, declared": _page(
        "Regatta",
        '<p class="date">3 May 2024</p>' + _PROSE,
        '<script type="application/ld+json">{"@type": "Event", "startDate": "2024-05-03", "name": "Regatta"}</script>',
    ),
    "event, time element": _page(
        "Open day", '<p>When: <time datetime="2024-06-01">1 June</time></p><p>Where: Quay</p><p>Admission: free</p>' + _PROSE
    ),
    "event, address": _page("Picnic", _PROSE, '<link rel="canonical" href="https://h.example/events/2024-05-17-picnic">'),
    "price list": _page("Prices", "<table><tr><td>Adult<td>5.00<tr><td>Child<td>2.50</table><p>From 1 January 2024.</p>" + _PROSE),
    "about us": _page("About us", "<p>The club was founded on 4 May 1911 and moved here on 1 June 1998.</p>" + _PROSE),
    "calendar": _page(
        "Calendar",
        "".join(f'<div class="entry"><span class="date">{day} May 2024</span> <a href="/e{day}">Tour</a></div>' for day in range(3, 9)),
    ),
    "obituary": _page("Ann Bell", "<p>3 May 1931 – 6 March 2023</p>" + _PROSE),
    "history": _page(
        "History", "<dl><dt>4 May 1911<dd>First stone<dt>31 January 1953<dd>Storm<dt>2 May 1998<dd>Reopening<dt>1 June 2001<dd>Ferry</dl>" + _PROSE
    ),
    "copyright": _page("Contact", _PROSE + '<p class="copyright">Copyright © 2023 Harbour Office. All rights reserved.</p>'),
    "comments": _page(
        "How to tie a bowline",
        _PROSE + '<section id="comments"><article><time datetime="2023-05-03">3 May 2023</time><p>Thanks!</p></article>'
        '<article><time datetime="2023-05-04">4 May 2023</time><p>Mine came loose.</p></article></section>',
    ),
    "one comment": _page(
        "How to splice", _PROSE + '<ol class="commentlist"><li><span class="comment-date">3 May 2023</span><p>Thanks!</p></li></ol>'
    ),
    "link list": _page(
        "News",
        "".join(
            f'<article><h2><a href="/n{day}">Boat {day} sold</a></h2><time datetime="2023-05-0{day}">{day} May 2023</time></article>'
            for day in range(1, 6)
        ),
    ),
    "latest news": _page(
        "Moorings",
        _PROSE + '<aside><h3>Latest news</h3><ul><li><span class="date">03.05.2024</span> <a href="/q">Quay open</a></li></ul></aside>',
    ),
    "related": _page(
        "Knots",
        _PROSE + '<div class="related-posts"><p class="date">3 May 2024</p><a href="/q">Quay open</a></div>',
    ),
    "changelog": _page(
        "Releases", "".join(f"<h2>2.{n}</h2><p>2024-0{n}-01</p><p>Small repairs to the clock.</p>" for n in range(1, 6)) + _PROSE
    ),
    "clock": _page("Weather", '<div class="clock today">Sunday, 22 November 2026, 07:03</div>' + _PROSE),
    "timetable": _page("Ferry", "<table><tr><th>Valid from 1 May 2024<tr><td>08:10<td>Quay<tr><td>08:35<td>Island</table>" + _PROSE),
    "members": _page("The board", "<ul><li>Ann Bell, since 3 May 2011<li>Bob Gray, since 1 June 2019</ul>" + _PROSE),
    "questions": _page("Questions", "<h2>Until when may I pay?</h2><p>Until 31 March 2024, at the window.</p>" + _PROSE),
}  # fmt: skip
