"""A loan's file in the stand-in for the system of record: its payments, and the few fields that the stand-in keeps."""

from datetime import date

from servicing.client import LoanFile


def stand_in_file(loan_id, people, place, stand_in):
    """The file of a loan; nothing was issued about it, and there is no copy of the security instrument."""
    [(party, name, language, _loan, zip_code, _phone)] = [person for person in people if person[3] == loan_id]
    history = stand_in({}, party, (loan_id,)).payments(loan_id, date.min, date.max).table
    return LoanFile(
        loan_id=loan_id,
        last4=loan_id[-4:],
        borrowers=(name,),
        property=f"{place} {zip_code}",
        version=len(history.rows),
        transactions=history,
        fields={
            "loan": [{"id": loan_id, "property": place}],
            "party": [{"name": name, "role": "borrower", "language": language}],
        },
        issued=(),
        security_instrument=None,
    )
