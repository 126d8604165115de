"""The people of the demonstration: fictional, with passwords everybody may read."""

from dataclasses import dataclass

from staff.client import AccountTaken, Role, Staff


@dataclass(frozen=True)
class DemoAccount:
    """An account that the sign-in page of a demonstration offers."""

    account: str
    name: str
    role: Role
    password: str


DEMO_ACCOUNTS = (
    DemoAccount("alex.agent", "Alex Morgan", "agent", "porch-lantern-seven"),
    DemoAccount("sam.agent", "Sam Rivera", "agent", "garden-gate-eleven"),
    DemoAccount("sue.supervisor", "Sue Park", "supervisor", "stair-candle-twelve"),
    DemoAccount("cleo.compliance", "Cleo Adler", "compliance", "harbor-ledger-nine"),
    DemoAccount("tara.trainer", "Tara Lindqvist", "trainer", "attic-window-three"),
)


def ensure_demo_accounts(staff: Staff) -> None:
    """Adds the demonstration's people where they are absent; does nothing outside a demonstration."""
    if not staff.demo:
        return
    for person in DEMO_ACCOUNTS:
        if staff.has_account(person.account):
            continue
        # Two processes may start together; the other one's account is as good.
        try:
            staff.add(account=person.account, name=person.name, role=person.role, password=person.password, demo=True)
        except AccountTaken:
            continue
