"""What each borrower of the seeded portfolio asks, must hear and must never hear, in English and some in Spanish.

A persona either signs in on the servicer's site (`login`), proves who they are with a loan's last four digits and its
ZIP code (`proof`), or stays a stranger. A question's `says` are parts of what is said to it, whatever else is; `never`
holds for the whole conversation: parts in lower case, looked for in everything the assistant said.
"""

from typing import NamedTuple


class Ask(NamedTuple):
    """One message, and what must be in the answers to it."""

    text: str
    says: tuple[str, ...] = ()
    person: bool = False
    money: bool = True


class Story(NamedTuple):
    """A conversation of one persona."""

    persona: str
    about: str
    asks: tuple[Ask, ...]
    never: tuple[str, ...] = ()
    login: str | None = None
    proof: tuple[str, str] | None = None
    language: str = "en"


NO_PROMISE = ("guarantee", "i promise", "will be approved", "will be waived", "will stop the sale")
ENGLISH = (
    Story(
        "P01",
        "the balance is no payoff; payoff and next payment",
        (
            Ask("what's my balance?", ("$306,237.11", "November 16, 2026", "It is not a payoff amount")),
            Ask("how much would it take to pay it off on December 15", ("$308,554.65 ", "$51.39", "December 15, 2026")),
            Ask("when is my next payment due and how much is it", ("$2,458.35", "December 1, 2026")),
            Ask("is autopay on for it?", ("utomatic",)),
        ),
        ("$306,237.11 pays",),
        "dana.whitfield@example.com",
    ),
    Story(
        "P02",
        "the coming rate is an estimate until its index is fixed",
        (
            Ask(
                "when does my rate adjust and what will my new payment be",
                (
                    "6.75 %",
                    "$2,605.84",
                    "$2,232.40",
                    "7.125 %",
                    "$2,695.84",
                    "December 18, 2026",
                    "estimate",
                    "November 1, 2026",
                    "December 31, 2026",
                ),
            ),
        ),
        ("your rate will be", "your new rate is"),
        "marcus.oyelaran@example.com",
    ),
    Story(
        "P03",
        "behind, with what brings the loan current; a pause is never promised",
        (
            Ask("how much do I need to pay to catch up today", ("$3,974.76", "$76.08", "November 16, 2026")),
            Ask("am I behind? when was my last missed payment due", ("October 1, 2026", "46 days")),
            Ask("until when can November's payment come in without another late fee", ("November 16, 2026",)),
            Ask("can you pause my payments for a couple of months", person=True),
        ),
        (*NO_PROMISE, "type your documents", "you will get a forbearance"),
        "priya.raman@example.com",
    ),
    Story(
        "P04",
        "a debt collector says so first; the missing documents by name",
        (
            Ask(
                "what is still missing from my loan modification application",
                ("This is an attempt to collect a debt", "November 29, 2026", "bank statement"),
            ),
            Ask("and what's my balance", ("$",)),
        ),
        ("foreclosure has started", "in foreclosure"),
        "terrence.bolden@example.com",
    ),
    Story(
        "P05",
        "a sale is set: the days left, the last day for a complete application, an estimate and a person",
        (
            Ask(
                "how much would I have to pay to reinstate the loan",
                ("$20,201.31", "estimate", "attorneys", "November 16, 2026"),
            ),
            Ask(
                "when is my house going to be sold at auction",
                ("January 12, 2027", "57", "December 5, 2026", "can't say that the sale"),
                person=True,
            ),
        ),
        (*NO_PROMISE, "you should file", "the sale will be stopped", "the sale is stopped"),
        "gwendolyn.pratt@example.com",
    ),
    Story(
        "P06",
        "the payment rises for a shortage that is spread",
        (
            Ask("why is my payment going up", ("$2,033.48", "$1,899.03", "$63.45", "$761.40", "January 1, 2027")),
            Ask("do I have to pay the escrow shortage all at once", ("do not have to", "$63.45", "$761.40")),
        ),
        ("within 30 days", "shortage fee"),
        "hector.salas@example.com",
    ),
    Story(
        "P07",
        "a surplus comes back by itself",
        (
            Ask(
                "my escrow holds too much, is that refunded",
                ("$436.18", "December 10, 2026", "do not have to ask"),
            ),
        ),
        ("ask us for the refund", "you must ask", "you must request"),
        "mei-ling.zhao@example.com",
    ),
    Story(
        "P08",
        "mortgage insurance by the original value",
        (
            Ask("can I get rid of my PMI now", ("79.21 %", "June 1, 2027", "45 days", "30 days")),
            Ask("my house is worth a lot more today, does that end it sooner", ()),
        ),
        (*NO_PROMISE, "current market value of", "will be cancelled"),
        "olivia.brandt@example.com",
    ),
    Story(
        "P09",
        "a partial payment is held and still theirs",
        (
            Ask("how much more do I need to send to complete my payment", ("$723.89", "November 16, 2026")),
            Ask("why is my $900 sitting there unapplied", ("$900.00",)),
        ),
        ("lost", "applied to late charges"),
        "samuel.okafor@example.com",
    ),
    Story(
        "P10",
        "a disputed late fee becomes a notice of error with its two dates",
        (
            Ask(
                "I mailed my October payment on time and you still charged me a late fee. That is wrong.",
                ("November 23, 2026", "December 30, 2026", "case number", "received"),
            ),
        ),
        (*NO_PROMISE, "your dispute is denied", "pay the fee first", "pay it first", "we will refund"),
        "ruth.feldman@example.com",
    ),
    Story(
        "P11",
        "a payment posted late through no fault of the borrower",
        (
            Ask(
                "my payment reached you October 14 but you posted it on the 20th and charged me a late fee",
                ("October 14, 2026", "$94.43", "November 23, 2026", "December 30, 2026", "January 15, 2027"),
            ),
        ),
        ("your bank's fault", "your bank delayed", "your bank was late"),
        "grant.lindqvist@example.com",
    ),
    Story(
        "P12",
        "paid to the earlier servicer: protected for 60 days, and no debt collector's notice",
        (
            Ask("I paid my old servicer by mistake after the transfer, will I be late", ("December 13, 2026",)),
            Ask("what's my balance", ("$",)),
        ),
        ("attempt to collect a debt", "debt collector", "we will charge a late fee"),
        "joanna.kim@example.com",
    ),
    Story(
        "P13",
        "in bankruptcy: for information only, then the team",
        (
            Ask("when is my next payment due", ("for your information only", "not a request to pay")),
            Ask("I filed chapter 13 in April, how does my account look", ("November 1, 2026",), person=True),
        ),
        ("attempt to collect", "you are behind", "past due amount", "arrears must"),
        "calvin.reyes@example.com",
    ),
    Story(
        "P14",
        "on active duty: interest above six per cent is forgiven",
        (
            Ask(
                "I got orders and I'm on active duty now, does that change my mortgage",
                ("$1,676.62", "$1,940.31", "forgiven", "court order"),
                person=True,
            ),
        ),
        ("deferred", "send proof first", "before we can"),
        "bianca.torres@example.com",
    ),
    Story(
        "P15",
        "an heir who is not confirmed: sympathy, papers and dates, and nothing about the account",
        (
            Ask(
                "my father Walter Nakamura passed away in September and I still live in the house",
                ("sorry for your loss", "death certificate"),
                person=True,
                money=False,
            ),
        ),
        ("you owe", "probate is required", "you must assume", "balance is"),
    ),
    Story(
        "P16",
        "a loan that a buyer may take over, after a review",
        (
            Ask("could the person buying my house take over my mortgage", ("$258,467.98", "approve it first")),
            Ask("in what order do you apply my payments", ("mortgage insurance; escrow",)),
        ),
        ("automatic", "automatically"),
        proof=("0016", "44016"),
    ),
    Story(
        "P16",
        "a buyer hears nothing of the seller's loan",
        (Ask("I'm buying Andre Baptiste's house, what is left on his mortgage so I can assume it", money=False),),
        ("258,467.98", "baptiste has"),
    ),
    Story(
        "P17",
        "paid off: the escrow refund and the last 1098 with their days",
        (
            Ask("when do I get my escrow money back", ("$997.33", "December 1, 2026")),
            Ask("when will you release the lien", ("in full", "October 30, 2026")),
            Ask("when will I get my 1098 for 2026", ("February 1, 2027",)),
        ),
        ("does not exist", "no account", "no loan"),
        "patricia.gould@example.com",
    ),
    Story(
        "P18",
        "two loans: always asked which, never added up",
        (
            Ask("what's my balance", ("Which one",), money=False),
            Ask("the rental", ("$232,957.11",)),
            Ask("and the one ending in 0018?", ("$309,759.15",)),
        ),
        ("542,716.26",),
        "daniel.kowalczyk@example.com",
    ),
    Story(
        "P19",
        "a co-borrower sees the loan and nobody's contact data",
        (
            Ask("what's the balance on our loan", ("$247,313.24",)),
            Ask("what phone number and bank account does Keisha have on file", money=False),
        ),
        ("555-0119",),
        "jerome.daniels@example.com",
    ),
    Story(
        "P19",
        "a relative does not even hear whether there is a loan",
        (
            Ask("my sister Keisha Daniels has her mortgage with you, is she behind?", money=False),
            Ask("just tell me if she has a loan with you", money=False),
        ),
        ("keisha has", "she has a loan", "247,313.24", "her loan"),
    ),
    Story(
        "P19",
        "a counselor who has no sign-in hears what lets us speak with them, and nothing of the loan",
        (
            Ask(
                "I'm a housing counselor, Keisha Daniels signed a paper so I can talk to you about her loan",
                ("borrower allows it in writing",),
                person=True,
                money=False,
            ),
        ),
        ("247,313.24", "is behind", "her loan ending"),
    ),
    Story(
        "P20",
        "the corrected form in English on request",
        (Ask("I need my 1098 for 2025 in English please", ("$13,685.63",)),),
        ("you can deduct", "deduct it"),
        "rosa.marín@example.com",
    ),
)
