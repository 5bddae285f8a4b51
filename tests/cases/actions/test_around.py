"""What stands around a course is written and ended (R152-R157)."""

import pytest

from accounts.enums import Role
from accounts.models import AuditEvent
from cases.actions.around import stop_resource, strike_scheme, withdraw_consent
from cases.enums import State
from cases.enums_course import SchemeKind
from cases.models import InformationConsent, LocalResource, ParallelScheme, Representative, WorkplaceTalk
from cases.models.goal import Goal
from cases.phrases import event
from core.days import DAY, day_of
from core.verdicts import Stale
from tests.cases import around_scene as scene
from tests.factories import AT, CaseFactory, MembershipFactory
from tests.races import race
from tests.refusals import refusal

TODAY = day_of(AT)
SECRET = "Kronprinsesse"  # a name or word of ours, which no event may tell


@pytest.fixture
def course(db):
    member = MembershipFactory()
    return CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.RUNNING), member.user


MAKERS = [scene.scheme, scene.resource, scene.talk, scene.representative, scene.consent]
KEYS = ["scheme_id", "resource_id", "talk_id", "representative_id", "consent_id"]
WORDS = [
    {"provider": SECRET, "words": SECRET},
    {"organisation": SECRET, "contact": SECRET, "next_action": SECRET},
    {"with_whom": SECRET, "agreed": SECRET},
    {"name": SECRET, "scope": SECRET},
    {"what": SECRET, "from_whom": SECRET, "to_whom": SECRET},
]


@pytest.mark.parametrize(("make", "key", "words"), list(zip(MAKERS, KEYS, WORDS, strict=True)), ids=KEYS)
class TestEachKind:
    @pytest.mark.parametrize("state", [State.RUNNING, State.ENDED])
    def test_it_is_added_and_changed_in_open_and_closed_cases_and_the_time_line_has_no_words_r152(self, course, make, key, words, state):
        case, by = course
        scene.moved_to(case, state)
        row = make(case, by, **words)
        again = make(case, by, **words, **{key: row.pk, "version": 1})
        assert (again.pk, again.version) == (row.pk, 2)
        assert type(row)._default_manager.count() == 1
        told = list(AuditEvent.objects.filter(subject_id=case.pk).order_by("at", "id"))
        assert [each.kind.rpartition("_")[2] for each in told] == ["added", "changed"]
        assert all(SECRET not in event(each.kind, each.facts) and not event(each.kind, each.facts).startswith("case.") for each in told)

    def test_who_is_second_is_stale_r152(self, course, make, key, words):
        case, by = course
        row = make(case, by)
        make(case, by, **{key: row.pk, "version": 1})
        with pytest.raises(Stale):
            make(case, by, **words, **{key: row.pk, "version": 1})

    def test_no_word_of_it_holds_a_cpr_number_r148(self, course, make, key, words):
        case, by = course
        for field in words:
            assert refusal(make, case, by, **{field: "se 010190-1234"}) == ("cpr_in_text", field)

    def test_another_cases_row_is_none(self, course, make, key, words):
        case, by = course
        row = make(case, by)
        with pytest.raises(type(row).DoesNotExist):
            make(CaseFactory(), by, **{key: row.pk, "version": 1})


@pytest.mark.parametrize("make", [scene.scheme, scene.representative])
def test_a_last_day_is_not_before_the_first_r152(course, make):
    assert refusal(make, *course, first_day=TODAY, last_day=TODAY - DAY) == ("ends_before_start", "last_day")


def test_a_scheme_is_struck_out_once_and_then_not_changed_r152(course):
    case, by = course
    row = scene.scheme(case, by, kind=SchemeKind.ASSISTANCE)
    struck = strike_scheme(case_id=case.pk, scheme_id=row.pk, version=1, by=by, at=AT)
    assert struck.struck_on == TODAY
    assert refusal(strike_scheme, case_id=case.pk, scheme_id=row.pk, version=2, by=by, at=AT)[0] == "scheme_struck_already"
    assert refusal(scene.scheme, case, by, scheme_id=row.pk, version=2)[0] == "scheme_struck_already"
    assert ParallelScheme.objects.count() == 1


def test_a_resource_builds_on_a_goal_of_the_case_r153(course):
    case, by = course
    mine = Goal.objects.create(case=case, position=1, words="Møder til tiden", begun_on=TODAY)
    strange = Goal.objects.create(case=CaseFactory(), position=1, words="Andet", begun_on=TODAY)
    assert scene.resource(case, by, goal_id=mine.pk).goal == mine
    assert refusal(scene.resource, case, by, goal_id=strange.pk) == ("goal_of_another", "goal")
    row = LocalResource.objects.get()
    mine.ended_on = TODAY
    mine.save()
    assert refusal(scene.resource, case, by, goal_id=mine.pk) == ("goal_of_another", "goal")
    assert scene.resource(case, by, resource_id=row.pk, version=1, goal_id=mine.pk).goal_id == mine.pk, "it keeps the goal it had"


def test_only_a_consent_of_the_case_that_holds_today_can_be_chosen_r153(course):
    case, by = course
    good = scene.consent(case, by)
    over = scene.consent(case, by, given_on=TODAY - 9 * DAY, valid_until=TODAY - DAY)
    back = scene.consent(case, by)
    withdraw_consent(case_id=case.pk, consent_id=back.pk, version=1, day=TODAY, by=by, at=AT)
    strange = scene.consent(CaseFactory(), by)
    for bad in (over, back, strange):
        assert refusal(scene.resource, case, by, consent_id=bad.pk) == ("consent_not_valid", "consent")
    row = scene.resource(case, by, consent_id=good.pk)
    withdraw_consent(case_id=case.pk, consent_id=good.pk, version=1, day=TODAY, by=by, at=AT)
    assert refusal(scene.resource, case, by, resource_id=row.pk, version=1, consent_id=good.pk)[0] == "consent_not_valid"
    assert scene.resource(case, by, resource_id=row.pk, version=1).consent_id is None


def test_a_resource_is_stopped_once_r153(course):
    case, by = course
    row = scene.resource(case, by)
    known = {"case_id": case.pk, "resource_id": row.pk, "by": by, "at": AT}
    assert refusal(stop_resource, version=1, day=TODAY + DAY, **known) == ("stopped_in_future", "ended_on")
    assert stop_resource(version=1, day=TODAY, **known).ended_on == TODAY
    assert refusal(stop_resource, version=2, day=TODAY, **known)[0] == "resource_stopped"
    assert refusal(scene.resource, case, by, resource_id=row.pk, version=2)[0] == "resource_stopped"


def test_a_talk_has_no_field_for_a_diagnosis_r154():
    assert {field.name for field in WorkplaceTalk._meta.fields} == {
        "id", "case", "day", "with_whom", "agreed", "releases_colleague", "talked_by", "recorded_at", "version",
    }  # fmt: skip


@pytest.mark.parametrize("released", [True, False, None])
def test_a_talk_says_who_of_us_talked_and_whether_a_colleague_is_released_r154(course, released):
    case, by = course
    manager = MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user
    row = scene.talk(case, by, talked_by=manager.pk, releases_colleague=released)
    assert (row.talked_by_id, row.releases_colleague) == (manager.pk, released)
    assert refusal(scene.talk, case, by, talked_by=MembershipFactory().user_id) == ("talk_by_nobody", "talked_by")
    assert refusal(scene.talk, case, by, day=TODAY + DAY) == ("talk_in_future", "day")
    manager.memberships.all().delete()
    assert scene.talk(case, by, talk_id=row.pk, version=1, talked_by=manager.pk).talked_by_id == manager.pk


def test_who_speaks_for_the_client_is_the_clients_in_every_case_r155(course):
    case, by = course
    row = scene.representative(case, by)
    later = CaseFactory(client=case.client, jobcentre=case.jobcentre, state=State.ENDED)
    scene.representative(later, by, representative_id=row.pk, version=1, last_day=TODAY)
    assert Representative.objects.get().last_day == TODAY


def test_a_consent_is_put_right_on_its_day_and_then_stands_r156(course):
    case, by = course
    row = scene.consent(case, by)
    assert scene.consent(case, by, consent_id=row.pk, version=1, what="Kun arbejdstid").what == "Kun arbejdstid"
    assert refusal(scene.consent, case, by, consent_id=row.pk, version=2, at=AT + DAY) == ("consent_stands", "")
    assert refusal(scene.consent, case, by, given_on=TODAY + DAY, valid_until=TODAY + DAY) == ("consent_in_future", "given_on")
    assert refusal(scene.consent, case, by, valid_until=TODAY - DAY) == ("consent_ends_before_start", "valid_until")


def test_a_consent_is_withdrawn_on_any_day_once_r156(course):
    case, by = course
    row = scene.consent(case, by, given_on=TODAY - 5 * DAY)
    known = {"case_id": case.pk, "consent_id": row.pk, "by": by, "at": AT}
    assert refusal(withdraw_consent, version=1, day=TODAY + DAY, **known) == ("withdrawn_in_future", "withdrawn_on")
    assert refusal(withdraw_consent, version=1, day=TODAY - 6 * DAY, **known) == ("withdrawn_before_given", "withdrawn_on")
    assert withdraw_consent(version=1, day=TODAY - 2 * DAY, **known).withdrawn_on == TODAY - 2 * DAY
    assert refusal(withdraw_consent, version=2, day=TODAY, **known) == ("consent_withdrawn_already", "")


@pytest.mark.django_db(transaction=True)
def test_a_consent_is_withdrawn_while_a_resource_chooses_it_r153():
    """Whoever is first: a resource never begins on a consent that was withdrawn before it."""
    member = MembershipFactory()
    case, by = CaseFactory(jobcentre=member.jobcentre), member.user
    row = scene.consent(case, by)
    ends = race(
        [
            lambda: scene.resource(case, by, consent_id=row.pk),
            lambda: withdraw_consent(case_id=case.pk, consent_id=row.pk, version=1, day=TODAY, by=by, at=AT),
        ]
    )
    assert ends in ({"won": 2}, {"won": 1, "consent_not_valid": 1})
    assert InformationConsent.objects.get().withdrawn_on == TODAY
    assert LocalResource.objects.count() == ends["won"] - 1
