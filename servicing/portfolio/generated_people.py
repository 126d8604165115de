"""Who lives where in the generated portfolio: fictional names, places that do not exist, telephones nobody has."""

from dataclasses import dataclass
from random import Random

FIRST_NAMES = (
    "Aaron", "Adele", "Alma", "Amara", "Andre", "Anita", "Arjun", "Ava", "Ben", "Bianca", "Caleb", "Carla", "Celia",
    "Chloe", "Clara", "Dale", "Dana", "Daniel", "Delia", "Dina", "Edith", "Elena", "Eli", "Emeka", "Erin", "Esther",
    "Ethan", "Farah", "Felix", "Fiona", "Gail", "Glen", "Grace", "Hana", "Harold", "Hugo", "Ida", "Imani", "Ines",
    "Ivan", "Jae", "Jada", "Joel", "Jonah", "Joyce", "Julia", "Kai", "Kara", "Keith", "Lara", "Leah", "Leo", "Lina",
    "Lionel", "Lucia", "Luz", "Mabel", "Marcus", "Maya", "Mei", "Milo", "Mina", "Nadia", "Neil", "Nina", "Noah",
    "Nora", "Omar", "Opal", "Oscar", "Owen", "Paul", "Pedro", "Priya", "Quinn", "Rafael", "Rhea", "Rita", "Rosa",
    "Ruth", "Sadie", "Samir", "Selma", "Seth", "Sofia", "Stella", "Tara", "Tessa", "Theo", "Uma", "Vera", "Victor",
    "Wanda", "Wes", "Xenia", "Yara", "Yusuf", "Zane", "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Abara", "Acker", "Albright", "Amaya", "Ashby", "Baird", "Barros", "Bell", "Bianchi", "Boyd", "Brandt",
    "Calloway", "Carver", "Castillo", "Chan", "Coffey", "Cole", "Cordova", "Dalton", "Dasgupta", "Deluca", "Dorsey",
    "Drummond", "Eads", "Eberly", "Espinoza", "Falk", "Farrow", "Fenwick", "Ferraro", "Galindo", "Garner", "Gates",
    "Goodwin", "Hale", "Hardin", "Hayashi", "Hobbs", "Holm", "Ibarra", "Ingram", "Iyer", "Jansen", "Jarvis",
    "Kaplan", "Keane", "Kimura", "Kovacs", "Lachance", "Lam", "Landry", "Larkin", "Lindgren", "Lozano", "Mabry",
    "Madsen", "Mancini", "Marin", "Medina", "Mercer", "Moss", "Nakano", "Nash", "Navarro", "Nolan", "Novak", "Obi",
    "Oduya", "Okada", "Olsen", "Ortega", "Osborn", "Pace", "Parikh", "Patel", "Pike", "Pruitt", "Quigley", "Quiroz",
    "Rahman", "Ramos", "Reyes", "Rhodes", "Rossi", "Sandoval", "Sato", "Sayles", "Shah", "Silva", "Singer", "Soto",
    "Stein", "Tanaka", "Thorpe", "Tobin", "Udall", "Urbano", "Valdez", "Varga", "Vance", "Walden", "Webb",
    "Whitlock", "Wolfe", "Xu", "Yates", "Yoder", "Zamora", "Zeller",
)  # fmt: skip
STREETS = (
    "Alder", "Ash", "Aspen", "Bayberry", "Birch", "Cedar", "Chestnut", "Clover", "Cypress", "Dogwood", "Elm",
    "Fern", "Hawthorn", "Hazel", "Hickory", "Juniper", "Laurel", "Linden", "Magnolia", "Maple", "Oak", "Orchard",
    "Pecan", "Pine", "Poplar", "Quarry", "Ridge", "Sage", "Spruce", "Sycamore", "Walnut", "Willow",
)  # fmt: skip
STREET_KINDS = ("St", "Ave", "Rd", "Ln", "Dr", "Ct")
TOWNS = ("Exampleville", "Sampleton", "Mockford", "Testbury", "Fictional Falls", "Placeholder Springs")


@dataclass(frozen=True, slots=True)
class State:
    """How loans in a state differ: their share, ZIP codes, house prices, and the yearly tax and insurance.

    `zips` are the first and last prefix of three digits; `tax` and `insurance` are per thousand of the house's value;
    `tax_bills` are the months in which the county sends one; `late_percent` is the most a late charge may be of the
    installment (`kernel/rules/late_charge.toml`).
    """

    code: str
    weight: int
    zips: tuple[int, int]
    price: int
    tax: int
    insurance: int
    tax_bills: tuple[int, ...]
    late_percent: int = 5


# Round figures for a plausible spread, not statistics.
STATES = (
    State("AZ", 5, (850, 865), 410_000, 6, 5, (3, 10)),
    State("CA", 12, (900, 961), 690_000, 8, 4, (4, 12)),
    State("CO", 4, (800, 816), 520_000, 5, 8, (2, 6)),
    State("FL", 11, (320, 349), 390_000, 9, 13, (11,)),
    State("GA", 6, (300, 319), 340_000, 9, 6, (11,)),
    State("IL", 5, (600, 629), 270_000, 21, 6, (6, 9)),
    State("IN", 3, (460, 479), 230_000, 9, 6, (5, 11)),
    State("MA", 3, (10, 27), 570_000, 11, 4, (2, 8)),
    State("MI", 4, (480, 499), 240_000, 14, 6, (7, 12)),
    State("MN", 3, (550, 567), 330_000, 11, 8, (5, 10)),
    State("MO", 3, (630, 658), 240_000, 10, 9, (12,)),
    State("NC", 5, (270, 289), 330_000, 8, 6, (9,), late_percent=4),
    State("NJ", 4, (70, 89), 480_000, 22, 3, (2, 5, 8, 11)),
    State("NV", 2, (889, 898), 430_000, 6, 3, (8, 10)),
    State("NY", 4, (100, 149), 450_000, 16, 4, (1, 7), late_percent=2),
    State("OH", 6, (430, 459), 220_000, 15, 5, (2, 7)),
    State("OR", 2, (970, 979), 470_000, 9, 3, (11,)),
    State("PA", 5, (150, 196), 260_000, 14, 4, (4, 8)),
    State("SC", 3, (290, 299), 300_000, 6, 7, (1,)),
    State("TN", 3, (370, 385), 310_000, 6, 6, (2,)),
    State("TX", 12, (750, 799), 310_000, 17, 12, (1,)),
    State("VA", 4, (220, 246), 390_000, 8, 4, (6, 12)),
    State("WA", 4, (980, 994), 570_000, 9, 4, (4, 10)),
    State("WI", 3, (530, 549), 290_000, 15, 4, (1, 7)),
)
_WEIGHTS = tuple(sum(state.weight for state in STATES[: place + 1]) for place in range(len(STATES)))

SPANISH_IN_HUNDRED = 9
SECOND_BORROWER_IN_HUNDRED = 44


@dataclass(frozen=True, slots=True)
class Place:
    """Where the house stands."""

    address: str
    state: State
    zip: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a generated loan."""

    id: str
    name: str
    language: str
    role: str
    login: str
    phone: str


def place(chance: Random) -> Place:
    """A house in a town that does not exist, in a state that does."""
    [state] = chance.choices(STATES, cum_weights=_WEIGHTS)
    street = f"{chance.choice(STREETS)} {chance.choice(STREET_KINDS)}"
    code = f"{chance.randint(*state.zips):03d}{chance.randint(1, 99):02d}"
    address = f"{chance.randint(1, 9899)} {street}, {chance.choice(TOWNS)}, {state.code}"
    return Place(address, state, code)


def household(chance: Random, number: int) -> tuple[Person, ...]:
    """The one or two borrowers of the loan with the number; their logins hold it, so that no two are the same."""
    last = chance.choice(LAST_NAMES)
    language = "es" if chance.randrange(100) < SPANISH_IN_HUNDRED else "en"
    people = [_person(chance, number, 1, last, language=language, role="borrower")]
    if chance.randrange(100) < SECOND_BORROWER_IN_HUNDRED:
        shared = last if chance.randrange(4) else chance.choice(LAST_NAMES)
        people.append(_person(chance, number, 2, shared, language=language, role="co_borrower"))
    return tuple(people)


def party_id(number: int, place: int) -> str:
    """The id of the first (1) or second (2) borrower of the loan with the number; ids sort by number."""
    return f"G{number:07d}-{place}"


def _person(chance: Random, number: int, place: int, last: str, *, language: str, role: str) -> Person:
    first = chance.choice(FIRST_NAMES)
    login = f"{first}.{last}.{number}.{place}@example.com".lower()
    return Person(party_id(number, place), f"{first} {last}", language, role, login, _telephone(chance))


def _telephone(chance: Random) -> str:
    return f"(555) 555-{chance.randrange(10_000):04d}"
