"""What stands around a course: the page with its time line, and the forms of each kind of row (R152-R157)."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Draft
from cases.actions.around import strike_scheme, withdraw_consent
from cases.enums import State
from cases.enums_course import SchemeKind
from cases.models import InformationConsent, LocalResource, ParallelScheme, Representative, WorkplaceTalk
from cases.models.goal import Goal
from cases.rules.around import Line
from cases.views.around_chart import Bar, around_chart
from core import clock
from core.days import DAY, add_months
from tests.cases import around_scene as around
from tests.cases.course_scene import running
from tests.factories import CaseFactory, MembershipFactory
from tests.pages import english, page, text

pytestmark = pytest.mark.django_db


def typed_day(day):
    return f"{day:%d-%m-%Y}"


def forms(by):
    """What one types in the form of each kind of row: its name, its model, the data."""
    today = typed_day(clock.today())
    later = typed_day(clock.today() + 30 * DAY)
    return {
        "scheme": (ParallelScheme, {"kind": "assistance", "first_day": today, "last_day": "", "provider": "Kommunen", "words": ""}),
        "resource": (LocalResource, {"kind": "health", "organisation": "Træningscenter Ærø", "next_on": later, "goal": "", "consent": ""}),
        "talk": (
            WorkplaceTalk,
            {"day": today, "with_whom": "Chefen", "agreed": "Fast møde", "talked_by": by.pk, "releases_colleague": "yes"},
        ),
        "representative": (Representative, {"kind": "guardian", "name": "Ida Værge", "first_day": today, "last_day": ""}),
        "consent": (
            InformationConsent,
            {"what": "Mødetid", "from_whom": "Os", "to_whom": "Chefen", "how": "oral", "given_on": today, "valid_until": later},
        ),
    }


KINDS = ("scheme", "resource", "talk", "representative", "consent")
MAKERS = {kind: getattr(around, kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
class TestEveryForm:
    def test_it_adds_one_row_however_often_it_is_pressed(self, client, scene, kind):
        case, by = scene
        model, typed = forms(by)[kind]
        assert client.get(page(f"case_around_{kind}", case)).status_code == 200
        sent = {**typed, "key": uuid.uuid4()}
        assert {client.post(page(f"case_around_{kind}", case), sent).url for _n in range(2)} == {page("case_around", case)}
        assert model.objects.count() == 1
        body = text(client.get(page("case_around", case)))
        assert page(f"case_around_{kind}_change", case, model.objects.get().pk) in body

    def test_it_changes_the_row_and_the_second_reads_both_texts(self, client, scene, kind):
        case, by = scene
        row = MAKERS[kind](case, by, at=clock.now())
        address = page(f"case_around_{kind}_change", case, row.pk)
        model, typed = forms(by)[kind]
        assert 'name="draft"' not in text(client.get(address))
        assert client.post(address, {**typed, "version": 1, "key": uuid.uuid4()}).url == page("case_around", case)
        assert model.objects.get().version == 2
        word = {"scheme": "words", "resource": "contact", "talk": "agreed", "representative": "scope", "consent": "what"}[kind]
        late = client.post(address, {**typed, word: "Min tekst", "version": 1, "key": uuid.uuid4()})
        assert late.status_code == 409
        assert "mc-conflict" in text(late)
        assert "Min tekst" in text(late)

    def test_an_empty_form_says_what_is_missing_and_a_draft_is_kept(self, client, scene, kind):
        case, by = scene
        model, typed = forms(by)[kind]
        answer = client.post(page(f"case_around_{kind}", case), {"key": uuid.uuid4()})
        assert answer.status_code == 422
        assert "form-error" in text(answer)
        client.post(page(f"case_around_{kind}", case), {**typed, "draft": "1"})
        assert Draft.objects.get().form == f"around_{kind}"
        assert "You go on with your draft" in text(client.get(page(f"case_around_{kind}", case)))
        assert reverse(f"case_around_{kind}", args=[case.ref]) in text(client.get(reverse("desk")))
        assert not model.objects.exists()

    def test_a_manager_reads_and_writes_nothing(self, client, scene, kind):
        case, by = scene
        row = MAKERS[kind](case, by, at=clock.now())
        client.force_login(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
        addresses = [page(f"case_around_{kind}", case), page(f"case_around_{kind}_change", case, row.pk)]
        for address in addresses:
            body = text(client.get(address))
            assert "button-primary" not in body.split("<main")[1]
            assert client.post(address, forms(by)[kind][1]).status_code == 403
        assert addresses[0] not in text(client.get(page("case_around", case)))

    def test_another_jobcentres_and_another_cases_rows_are_not_there(self, client, scene, kind):
        case, by = scene
        row = MAKERS[kind](case, by)
        other = CaseFactory(jobcentre=case.jobcentre)
        assert client.get(page(f"case_around_{kind}_change", other, row.pk)).status_code == 404
        client.force_login(MembershipFactory().user)
        for address in (page("case_around", case), page(f"case_around_{kind}", case), page(f"case_around_{kind}_change", case, row.pk)):
            assert client.get(address).status_code == 404
            assert client.post(address).status_code in (404, 405)

    def test_it_is_written_in_a_closed_case_too(self, client, scene, kind):
        case, by = scene
        around.moved_to(case, State.ENDED)
        model, typed = forms(by)[kind]
        assert client.post(page(f"case_around_{kind}", case), {**typed, "key": uuid.uuid4()}).status_code == 302
        assert model.objects.exists()


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        ("scheme", {"last_day": "01-01-2020"}, "last_day"),
        ("scheme", {"words": "se 010190-1234"}, "words"),
        ("resource", {"consent": str(uuid.uuid4())}, "consent"),
        ("talk", {"day": "01-01-2199"}, "day"),
        ("talk", {"talked_by": str(uuid.uuid4())}, "talked_by"),
        ("representative", {"email": "ikke en adresse"}, "email"),
        ("representative", {"last_day": "01-01-2020"}, "last_day"),
        ("consent", {"given_on": "01-01-2199"}, "given_on"),
        ("consent", {"valid_until": "01-01-2020"}, "valid_until"),
        ("consent", {"how": "not_asked"}, "how"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(client, scene, kind, wrong, field):
    case, by = scene
    model, typed = forms(by)[kind]
    answer = client.post(page(f"case_around_{kind}", case), {**typed, **wrong, "key": uuid.uuid4()})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text(answer)
    for words in ("Kommunen", "Træningscenter Ærø", "Fast møde", "Ida Værge", "Mødetid"):
        assert words not in typed.values() or words in text(answer)
    assert not model.objects.exists()


def test_a_case_without_anything_says_so(client, scene):
    case, _by = scene
    body = text(client.get(page("case_around", case)))
    for words in ("No scheme beside the mentor", "No local resource", "No talk with the workplace", "Nobody is written down", "No consent"):
        assert words in body, words
    assert "mc-chart" not in body


def test_schemes_are_drawn_beside_the_periods_with_a_table(client):
    """R152: both at once, and the page says that it is allowed."""
    case, _assignment, by = running(at=clock.now() - DAY)
    english(client, by)
    around.scheme(case, by, at=clock.now(), kind=SchemeKind.ASSISTANCE, last_day=None, provider="Kommunen <b>")
    over = around.scheme(case, by, at=clock.now(), kind=SchemeKind.EDUCATION)
    strike_scheme(case_id=case.pk, scheme_id=over.pk, version=1, by=by, at=clock.now())
    body = text(client.get(page("case_around", case)))
    assert "1 scheme runs beside the mentor today" in body
    drawing = re.search(r"<svg class=\"mc-chart.*?</svg>", body, re.DOTALL)[0]
    assert "Mentor, period 1" in drawing
    assert "Personal assistance" in drawing
    assert "Education" not in drawing
    assert 'class="mx-open"' in drawing
    assert "No end is known" in body
    assert "both at once is allowed" in body
    assert "Show what is struck out" in body
    assert "Kommunen &lt;b&gt;" in body


@pytest.mark.parametrize("months", [0, 1, 11, 30, 200])
@pytest.mark.parametrize("ends", [True, False])
def test_the_drawing_stays_inside_its_box_whatever_the_days(months, ends):
    today = clock.today()
    first = add_months(today, -months)
    line = Line(first, add_months(today, months) if ends else None)
    chart = around_chart([Bar("Mentor", Line(today, today), of_mentor=True), Bar("Æ" * 60, line)], today=today)
    for row in chart["rows"]:
        assert float(row["x"]) >= chart["left"]
        assert float(row["x"]) + float(row["width"]) <= chart["right"] + 2.1
    assert chart["left"] <= float(chart["today"]["x"]) <= chart["right"]
    assert 1 <= len(chart["months"]) <= 14
    assert len(chart["table"]) == 2
    assert around_chart([Bar("Mentor", Line(today, None), of_mentor=True)], today=today) is None


def test_a_resource_shows_its_goal_its_consent_and_what_is_next(client, scene):
    case, by = scene
    now, today = clock.now(), clock.today()
    goal = Goal.objects.create(case=case, position=1, words="Møder til tiden", begun_on=today)
    consent = around.consent(case, by, at=now)
    row = around.resource(case, by, at=now, goal_id=goal.pk, consent_id=consent.pk, next_on=today - DAY)
    body = text(client.get(page("case_around", case)))
    for words in ("Goal: Møder til tiden", "Consent: holds until", "Besøg på skolen", "1 day over", "Arbejdstid og opgaver"):
        assert words in body, words
    form = text(client.get(page("case_around_resource_change", case, row.pk)))
    assert f'<option value="{consent.pk}" selected>' in form
    withdraw_consent(case_id=case.pk, consent_id=consent.pk, version=1, day=today, by=by, at=now)
    assert "Pass nothing on" in text(client.get(page("case_around", case)))
    form = text(client.get(page("case_around_resource_change", case, row.pk)))
    assert f'value="{consent.pk}"' not in form
    assert "Choose another consent below, or none" in form
    _model, typed = forms(by)["resource"]
    chosen = client.post(page("case_around_resource", case), {**typed, "consent": consent.pk, "key": uuid.uuid4()})
    assert chosen.status_code == 422


def test_a_resource_is_stopped_on_a_page_of_its_own(client, scene):
    case, by = scene
    row = around.resource(case, by, at=clock.now())
    address = page("case_around_resource_stop", case, row.pk)
    assert "VUC Egebæk" in text(client.get(address))
    sent = {"version": 1, "ended_on": typed_day(clock.today()), "key": uuid.uuid4()}
    assert {client.post(address, sent).url for _n in range(2)} == {page("case_around", case)}
    body = text(client.get(page("case_around", case)))
    assert "Show what is not used any more" in body
    for name in ("case_around_resource_stop", "case_around_resource_change"):
        body = text(client.get(page(name, case, row.pk)))
        assert "not used any more" in body
        assert 'name="version"' not in body


def test_a_scheme_is_struck_out_on_a_page_of_its_own(client, scene):
    case, by = scene
    row = around.scheme(case, by, at=clock.now())
    address = page("case_around_scheme_strike", case, row.pk)
    assert "It leaves the time line" in text(client.get(address))
    sent = {"version": 1, "key": uuid.uuid4()}
    assert client.post(address, {"version": 7, "key": uuid.uuid4()}).status_code == 409
    assert {client.post(address, sent).url for _n in range(2)} == {page("case_around", case)}
    for name in ("case_around_scheme_strike", "case_around_scheme_change"):
        assert "is struck out" in text(client.get(page(name, case, row.pk)))


def test_a_consent_is_withdrawn_and_stays_to_be_read(client, scene):
    case, by = scene
    row = around.consent(case, by, at=clock.now())
    address = page("case_around_consent_withdraw", case, row.pk)
    wrong = client.post(address, {"version": 1, "withdrawn_on": typed_day(clock.today() + DAY), "key": uuid.uuid4()})
    assert wrong.status_code == 422
    assert 'id="id_withdrawn_on_error"' in text(wrong)
    sent = {"version": 1, "withdrawn_on": typed_day(clock.today()), "key": uuid.uuid4()}
    assert {client.post(address, sent).url for _n in range(2)} == {page("case_around", case)}
    body = text(client.get(page("case_around", case)))
    assert "Withdrawn on" in body
    assert address not in body
    assert "was withdrawn on" in text(client.get(address))


def test_a_consent_of_an_earlier_day_is_withdrawn_and_not_rewritten(client, scene):
    case, by = scene
    row = around.consent(case, by, at=clock.now() - 2 * DAY)
    body = text(client.get(page("case_around", case)))
    assert page("case_around_consent_withdraw", case, row.pk) in body
    assert f'href="{page("case_around_consent_change", case, row.pk)}"' not in body
    assert "stands after the day" in text(client.get(page("case_around_consent_change", case, row.pk)))
    sent = {**forms(by)["consent"][1], "version": 1, "key": uuid.uuid4()}
    assert client.post(page("case_around_consent_change", case, row.pk), sent).status_code == 422


def test_the_employer_is_told_no_diagnosis_and_cannot_refuse_a_mentor(client, scene):
    """R154"""
    case, _by = scene
    body = text(client.get(page("case_around_talk", case)))
    assert "The employer cannot refuse that the client has a mentor" in body
    assert "releases the colleague" in body.replace("\n", " ")
    assert "Nothing about illness or diagnosis" in body


def test_more_rows_cost_no_more_statements(client, scene):
    case, by = scene
    counts = []
    for n in (1, 2):
        for _each in range(n):
            for make in MAKERS.values():
                make(case, by, at=clock.now())
        with CaptureQueriesContext(connection) as found:
            client.get(page("case_around", case))
        counts.append(len(found))
    assert counts[0] == counts[1] <= 15
