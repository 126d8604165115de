"""What the borrowers of the generated portfolio signed: products, rates by the year of origination, amounts."""

from dataclasses import dataclass
from random import Random

from servicing.portfolio import generated_cents as cents
from servicing.portfolio.generated_people import Place

# About what a 30-year fixed loan cost by the year of its origination, in thousandths of a per cent.
RATES = {
    1995: 7930, 1996: 7810, 1997: 7600, 1998: 6940, 1999: 7440, 2000: 8050, 2001: 6970, 2002: 6540, 2003: 5830,
    2004: 5840, 2005: 5870, 2006: 6410, 2007: 6340, 2008: 6030, 2009: 5040, 2010: 4690, 2011: 4450, 2012: 3660,
    2013: 3980, 2014: 4170, 2015: 3850, 2016: 3650, 2017: 3990, 2018: 4540, 2019: 3940, 2020: 3110, 2021: 2960,
    2022: 5340, 2023: 6810, 2024: 6720, 2025: 6600, 2026: 6300,
}  # fmt: skip
STEP = 125
LOWEST_RATE = 1_750

# The note of every generated adjustable-rate loan: a 5/6 loan on the 30-day average SOFR, caps 2/1/5.
INDEX = "30-day Average SOFR (New York Fed)"
MARGIN, FIRST_CAP, PERIODIC_CAP, LIFETIME_CAP = 2_750, 2_000, 1_000, 5_000
FIXED_INSTALLMENTS, INSTALLMENTS_BETWEEN = 60, 6
LOOKBACK_DAYS = 45
# About what the index stood at by year; the notes are younger than the index.
INDEX_VALUES = {2020: 90, 2021: 50, 2022: 1_640, 2023: 5_010, 2024: 5_150, 2025: 4_310, 2026: 3_950}


@dataclass(frozen=True, slots=True)
class Product:
    """A kind of loan: its share of the portfolio, and how its rate lies against the 30-year fixed loan's."""

    name: str
    weight: int
    months: int
    spread: int
    waterfall: str
    owners: tuple[str, ...]
    late_percent: int
    adjustable: bool = False


_AGENCIES = ("Fannie Mae", "Fannie Mae", "Freddie Mac", "Harborline Example Trust")
PRODUCTS = (
    Product("conventional fixed 30", 50, 360, 0, "uniform_2021", _AGENCIES, 5),
    Product("conventional fixed 15", 11, 180, -700, "uniform_2021", _AGENCIES, 5),
    Product("conventional fixed 20", 5, 240, -250, "uniform_2021", _AGENCIES, 5),
    Product("FHA fixed 30", 17, 360, -125, "fha", ("Ginnie Mae pool (FHA insured)",), 4),
    Product("VA fixed 30", 10, 360, -250, "va", ("Ginnie Mae pool (VA guaranteed)",), 4),
    Product(
        "conventional 5/6 ARM (30-day Average SOFR)", 7, 360, -500, "uniform_2021", _AGENCIES, 5, adjustable=True
    ),
)  # fmt: skip
_WEIGHTS = tuple(sum(product.weight for product in PRODUCTS[: place + 1]) for place in range(len(PRODUCTS)))

# No adjustable loan is older: there was no index before 2020, and few stay past their first changes.
OLDEST_ADJUSTABLE = 75
RECORDING_FEES = (2_500, 3_500, 3_500, 5_000, 7_250)
GRACE_DAYS = 15


@dataclass(frozen=True, slots=True)
class Note:
    """A signed note: amounts in cents, the rate in thousandths of a per cent, months counted.

    `value` is the house's when the loan was made, `base_amount` the loan without a financed premium; `insurance` is
    `pmi`, `mip` or None, with its monthly `premium`; `late_percent` is the product's, or the state's if less.
    """

    product: Product
    owner: str
    occupancy: str
    amount: int
    rate: int
    months: int
    first_due: int
    originated: str
    payment: int
    late_percent: int
    recording_fee: int
    value: int
    base_amount: int
    insurance: str | None
    premium: int
    escrowed: bool


def product(chance: Random) -> Product:
    """One of the products by its share."""
    [found] = chance.choices(PRODUCTS, cum_weights=_WEIGHTS)
    return found


def age(chance: Random, kind: Product) -> int:
    """How many installments of the loan have come due: most loans are young, some near their end."""
    if kind.adjustable:
        return chance.randrange(OLDEST_ADJUSTABLE)
    lot = chance.random()
    if lot < 0.72:
        return min(int(chance.expovariate(1 / 16)), 119)
    if lot < 0.94:
        return chance.randrange(30, 80)
    return chance.randrange(60, kind.months)


def note(chance: Random, kind: Product, place: Place, *, first_due: int) -> Note:
    """What somebody signs on that house so that the first installment is due in the counted month."""
    value = int(place.state.price * chance.lognormvariate(-0.05, 0.33)) // 500 * 50_000
    loan_to_value = _loan_to_value(chance, kind)
    base = value * loan_to_value // 100
    # The FHA's upfront premium of 1.75 per cent is financed.
    amount = (base * 10_175 // 10_000 if kind.waterfall == "fha" else base) // 5_000 * 5_000
    rate = _rate(chance, kind, year=(first_due - 2) // 12)
    kept = _insurance(kind, loan_to_value)
    return Note(
        product=kind,
        owner=chance.choice(kind.owners),
        occupancy=_occupancy(chance, kind),
        amount=amount,
        rate=rate,
        months=kind.months,
        first_due=first_due,
        originated=cents.days_of(first_due - 2)[chance.randint(3, 28)],
        payment=cents.level_payment(amount, rate, kind.months),
        late_percent=min(kind.late_percent, place.state.late_percent),
        recording_fee=chance.choice(RECORDING_FEES),
        value=value,
        base_amount=base,
        insurance=kept,
        premium=0 if kept is None else base * (55 if kept == "mip" else chance.randint(35, 95)) // 120_000,
        escrowed=kept is not None or chance.randrange(100) >= 15,
    )


def _loan_to_value(chance: Random, kind: Product) -> int:
    if kind.waterfall == "fha":
        return chance.choice((90, 95, 96, 96))
    if kind.waterfall == "va":
        return chance.choice((80, 90, 95, 100, 100))
    return chance.choice((40, 50, 60, 65, 70, 75, 75, 80, 80, 80, 80, 85, 90, 95))


def _insurance(kind: Product, loan_to_value: int) -> str | None:
    if kind.waterfall == "fha":
        return "mip"
    return "pmi" if kind.waterfall == "uniform_2021" and loan_to_value > 80 else None


def _occupancy(chance: Random, kind: Product) -> str:
    if kind.waterfall != "uniform_2021" or chance.randrange(100) < 88:
        return "primary"
    return "investment" if chance.randrange(3) else "second_home"


def _rate(chance: Random, kind: Product, *, year: int) -> int:
    market = RATES[min(max(year, min(RATES)), max(RATES))]
    asked = market + kind.spread + chance.randint(-375, 375)
    return max(LOWEST_RATE, (asked + STEP // 2) // STEP * STEP)


def adjusted_rate(*, before: int, initial: int, first: bool, change: int) -> int:
    """The rate of an adjustable loan from its change in the counted month: index and margin to the nearest eighth of a
    per cent, then within the caps and above the floor, which is the margin."""
    year = (change - 2) // 12
    index = INDEX_VALUES[min(max(year, min(INDEX_VALUES)), max(INDEX_VALUES))]
    full = (2 * (index + MARGIN) + STEP) // (2 * STEP) * STEP
    cap = FIRST_CAP if first else PERIODIC_CAP
    low, high = max(before - cap, MARGIN), min(before + cap, initial + LIFETIME_CAP)
    return min(max(full, low), high)
