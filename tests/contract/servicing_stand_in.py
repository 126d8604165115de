"""A system of record in memory, written apart from the real one: three borrowers, exact fractions, no ledger."""

import calendar
import hashlib
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from kernel.facts import Fact, Line
from kernel.money import from_cents
from servicing.client import (
    Answer,
    ContactOnFile,
    DocumentLink,
    IdentityMatch,
    IdentityNeeded,
    Loan,
    NotFound,
    PartyLoans,
    Refusal,
    Table,
)
from tests.contract.stand_in_file import stand_in_file

TODAY = date(2026, 11, 16)
AT = datetime(2026, 11, 16, 15, 30, tzinfo=UTC)
ESCROW = {"4400100001": 283_800, "4400100005": -42_900, "4400100017": 99_733}
PEOPLE = {
    "dana.whitfield@example.com": ("P01", "Dana Whitfield", "en", "4400100001", "44001", "(555) 555-0101"),
    "gwendolyn.pratt@example.com": ("P05", "Gwendolyn Pratt", "en", "4400100005", "44005", "(555) 555-0105"),
    "patricia.gould@example.com": ("P17", "Patricia Gould", "en", "4400100017", "44017", "(555) 555-0117"),
}
BOOK = {
    "4400100001": ("conventional fixed 30", "001 Main St, Exampleville, OH", "current", 30_623_711, Fraction(49, 8)),
    "4400100005": (
        "conventional fixed 30",
        "005 Main St, Exampleville, FL",
        "foreclosure",
        29_157_619,
        Fraction(55, 8),
    ),
    "4400100017": ("conventional fixed 15", "017 Main St, Exampleville, OH", "paid_off", 0, Fraction(4)),
}
NEXT = {"4400100001": (date(2026, 12, 1), 245_835), "4400100005": (date(2026, 5, 1), 248_493)}
TAX_2025 = {
    "4400100001": (1_914_637, 31_449_121, date(2023, 6, 14)),
    "4400100017": (182_507, 4_964_327, date(2015, 1, 26)),
}
FIRST_YEAR = {"4400100001": 2023, "4400100005": 2023, "4400100017": 2015}

# The note and the escrow account of the one loan here that is still being paid, and how it was paid.
NOTE = {"amount": 32_000_000, "rate": Fraction(49, 8), "months": 360, "first": (2023, 8), "escrow": 51_400, "paid": 40}
BILLS = {4: ("county tax 1st half", 219_000), 8: ("hazard insurance", 178_800), 12: ("county tax 2nd half", 219_000)}
ESCROW_YEAR = (2026, 2)
# What keeps the loan in foreclosure from being current: seven installments, four late charges, and two fees.
BEHIND = [248_493] * 7 + [9_920] * 4 + [235_000, 6_000]
NOT_ASKED = {
    "bankruptcy": "not_in_bankruptcy", "foreclosure": "no_foreclosure", "transfer": "not_transferred",
    "assistance": "no_application", "rate": "not_adjustable", "mortgage-insurance": "not_insured",
    "military-service": "no_military_service", "payoff": "not_paid_off",
}  # fmt: skip


def cents(amount):
    """Half up, on positive fractions of a cent."""
    return int(amount + Fraction(1, 2))


class StandInServicing:
    """`servicing.client.Servicing` without a server; what it is told to keep, it keeps in the given book."""

    def __init__(self, book, party, loans=(), level="verified"):
        self.book, self.party, self.granted, self.level = book, party, loans, level

    def _need(self, level):
        enough = self.level == "service" if level == "service" else self.level in ("verified", "step_up")
        if not enough:
            raise IdentityNeeded(level)

    def _own(self, loan_id):
        self._need("verified")
        owned = {person[3] for person in PEOPLE.values() if person[0] == self.party}
        if loan_id not in self.granted or loan_id not in owned:
            raise NotFound
        return BOOK[loan_id]

    def loans(self):
        self._need("verified")
        listed = []
        for person in PEOPLE.values():
            if person[0] == self.party and person[3] in self.granted:
                product, place, status, _, _ = BOOK[person[3]]
                listed.append(Loan(person[3], person[3][-4:], product, place, status))
        return listed

    def balance(self, loan_id):
        _, _, status, owed, rate = self._own(loan_id)
        facts = [money("unpaid_principal", owed), day("as_of", TODAY), money("escrow_balance", ESCROW[loan_id])]
        due, payment = NEXT.get(loan_id, (None, 0))
        if due:
            facts += [day("next_due", due), money("next_interest", cents(owed * rate / 1200))]
        facts += [money("next_payment", payment), fact("note_rate", "rate", f"{float(rate):g}")]
        facts.append(fact("current_rate", "rate", f"{float(rate):g}"))
        return Answer(tuple(facts), status=status)

    def terms(self, loan_id):
        product, place, _, _, rate = self._own(loan_id)
        facts = [fact("product", "text", product), fact("property", "text", place)]
        facts.append(fact("note_rate", "rate", f"{float(rate):g}"))
        if loan_id in NEXT and loan_id == "4400100001":
            monthly = level(NOTE["amount"], NOTE["rate"], NOTE["months"])
            facts += [
                money("original_amount", NOTE["amount"]),
                fact("term_months", "count", str(NOTE["months"])),
                day("maturity", date(2053, 7, 1)),
                money("principal_and_interest", monthly),
                money("escrow_payment", NOTE["escrow"]),
                money("monthly_payment", monthly + NOTE["escrow"], [("p", monthly), ("e", NOTE["escrow"])]),
                fact("autopay", "text", "yes"),
            ]
        return Answer(tuple(facts))

    def payments(self, loan_id, since, until, after=""):
        self._own(loan_id)
        rows, sums = [], {"interest": 0, "principal": 0}
        for due, interest, principal, _ in paid_installments():
            received = due.replace(day=3)
            if received.year == until.year:
                sums["interest"] += interest
                sums["principal"] += principal
            if since <= received <= until:
                parts = (interest + principal + NOTE["escrow"], principal, interest, NOTE["escrow"])
                rows.append(
                    (received.isoformat(), "payment", due.isoformat(), *(str(from_cents(part)) for part in parts))
                )
        names = ("received", "kind", "installment_due", "amount", "principal", "interest", "escrow")
        kinds = ("date", "text", "date", "money", "money", "money", "money")
        facts = [money(f"year_{name}", amount) for name, amount in sums.items()]
        return Answer(tuple(facts), table=Table("payment_history", tuple(zip(names, kinds, strict=True)), tuple(rows)))

    def payment(self, loan_id, which="last"):
        self._own(loan_id)
        due, interest, principal, after = paid_installments()[-1]
        parts = [("principal", principal), ("interest", interest), ("escrow", NOTE["escrow"])]
        total = sum(amount for _, amount in parts)
        return Answer(
            (
                money("payment_amount", total, parts),
                *(money(f"payment_{name}", amount) for name, amount in parts),
                day("payment_received", due.replace(day=3)),
                day("installment_due", due),
                money("principal_before", after + principal),
                money("principal_after", after),
            )
        )

    def delinquency(self, loan_id, good_through):
        status = self._own(loan_id)[2]
        if status == "paid_off":
            return Refusal("paid_off")
        if good_through < TODAY:
            return Refusal("date_in_past")
        due = NEXT[loan_id][0]
        amounts = BEHIND if status == "foreclosure" else []
        return Answer(
            (
                fact("days_delinquent", "count", str(max(0, (TODAY - due).days))),
                money("reinstatement_total", sum(amounts), [(str(place), part) for place, part in enumerate(amounts)]),
                day("good_through", good_through),
            )
        )

    def extra_principal(self, loan_id, once, monthly):
        _, _, status, owed, rate = self._own(loan_id)
        if status == "paid_off":
            return Refusal("paid_off")
        extra, more = int(once * 100), int(monthly * 100)
        if extra > owed:
            return Refusal("more_than_the_balance", (money("unpaid_principal", owed),))
        payment = level(NOTE["amount"], NOTE["rate"], NOTE["months"])
        usual = run_down(owed, rate, payment, NOTE["months"] - NOTE["paid"], 0)
        faster = run_down(owed - extra, rate, payment, NOTE["months"] - NOTE["paid"], more)
        return Answer(
            (
                fact("months_saved", "count", str(usual[0] - faster[0])),
                money("interest_saved", usual[1] - faster[1] - extra),
            )
        )

    def ask(self, loan_id, topic):
        status = self._own(loan_id)[2]
        if topic == "payoff" and status == "paid_off":
            facts = [day("payoff_received", date(2026, 10, 30)), money("payoff_amount", 3_332_778)]
            facts += [money("escrow_refund_amount", ESCROW[loan_id]), day("escrow_refund_by", date(2026, 12, 1))]
            return Answer(tuple(facts))
        if topic == "escrow/analysis" and status == "current":
            return escrow_year()
        if topic == "suspense" and status == "current":
            return Answer((money("suspense", 0), money("missing", NEXT[loan_id][1])))
        return Refusal(NOT_ASKED[topic], (fact("note_rate", "rate", "6.125"),) if topic == "rate" else ())

    def arithmetic(self, loan_id, figure):
        self._own(loan_id)
        due, interest, principal, _ = next_installment()
        if figure != "next_payment" or due != NEXT[loan_id][0]:
            raise NotFound
        parts = [("principal", principal), ("interest", interest), ("escrow", NOTE["escrow"])]
        return Answer((money("next_payment", sum(amount for _, amount in parts), parts),))

    def request_document(self, loan_id, kind, language, idempotency_key, payment=None):
        self._own(loan_id)
        title = {"en": "Payment history", "es": "Historial de pagos"}[language]
        return self._issue(loan_id, kind, title, (money("year_interest", 1_731_958),), idempotency_key)

    def documents(self, loan_id):
        self._own(loan_id)
        answers = self.book.get("answers", {}).values()
        owned = self.book.get("documents", {})
        return [answer.document for answer in answers if owned[answer.document.document_id][0] == loan_id]

    def payoff_quote(self, loan_id, good_through):
        _, _, status, owed, rate = self._own(loan_id)
        if status != "current":
            return Refusal({"paid_off": "paid_off", "foreclosure": "needs_specialist"}[status])
        if good_through < TODAY:
            return Refusal("date_in_past")
        latest = TODAY + timedelta(days=60)
        if good_through > latest:
            return Refusal("date_too_far", (day("latest_date", latest),))
        return Answer(tuple(quote(loan_id, owed, rate, date(2026, 11, 1), good_through)))

    def request_payoff_statement(self, loan_id, good_through, language, idempotency_key):
        answer = self.payoff_quote(loan_id, good_through)
        if isinstance(answer, Refusal):
            return answer
        title = {"en": "Payoff statement", "es": "Carta de liquidación"}[language]
        return self._issue(
            loan_id,
            "payoff_statement",
            title,
            (*answer.facts, day("statement_due", date(2026, 11, 25))),
            idempotency_key,
        )

    def tax_form(self, loan_id, year):
        self._own(loan_id)
        if year >= TODAY.year:
            available = date(year + 1, 1, 31)
            while available.weekday() > 4:
                available += timedelta(days=1)
            code = "year_in_future" if year > TODAY.year else "year_not_ready"
            return Refusal(code, (day("available_on", available),))
        if year < FIRST_YEAR[loan_id]:
            return Refusal("year_before_origination", (fact("first_year", "count", str(FIRST_YEAR[loan_id])),))
        interest, owed, originated = TAX_2025[loan_id]
        return Answer(
            (
                fact("tax_year", "count", str(year)),
                money("box1_interest", interest, [("interest", interest)]),
                money("box2_principal", owed),
                day("box3_origination", originated),
                fact("last4", "text", loan_id[-4:]),
                fact("corrected", "text", "no"),
            )
        )

    def request_tax_form_document(self, loan_id, year, language, idempotency_key):
        answer = self.tax_form(loan_id, year)
        if isinstance(answer, Refusal):
            return answer
        title = {"en": "Form 1098 statement", "es": "Formulario 1098"}[language]
        return self._issue(loan_id, "form_1098", title, answer.facts, idempotency_key)

    def _issue(self, loan_id, kind, title, facts, key):
        stored = self.book.setdefault("answers", {}).get((self.party, key))
        if stored is None:
            content = f"%PDF-1.7 {kind} {loan_id[-4:]} {len(self.book['answers'])}".encode()
            document_id = hashlib.md5(content, usedforsecurity=False).hexdigest()
            digest = hashlib.sha256(content).hexdigest()
            stored = Answer(
                facts, DocumentLink(document_id, f"{title}, {loan_id[-4:]}", "application/pdf", kind, digest)
            )
            self.book["answers"][self.party, key] = stored
            self.book.setdefault("documents", {})[document_id] = (loan_id, content)
        return stored

    def document(self, document_id):
        self._need("verified")
        loan_id, content = self.book.get("documents", {}).get(document_id, (None, b""))
        self._own(loan_id)
        return content

    def match_identity(self, last4, zip_code):
        self._need("service")
        return [
            IdentityMatch(party, name, (loan,), ContactOnFile("sms", f"(•••) •••-{phone[-4:]}", phone))
            for party, name, _, loan, place, phone in PEOPLE.values()
            if (loan[-4:], place) == (last4, zip_code)
        ]

    def party_by_login(self, login):
        self._need("service")
        if login.lower() not in PEOPLE:
            return None
        party, name, language, loan, _, _ = PEOPLE[login.lower()]
        return PartyLoans(party, name, language, (loan,))

    def servicing_file(self, loan_id):
        self._need("service")
        if loan_id not in self.granted:
            raise NotFound
        return stand_in_file(loan_id, PEOPLE.values(), BOOK[loan_id][1], StandInServicing)


def level(amount, rate, months):
    """The payment at which the loan ends at nothing, by exact fractions."""
    growth = (1 + rate / 1200) ** months
    return cents(amount * rate / 1200 * growth / (growth - 1))


def installments(count):
    """Due date, interest, principal and balance after each of the first installments of the note."""
    owed, (year, month) = NOTE["amount"], NOTE["first"]
    payment = level(NOTE["amount"], NOTE["rate"], NOTE["months"])
    for place in range(count):
        interest = cents(owed * NOTE["rate"] / 1200)
        owed -= payment - interest
        months = year * 12 + month - 1 + place
        yield date(months // 12, months % 12 + 1, 1), interest, payment - interest, owed


def paid_installments():
    return list(installments(NOTE["paid"]))


def next_installment():
    return list(installments(NOTE["paid"] + 1))[-1]


def run_down(owed, rate, payment, months, extra):
    """How many payments repay a balance, and what is paid in all."""
    paid = count = 0
    while owed > 0 and count < months:
        interest = cents(owed * rate / 1200)
        part = owed if count == months - 1 else min(owed, payment - interest)
        more = min(extra, owed - part)
        owed -= part + more
        paid += interest + part + more
        count += 1
    return count, paid


def escrow_year():
    """The computation year by hand: balances from nothing, then raised until the lowest is two months' payments."""
    total = sum(amount for _, amount in BILLS.values())
    monthly, cushion = total // 12, total // 6
    balance, trial, rows = 0, [], []
    for place in range(12):
        months = ESCROW_YEAR[0] * 12 + ESCROW_YEAR[1] - 1 + place
        first = date(months // 12, months % 12 + 1, 1)
        item, amount = BILLS.get(first.month, (None, 0))
        balance += monthly - amount
        trial.append(balance)
        rows.append((first, monthly, item, amount))
    required = cushion - min(0, *trial)
    cells = [
        (first.isoformat(), str(from_cents(paid)), item, str(from_cents(amount)) if item else None,
         str(from_cents(required + at)))
        for (first, paid, item, amount), at in zip(rows, trial, strict=True)
    ]  # fmt: skip
    columns = (
        ("month", "date"),
        ("payment", "money"),
        ("item", "text"),
        ("disbursement", "money"),
        ("target", "money"),
    )
    facts = [
        money("escrow_annual_total", total), money("escrow_base_payment", monthly), money("escrow_cushion", cushion),
        money("escrow_required_start", required), money("escrow_low_point", min(0, *trial)),
    ]  # fmt: skip
    return Answer(tuple(facts), table=Table("escrow_projection", columns, tuple(cells)))


def quote(loan_id, owed, rate, paid_to, until):
    """A payoff quote by counting months on the calendar and days by hand, in exact fractions."""
    months, start = 0, paid_to
    while (ahead := start + timedelta(days=calendar.monthrange(start.year, start.month)[1])) <= until:
        months, start = months + 1, ahead
    days = (until - start).days
    whole = cents(owed * rate / 1200 * months)
    odd = cents(owed * rate / 36500 * days)
    fees = 3500
    total = owed + whole + odd + fees
    yield money("payoff_total", total, [("principal", owed), ("interest", whole + odd), ("recording_fee", fees)])
    yield money("payoff_principal", owed)
    yield money("payoff_interest", whole + odd, [("full_months", whole), ("odd_days", odd)])
    yield money("payoff_full_month_interest", whole)
    yield fact("payoff_full_months", "count", str(months))
    yield money("payoff_odd_day_interest", odd)
    yield fact("payoff_odd_days", "count", str(days))
    yield fact("payoff_rate", "rate", f"{float(rate):g}")
    yield money("payoff_fees", fees, [("recording_fee", fees)])
    yield money("per_diem", cents(owed * rate / 36500))
    yield day("good_through", until)
    yield day("interest_from", paid_to)
    yield day("quoted_on", TODAY)
    yield money("escrow_refund", ESCROW[loan_id])


def fact(name, kind, value, lines=()):
    return Fact(name, kind, value, "stand-in", AT, tuple(lines))


def money(name, amount, lines=()):
    listed = [Line(label, from_cents(part), "stand-in") for label, part in lines]
    return fact(name, "money", str(from_cents(amount)), listed)


def day(name, on):
    return fact(name, "date", on.isoformat())
