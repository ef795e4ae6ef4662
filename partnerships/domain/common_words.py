"""Words that tell little, when names, addresses and telephones are compared. In the form that
``name_key`` gives them."""


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: They say what kind of place it is, not which.
GENERIC_WORDS = words_of(
    "a academy agency american and area assistance associates association at authority auto bank "
    "body branch cooling engineering heating home landscaping law logistics machine nursing "
    "physical plumbing printing repair restaurant therapy veterinary works "
    "building business care center centers central chamber children church city clinic club "
    "college commerce commission community construction consulting corporate council county "
    "dental department development district division east education educational electric "
    "enterprises family federal first for foundation greater group health healthcare high "
    "hospital hospitals in industrial industries institute insurance international labor library "
    "local main management manufacturing medical medicine metropolitan midwest municipal national "
    "network north northern of office offices on partners partnership pharmacy primary products "
    "professional program public regional resource resources safety saint school schools science "
    "sciences service services shop society solutions south southern state store supply system "
    "systems technical technologies technology trade training union unit united university urban "
    "valley village west western workforce"
)
STATES = words_of(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia "
    "hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts "
    "michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon "
    "pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming"
)
SMALL_WORDS = frozenset({"a", "and", "at", "for", "in", "of", "on", "the"})
#: One has this, the other that: two places.
OPPOSITES = words_of(
    "north south east west northern southern eastern western northeast northwest southeast "
    "southwest elementary middle high junior senior"
)
#: Addresses here say nothing about where somebody works.
FREE_MAIL = words_of(
    "aol.com att.net comcast.net gmail.com hotmail.com icloud.com live.com mac.com me.com msn.com "
    "outlook.com proton.me protonmail.com sbcglobal.net verizon.net yahoo.com ymail.com"
)
#: How streets are written in full, and short.
STREET_WORDS = {
    "avenue": "ave",
    "boulevard": "blvd",
    "circle": "cir",
    "court": "ct",
    "drive": "dr",
    "highway": "hwy",
    "lane": "ln",
    "parkway": "pkwy",
    "place": "pl",
    "road": "rd",
    "square": "sq",
    "street": "st",
    "terrace": "ter",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
}
