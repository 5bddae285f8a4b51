"""Two jobcentres and some sixty cases in every step and state; Mette's desk has something over its deadline, today, and this week."""

import datetime as dt

from cases.demo.accounts import demo_accounts
from cases.demo.chance import next_working_day, previous_working_day
from cases.demo.extended import asks_for_more
from cases.demo.mentors import mentor, place_mentor
from cases.demo.numbers import written
from cases.demo.people import ANSWER_DAYS, Mentor, Office, Person, Place, place, staff, surroundings
from cases.demo.plan import ClientStory, Course, somebody
from cases.demo.second import another_before, looks_for_another
from cases.demo.store import Store
from cases.demo.story import due_on, tell
from cases.demo.world import World
from cases.enums import ConflictKind, EndReason, MayRead, ProposalState, RaisedBy, RematchReason, State
from cases.rules.deadlines import answer_due
from core.days import DAY
from mentors.enums import MentorSubtype as Sub
from mentors.enums import MentorType as Type

P = ProposalState


def seed(store: Store, world: World) -> None:
    today = world.today
    egebaek = world.office(store, name="Jobcenter Egebæk", town="Egebæk", code="901", teams=("Team Nord", "Team Syd"))
    fjordby = world.office(store, name="Jobcenter Fjordby", town="Fjordby", code="902", teams=("Team Havn",))
    mette = demo_accounts(store, first=egebaek, other=fjordby, password=world.password)
    viggo = fjordby.caseworkers[0]
    colleagues = [egebaek.caseworkers[1], staff(store, egebaek, name="Bente Østergaard", team=egebaek.teams[1])]
    second = staff(store, fjordby, name="Inger Maae", team=fjordby.teams[0])
    surroundings(store, egebaek, places=10, providers=2)
    surroundings(store, fjordby, places=6, providers=1)
    mentors = Mentors(store, egebaek)
    mentor(store, fjordby, kind=(Type.EXTERNAL, Sub.PROVIDER))
    mentor(store, fjordby, kind=(Type.PROFESSIONAL, Sub.MUNICIPAL))
    mentor(store, fjordby, kind=(Type.EXTERNAL, Sub.VOLUNTEER), most_clients=4, away=(today - DAY * 3, None))
    mentor(store, fjordby, kind=(Type.COLLEAGUE, Sub.WORKPLACE), most_clients=1)

    courses = mettes_desk(egebaek, mette, mentors)
    for caseworker, at_place in zip(colleagues, (State.RUNNING, State.STARTUP), strict=True):
        courses += everyday(egebaek, caseworker, count=9, shares=(mentors.ulla, at_place))
        courses += waiting(egebaek, caseworker, count=2)
    written(store, courses, world.numbers)
    written(store, [*everyday(fjordby, viggo, count=9), *everyday(fjordby, second, count=4)], world.numbers)


class Mentors:
    """The mentors of Egebæk, by what is worth seeing about them."""

    def __init__(self, store: Store, at: Office) -> None:
        today = at.today
        provider, volunteer = (Type.EXTERNAL, Sub.PROVIDER), (Type.EXTERNAL, Sub.VOLUNTEER)
        genbrug = place(store, at, "Egebæk Genbrug")
        self.genbrug: Place = genbrug
        self.plejecenter: Place = place(store, at, "Lindehøj Plejecenter")
        self.regnskab: Place = place(store, at, "Bøgelund Regnskab")

        def make(name: str, kind: tuple[Type, Sub], **more: object) -> Mentor:
            return mentor(store, at, name=name, kind=kind, minutes_each=180, **more)  # type: ignore[arg-type]

        self.karin = make("Karin Toft", provider, most_clients=5)
        self.henrik = make("Henrik Bjerregaard", provider, most_clients=4)
        self.susanne = make("Susanne Brandt", provider, most_clients=4)
        self.ali = make("Ali Nazari", (Type.EXTERNAL, Sub.SELF_EMPLOYED), most_clients=6)
        self.dorthe = make(
            "Dorthe Lyngsø",
            (Type.PROFESSIONAL, Sub.MUNICIPAL),
            most_clients=4,
            profession="Psykiatrisk sygeplejerske",
            available_from=today + 13 * DAY,
        )
        self.colleague = make("Mads Ravn", (Type.COLLEAGUE, Sub.WORKPLACE), most_clients=1, where=genbrug)
        self.full = make("Åse Bjørn", volunteer, most_clients=1)
        self.bent = make("Bent Skov", volunteer, most_clients=2)
        self.away = make("Jørgen Ågård", provider, most_clients=3, away=(today - 10 * DAY, today + 40 * DAY))
        self.expired = make("Marianne Kjær", provider, most_clients=3, valid_until=today - 20 * DAY)
        make("Vibeke Holm", volunteer, most_clients=2, from_user_group=True)
        make("Poul Søndergaard", (Type.COLLEAGUE, Sub.SCHOOL), most_clients=2)
        make("Thuy Nguyen", (Type.PROFESSIONAL, Sub.PROVIDER), most_clients=3, profession="Ergoterapeut")
        make("Torben Friis", (Type.PROFESSIONAL, Sub.SELF_EMPLOYED), most_clients=2)
        make("Fatima Ali", provider, most_clients=3)
        self.ulla = make("Ulla Dahl", (Type.EXTERNAL, Sub.MUNICIPAL), most_clients=3, place_minutes=480)
        place_mentor(store, at, self.ulla, genbrug, minutes=480, most_clients=4)


def named(at: Office, given: str, family: str, **more: object) -> ClientStory:
    """A client with a name of one's own; everything else is left to chance."""
    story = somebody(at)
    story.given, story.family = given, family
    story.language, story.interpreter, story.protected, story.paper = "da", False, False, False
    for name, value in more.items():
        setattr(story, name, value)
    return story


def retimed(course: Course, *, received: int, steps: tuple[int, ...] = ()) -> Course:
    """The course with its days so many days before today."""
    today = course.at.today
    course.received_on = today - DAY * received
    course.steps = [max(previous_working_day(today - DAY * ago), course.received_on) for ago in steps]
    course.answer_due_on = answer_due(received_on=course.received_on, within_days=ANSWER_DAYS)
    course.due_on = due_on(course)
    return course


def running(at: Office, caseworker: Person, client: ClientStory, mentor_: Mentor, *, due_in: int, months: int = 6) -> Course:
    """A course under way whose next deadline, two weeks before the last day, lies so many days from today."""
    last = at.today + DAY * (due_in + 14)
    course = tell(
        at, State.RUNNING, on=last - DAY * (months * 61 // 2 - 1), caseworker=caseworker, client=client, mentor=mentor_, months=months
    )
    mentor_.take()
    return course


def free(at: Office) -> Mentor:
    """Somebody with room, who can be asked by anybody."""
    return at.chance.one(
        [m for m in at.mentors if m.free > 0 and not m.absences and m.most_clients > 1 and (m.confidential_until or at.today) > at.today]
    )


def mettes_desk(at: Office, mette: Person, who: Mentors) -> list[Course]:
    """As in the mock-up of the desk: over its deadline, today, within a week, later."""
    today = at.today

    def story(state: State, given: str, family: str, *, ago: int, more: dict[str, object] | None = None, **told: object) -> Course:
        return tell(at, state, on=today - DAY * ago, caseworker=mette, client=named(at, given, family, **(more or {})), **told)  # type: ignore[arg-type]

    # Over the deadline
    yusuf = retimed(
        story(State.ASSESSMENT, "Yusuf", "Demir", ago=14, situation="wage_subsidy", starts_on=today + 5 * DAY), received=22, steps=(20, 14)
    )
    yusuf.unsure = True
    birgitte = running(at, mette, named(at, "Birgitte", "Holm"), who.henrik, due_in=-4)
    # Today
    amalie = story(State.STARTUP, "Amalie", "Frandsen", ago=6, mentor=who.susanne, situation="new_job", starts_on=today, declined=0)
    who.susanne.take()
    amalie.place, amalie.meeting, amalie.agreed_on, amalie.signed = (
        who.plejecenter,
        (today, 13, False),
        previous_working_day(today - DAY),
        ("mentor",),
    )
    amalie.due_on = due_on(amalie)
    jonas = ask(story(State.MATCH, "Jonas", "Krogh", ago=9, declined=0, asking=P.CLIENT_ASKED), who.karin, answer_in=0)
    hiba = story(
        State.STARTUP,
        "Hiba",
        "Rahimi",
        ago=8,
        mentor=who.ali,
        starts_on=today,
        declined=1,
        more={"language": "fa", "interpreter": True},
    )
    who.ali.take()
    held = previous_working_day(today - 2 * DAY)
    hiba.meeting, hiba.agreed_on, hiba.signed = (held, 10, True), held, ("client", "mentor", "jobcentre")
    hiba.due_on = due_on(hiba)
    # Within a week
    lars = story(State.MATCH, "Lars", "Thygesen", ago=12, situation="work_trial", starts_on=today + 2 * DAY, declined=1)
    lars.place, lars.conflicts = who.genbrug, [(who.bent, ConflictKind.PRIVATE, "De har nabohaver i kolonihaveforeningen.")]
    for asked in lars.asked:
        asked.mentor = who.ali
    nadia = running(at, mette, named(at, "Nadia", "Hussein", language="so"), who.karin, due_in=70)
    looks_for_another(nadia, opened=11, reason=RematchReason.TIMES, by=RaisedBy.CLIENT, may_read=MayRead.SUMMARY)
    grethe = running(at, mette, named(at, "Grethe", "Lassen"), who.susanne, due_in=55)
    another_before(grethe, who.bent, reason=RematchReason.CHEMISTRY, by=RaisedBy.CLIENT, may_read=MayRead.SUMMARY)
    camilla = running(at, mette, named(at, "Camilla", "Østergaard"), who.henrik, due_in=6)
    camilla.situation, camilla.place, camilla.story = "new_job", who.regnskab, frozenset({"plan", "companion"})
    asks_for_more(camilla, months=6, asked_on=today - 7 * DAY)
    peter = retimed(story(State.CONTACT, "Peter", "Mølgaard", ago=15), received=15)
    peter.place = None
    thinks = ask(story(State.MATCH, "Ærø", "Ågård", ago=7, declined=0, asking=P.CLIENT_THINKING), who.ali, answer_in=1)
    expired = ask(story(State.MATCH, "Steen", "Mogensen", ago=12, declined=0, asking=P.CLIENT_ASKED), who.henrik, answer_in=-3)
    waits = ask(story(State.MATCH, "Åse", "Øland", ago=10, declined=1, asking=P.MENTOR_ASKED), who.susanne, answer_in=4)
    both = ask(
        story(State.MATCH, "Oksana", "Shevchenko", ago=8, asking=P.ACCEPTED, declined=0, starts_on=today + 5 * DAY), who.karin, answer_in=2
    )
    meets = story(State.STARTUP, "Kim", "Bang", ago=5, mentor=who.karin, starts_on=today + 6 * DAY, declined=0)
    who.karin.take()
    meets.meeting = (next_working_day(today + 2 * DAY), 10, False)
    meets.due_on = due_on(meets)
    # Later
    frederik = retimed(
        story(State.CHALLENGES, "Frederik", "Holst", ago=7, situation="education", starts_on=today + 50 * DAY), received=7, steps=(5,)
    )
    frederik.unsure = True
    sofie = retimed(story(State.CONTACT, "Sofie", "Aagaard", ago=1), received=1)
    late = retimed(story(State.CHALLENGES, "Bjørk", "Ravn", ago=3, starts_on=today + 6 * DAY), received=4, steps=(3,))
    fresh = retimed(story(State.ASSESSMENT, "Viktor", "Sørensen", ago=2, more={"protected": True}), received=9, steps=(8, 2))
    planned = story(
        State.STARTUP, "Mehmet", "Yılmaz", ago=3, mentor=who.colleague, starts_on=today + 20 * DAY, declined=0, more={"language": "tr"}
    )
    who.colleague.take()
    found = [
        yusuf, birgitte, amalie, jonas, hiba, lars, nadia, camilla, peter, thinks, waits, both, meets, frederik, sofie, late, fresh, planned,
        grethe, expired,
        running(at, mette, named(at, "Inge", "Bach", paper=True), who.full, due_in=40),
        running(at, mette, somebody(at), who.away, due_in=60),
        running(at, mette, somebody(at), who.expired, due_in=12),
        *[
            with_story(running(at, mette, somebody(at), free(at), due_in=days), *story)
            for days, story in ((25, ("plan", "pause")), (80, ("trouble",)), (95, ("quiet", "complaint")), (110, ("discharge",)))
        ],
    ]  # fmt: skip
    back = somebody(at)
    found.append(tell(at, State.ENDED, on=today - 200 * DAY, caseworker=mette, client=back, end_reason=EndReason.RAN_OUT))
    returned = ClientStory(**{name: getattr(back, name) for name in ClientStory.__slots__})
    returned.known = True
    found.append(retimed(tell(at, State.CHALLENGES, on=today - 2 * DAY, caseworker=mette, client=returned), received=3, steps=(2,)))
    found += [tell(at, State.ENDED, on=today - days * DAY, caseworker=mette, end_reason=EndReason.GOAL_REACHED) for days in (20, 45)]
    found.append(
        with_story(
            tell(at, State.ENDED, on=today - 95 * DAY, caseworker=mette, more=3, end_reason=EndReason.MANAGES_WITHOUT), "to follow up"
        )
    )
    found += [tell(at, state, on=today - 30 * DAY, caseworker=mette) for state in (State.REFUSED, State.WITHDRAWN, State.NOT_RELEVANT)]
    return found


def with_story(course: Course, *told: str) -> Course:
    """The course with what else is told of it."""
    course.story = frozenset(told)
    return course


def ask(course: Course, mentor_: Mentor, *, answer_in: int) -> Course:
    """The open proposal is this mentor, with the answer due so many days from today."""
    asked = course.asked[-1]
    asked.mentor, asked.answer_by = mentor_, course.at.today + DAY * answer_in
    course.minutes = min(course.minutes, mentor_.minutes_each)
    course.due_on = due_on(course)
    return course


EVERYDAY = (
    State.RUNNING, State.ENDED, State.MATCH, State.RUNNING, State.ASSESSMENT, State.WITHDRAWN, State.STARTUP, State.CHALLENGES, State.REFUSED,
)  # fmt: skip


def waiting(at: Office, caseworker: Person, *, count: int) -> list[Course]:
    """Clients with a grant whom nobody is proposed to yet."""
    return [tell(at, State.MATCH, on=at.today - DAY * at.chance.between(2, 10), caseworker=caseworker, declined=0) for _ in range(count)]


def everyday(at: Office, caseworker: Person, *, count: int, shares: tuple[Mentor, State] | None = None) -> list[Course]:
    """Ordinary cases of another caseworker, one of each kind after the other; with `shares` the last of that state is at the place mentor's place."""
    chance, today = at.chance, at.today
    found = []
    for number, state in enumerate(EVERYDAY[:count]):
        open_course = state in (State.RUNNING, State.STARTUP)
        at_place = shares is not None and shares[1] == state and state not in EVERYDAY[number + 1 : count]
        chosen = shares[0] if shares and at_place else free(at) if open_course else None
        ago = {State.RUNNING: chance.between(20, 100), State.ENDED: chance.between(30, 300)}.get(state, chance.between(2, 12))
        exit_from = chance.between(0, 4) if state == State.WITHDRAWN else None
        grant = chosen.grant if chosen and at_place else None
        on = today - dt.timedelta(days=ago)
        found.append(tell(at, state, on=on, caseworker=caseworker, mentor=chosen, done=exit_from, months=6, grant=grant))
        if chosen and not at_place:
            chosen.take()
    return found
