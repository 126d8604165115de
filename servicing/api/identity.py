"""Answers for the gateway alone: who somebody may be, before anybody has proven anything."""

from starlette.responses import Response

from servicing.api.models import Matches, MatchRequest, PartyModel
from servicing.api.operations import Call, Operation, answer_json
from servicing.api.problems import not_found
from servicing.store.parties import PartyRecord, parties_matching, party_by_login

VISIBLE_DIGITS = 4


def masked(address: str) -> str:
    """A telephone number that shows its last four digits: `(•••) •••-0101`."""
    digits = sum(character.isdigit() for character in address)
    shown = []
    for character in address:
        if character.isdigit():
            shown.append(character if digits <= VISIBLE_DIGITS else "•")
            digits -= 1
        else:
            shown.append(character)
    return "".join(shown)


def match(call: Call) -> Response:
    """The parties with access to a loan of that last four and ZIP code and a telephone on file."""
    asked = call.read(MatchRequest)
    with call.services.database.read() as session:
        records = parties_matching(session, last4=asked.last4, zip_code=asked.zip)
    return answer_json({"matches": [_match(record) for record in records]})


def _match(record: PartyRecord) -> dict[str, object]:
    address = record.contact.address if record.contact is not None else ""
    return {
        "party_id": record.party.id,
        "name": record.party.name,
        "loans": list(record.loan_ids),
        "contact": {"channel": "sms", "masked": masked(address), "address": address},
    }


def login(call: Call) -> Response:
    """The party who signs in with the address, with the loans open to them."""
    with call.services.database.read() as session:
        record = party_by_login(session, call.path["login"])
    if record is None:
        raise not_found()
    return answer_json(
        {
            "party_id": record.party.id,
            "name": record.party.name,
            "language": record.party.language,
            "loans": list(record.loan_ids),
        }
    )


OPERATIONS = (
    Operation(
        "POST",
        "/v1/identity/match",
        "match_identity",
        "Who may be meant by a last four and a ZIP code",
        match,
        Matches,
        level="service",
        body=MatchRequest,
        problems=(400,),
    ),
    Operation(
        "GET",
        "/v1/identity/logins/{login}",
        "party_by_login",
        "Who signs in with an address",
        login,
        PartyModel,
        level="service",
        problems=(404,),
    ),
)
