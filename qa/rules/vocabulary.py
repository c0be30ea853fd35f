"""The English words that the rules know: function words, light words, everyday synonyms.

General language only: no name, no status and no thing of any corpus. The tables are small on purpose; they stand in
for a trained reader's sense of words.
"""

# Words that carry no content of their own, in a question or in a sentence.
FUNCTION_WORDS = frozenset(
    """
    allegedly apparently officially recently reportedly rumours
    a about above according across actually after again against ago all along already also although am among an and
    another any anybody anyone anything are around as at away back be became because become becomes been before being
    below between both but by came can cannot come could count currently date day did do does doing done down during
    each either else even ever every exactly few find for formerly from get gets give given gives go got had has have
    having he her here hers him his how however i if in including instead into is it its itself just know last later
    latest least less let like list many may me might moment month more most much must my name near neither never new
    newest no nobody nor not nothing now nowadays number of off on once one only onto or other others our out over own
    per please present presently put rather right said same say says several shall she should show since so some soon
    still such tell than that the their them then there there's these they this those though through thus till time to
    today together too total toward towards under until up upon us used very via was we week were what what's when
    where where's whereas whether which while who who's whom whose why will with within without would year yes
    yesterday yet you your mean anyone let these days
    """.split()
)

# Words that only say what kind of answer is wanted, or that stand for any verb: nothing is missing without them.
LIGHT_WORDS = frozenset(
    """
    about according already amount area areas began begin begins billion bring city date day dollar dollars due
    end ended ends entire euro euros exact expected field fields figure figures fit go goes going happen happened
    happens have held hold holds hours keep kept kind level likely look looking made make makes max maximum million
    minimum month occur occurred percent place pound pounds put rank reach reached size soon sort start
    started starts status sum take taken takes term thing things time took total town trillion turn type use uses
    value venue volume want wanted wants went whole work works worth year
    """.split()
)

# Forms that no rule of endings leads back to their verb.
IRREGULAR = dict(
    pair.split("-")
    for pair in """
    left-leave won-win began-begin begun-begin became-become rose-rise risen-rise fell-fall fallen-fall held-hold
    built-build bought-buy sold-sell made-make took-take taken-take went-go gone-go met-meet paid-pay chose-choose
    chosen-choose spoke-speak gave-give given-give grew-grow grown-grow led-lead lost-lose ran-run said-say sent-send
    spent-spend stood-stand wrote-write written-write drew-draw broke-break broken-break drove-drive brought-bring
    told-tell kept-keep withdrew-withdraw withdrawn-withdraw extension-extend extensions-extend expansion-expand
    decision-decide decisions-decide closure-close closures-close sale-sell sales-sell growth-grow loss-lose
    losses-lose choice-choose death-die deaths-die reduction-reduce grew-grow bike-bicycle bikes-bicycle
    kid-child kids-child children-child
    """.split()
)

# Each line: words that mean the same often enough to find an answer in other words.
SYNONYMS = tuple(
    frozenset(line.split())
    for line in """
    found establish create launch set-up inception
    chair head lead
    join accede admit enter accept
    leave quit withdraw resign depart exit retire step-down stepped-down
    cost price fare fee charge pay rate tariff toll
    employ employee staff worker workforce personnel people
    end finish expire stop cease conclude
    open start begin launch
    close shut
    big large size
    high tall height
    replace succeed supersede
    appoint elect name choose hire become
    live reside base locate situate headquarter seat
    happen occur hold take-place took-place
    buy purchase acquire
    allow permit let accept
    forbid ban prohibit bar
    increase raise rise grow
    decrease cut reduce fall drop lower
    plan intend propose aim
    country nation state
    need require must
    support compatible run work
    aim goal purpose objective target
    sign conclude
    own belong possess
    due plan schedule expect
    reach amount total
    build construct
    ship vessel boat ferry
    population inhabitant resident
    drive speed
    speak talk say tell state note explain
    permit license licence permission
    """.strip().splitlines()
)

# The first word of each line is reversed by the others: "Is it open?", "It has been closed."
OPPOSITES = tuple(
    tuple(line.split())
    for line in """
    free paid charge cost
    allow forbid prohibit ban
    open close closed shut
    finish unfinished pending unresolved
    increase decrease
    rise fall
    accept reject
    keep abolish drop
    start stop suspend
    run suspend cancel
    valid expired
    resolve unresolved
    cheap expensive
    """.strip().splitlines()
)

# Each line: two kinds, parted by a bar. What is said of the one answers no question about the other.
CONTRARIES = tuple(
    tuple(frozenset(side.split()) for side in line.split("|"))
    for line in """
    child youth junior | adult grown-up senior
    north northern | south southern
    east eastern | west western
    summer | winter
    weekday | weekend
    arrive arrival | depart departure
    import | export
    upstairs | downstairs
    indoor indoors | outdoor outdoors
    domestic | foreign
    upper | lower
    """.strip().splitlines()
)

# Nouns that stand for any holder or thing, and so ask for nothing in particular.
GENERIC_NOUNS = frozenset(
    """
    bodies body companies company countries country entities entity everybody everyone individual individuals item
    items man nation nations one ones organisation organisations organization organizations parties party people
    person persons place places state states thing things woman
    """.split()
)

# Endings that make one noun out of another: "chair" and "chairmanship".
SUFFIXES = frozenset("ship manship hood man men woman women person er or ers ing ion ation al ial ly".split())

# Adjectives that make another status of a status, and those that do not.
NARROWING = frozenset(
    """
    acting affiliate assistant associate candidate co deputy former guest honorary interim junior temporary vice
    """.split()
)
PLAIN = frozenset(
    """
    another actual core current eight existing five four full new nine official other permanent present regular seven
    several six ten three two both all many some
    """.split()
)
STATUS_NOUNS = frozenset("status rank state states country countries nation nations".split())

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
