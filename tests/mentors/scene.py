"""What the tests of the register share: a form as typed, and the address of a mentor."""


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
