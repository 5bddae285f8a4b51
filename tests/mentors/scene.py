"""What the tests of the register share: a form as typed, the address of a mentor, and the terms of a place."""

from mentors.rules.places import Terms
from tests.factories import DAY


def typed(**more):
    return {
        "name": "Åse Ærø",
        "type": "external",
        "most_clients": "3",
        "most_minutes": "10",
        "level_practical": "2",
        "level_social": "1",
        "languages": ["da"],
    } | more


def of(mentor):
    return f"/mentors/{mentor.pk}/"


def terms(**more):
    """What is granted to a place mentor: eight hours a week for four clients."""
    return Terms(**{"minutes_a_week": 480, "most_clients": 4, "first_day": DAY, "reasons": "Fire i samme køkken"} | more)
