"""The accounts to sign in with, the same in every size."""

from accounts.enums import Role
from cases.demo.people import Office, Person, staff
from cases.demo.store import Store


def demo_accounts(store: Store, *, first: Office, other: Office, password: str) -> Person:
    """The six demo accounts; returns Mette, the caseworker whose desk is alive. `password` is the hash that all of them share."""
    team = first.teams[0] if first.teams else None
    mette = staff(store, first, name="Mette Lindegaard", email="mette@demo.example", team=team, password=password)
    colleague = first.teams[1] if len(first.teams) > 1 else team
    staff(store, first, name="Søren Åkjær", email="soren@demo.example", team=colleague, password=password)
    staff(store, first, name="Anne Bruun", email="anne@demo.example", role=Role.MANAGER, password=password)
    staff(store, other, name="Viggo Ærø", email="viggo@demo.example", team=other.teams[0] if other.teams else None, password=password)
    staff(store, first, name="Asta Winther", email="admin@demo.example", role=Role.ADMINISTRATOR, password=password, is_staff=True)
    staff(store, first, name="Tobias Krogh", email="tilsyn@demo.example", role=Role.AUDITOR, password=password)
    return mette
