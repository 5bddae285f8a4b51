"""Every address against every role: `url_matrix.csv` says what GET answers, and an address that is not in it fails here.

A new address needs one line: its name and a status a role. 302 for the visitor is the way to sign in.
"""

import csv
import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client as Browser
from django.urls import URLPattern, get_resolver, reverse

from accounts.actions_profile import make_calendar
from accounts.enums import Role
from accounts.models import MemberAbsence, PageOpinion, User
from cases.actions.allocations import ask_allocation
from cases.enums import ProposalState, State
from cases.models import CourseSettings, Feedback, Goal, GoalReview, LetterTemplate, MatchWeights, SchemeRules
from reports.enums import ReportState
from reports.models import ReportFile, ReportJob, ReportSettings
from reports.scope import Scope
from tests.cases import around_scene as around
from tests.cases import extension_scene, hours_scene, letter_scene, log_scene, repair_scene
from tests.factories import (
    AT,
    AgreementFactory,
    AssignmentFactory,
    CaseFactory,
    ConflictFactory,
    JobcentreFactory,
    MembershipFactory,
    MentorImportFactory,
    NoticeRecipientFactory,
    OrganisationFactory,
    PlaceGrantFactory,
    ProposalFactory,
    TeamFactory,
    UserFactory,
    ZoneFactory,
)

TABLE = Path(__file__).with_name("url_matrix.csv")
ROLES = ("anonymous", "caseworker", "manager", "administrator", "auditor", "superuser", "elsewhere")


def table() -> dict[str, dict[str, int]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["name"]: {role: int(row[role]) for role in ROLES} for row in csv.DictReader(file)}


def named_addresses(patterns: list[Any] | None = None, space: str = "") -> dict[str, URLPattern]:
    """Every URL that has a name. Django's administration has a few without: its catch-all and old addresses, which only redirect."""
    found: dict[str, URLPattern] = {}
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(each, "url_patterns"):
            found |= named_addresses(each.url_patterns, space + (f"{each.namespace}:" if each.namespace else ""))
        elif each.name:
            found[space + each.name] = each
    return found


def report_there(here: Any, by: User | None) -> ReportJob:
    """A report that is ready, with one file."""
    scope = Scope.months(AT.date(), AT.date(), jobcentres=(here.pk,))
    job = ReportJob.objects.create(
        jobcentre=here, scope=scope.as_json(), on=AT.date(), sections=["summary"], language="da", formats=["csv"], same="a" * 64,
        state=ReportState.DONE, checksum="b" * 64, asked_by=by, asked_at=AT,
    )  # fmt: skip
    ReportFile.objects.create(job=job, format="csv", content=b"a", size=1, sha256="c" * 64)
    return job


class Scene:
    """One jobcentre with everything that an address can name."""

    def __init__(self) -> None:
        here = JobcentreFactory()
        self.users: dict[str, User | None] = {
            "anonymous": None,
            **{role: MembershipFactory(jobcentre=here, role=role, user__is_staff=role == Role.ADMINISTRATOR).user for role in Role},
            "superuser": UserFactory(is_staff=True, is_superuser=True),
            "elsewhere": MembershipFactory().user,
        }
        case = CaseFactory(jobcentre=here, caseworker=self.users["caseworker"], state=State.STARTUP)
        proposal = ProposalFactory(case=case, state=ProposalState.ASSIGNED)
        assignment = AssignmentFactory(case=case, mentor=proposal.mentor, proposal=proposal)
        agreement = AgreementFactory(case=case, assignment=assignment)
        allocation = ask_allocation(jobcentre_id=here.pk, by=self.users["caseworker"], at=AT)
        TeamFactory(jobcentre=here)
        MemberAbsence.objects.create(member=here.memberships.get(role=Role.CASEWORKER), first_day=AT.date(), last_day=AT.date())
        PageOpinion.objects.create(page="help", language="da", helpful=True, at=AT)
        ZoneFactory(jobcentre=here)
        MatchWeights.objects.create(jobcentre=here, first_day=dt.date(2026, 1, 1))
        CourseSettings.objects.create(jobcentre=here)
        ReportSettings.objects.create(jobcentre=here)
        LetterTemplate.objects.create(jobcentre=here, kind="grant", language="da", number=1, title="Ja", decision="Ja", made_at=AT)
        SchemeRules.objects.create(
            jobcentre=here, first_day=dt.date(2026, 1, 1), legal_basis_da="a", legal_basis_en="a", complaint_da="a", complaint_en="a"
        )
        self.here, self.kwargs = (
            here,
            {
                "ref": case.ref,
                "proposal": proposal.pk,
                "allocation": allocation.pk,
                "conflict": ConflictFactory(client=case.client, mentor=proposal.mentor).pk,
                "number": agreement.number,
                "goal": Goal.objects.create(case=case, position=1, words="Møder til tiden", begun_on=AT.date()).pk,
                "review": GoalReview.objects.create(
                    case=case, day=AT.date(), view="client", recorded_by=case.caseworker, recorded_at=AT
                ).pk,
                "municipality": here.municipality_code,
                "code": "who5",
                "respondent": "client",
                "point": "start",
                "months": 0,
                "after": "end",
                "contact": log_scene.entry(case, self.users["caseworker"]).pk,
                "feedback": Feedback.objects.create(case=case, day=AT.date(), going=4, recorded_by=case.caseworker, recorded_at=AT).pk,
                "pk": proposal.mentor_id,
                "organisation": OrganisationFactory(jobcentre=here).pk,
                "place": PlaceGrantFactory(mentor=proposal.mentor).pk,
                "upload": MentorImportFactory(jobcentre=here).pk,
                "note": around.noted(case, self.users["caseworker"]).pk,
                "document": around.kept(case, self.users["caseworker"]).pk,
                "letter": letter_scene.kept(case, self.users["caseworker"]).pk,
                "scheme": around.scheme(case, self.users["caseworker"]).pk,
                "resource": around.resource(case, self.users["caseworker"]).pk,
                "talk": around.talk(case, self.users["caseworker"]).pk,
                "representative": around.representative(case, self.users["caseworker"]).pk,
                "info_consent": around.consent(case, self.users["caseworker"]).pk,
                **hours_scene.addresses(case),
                "approval": extension_scene.prepared(case).pk,
                **repair_scene.addresses(case, self.users["caseworker"]),
                "notice": NoticeRecipientFactory(notice__case=case, user=self.users["caseworker"]).notice_id,
                "secret": make_calendar(
                    member_id=here.memberships.get(user=self.users["caseworker"]).pk, by=self.users["caseworker"], at=AT
                ),
                "report": report_there(here, self.users["caseworker"]).pk,
                "format": "csv",
                "mail": case.pk,  # sent again by POST alone, so none is needed
                "uidb36": "0" * 32,
                "key": "no-key",
                "app_label": "accounts",
                "content_type_id": ContentType.objects.get_for_model(User).pk,
            },
        )

    def address(self, name: str, pattern: URLPattern) -> str:
        wanted = pattern.pattern.regex.groupindex
        kwargs = {key: value for key, value in self.kwargs.items() if key in wanted}
        if "object_id" in wanted:
            kwargs["object_id"] = self.object_id(name)
        return reverse(name, kwargs=kwargs)

    def object_id(self, name: str) -> Any:
        """A row of the model that an address of the administration is about."""
        for model in admin.site._registry:
            if name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_"):
                rows = model.objects.filter(jobcentre=self.here) if hasattr(model, "jobcentre") else model.objects.all()
                if model is User:
                    return self.users["caseworker"].pk
                return rows.first().pk if model is not type(self.here) else self.here.pk
        return self.users["caseworker"].pk


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()


def test_every_address_stands_in_the_table() -> None:
    known, named = set(table()), set(named_addresses())
    assert not named - known, f"not in {TABLE.name}: {sorted(named - known)}"
    assert not known - named, f"no longer an address: {sorted(known - named)}"


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_the_role_as_the_table_says(scene: Scene, role: str) -> None:
    expected, wrong = table(), []
    for name, pattern in named_addresses().items():
        if name not in expected:
            continue  # the test above says so
        browser = Browser()
        if user := scene.users[role]:
            browser.force_login(user)
        response = browser.get(scene.address(name, pattern))
        if response.status_code != expected[name][role]:
            wrong.append(f"{name}: {response.status_code}, the table says {expected[name][role]}")
        if response.status_code == 302 and urlsplit(response.url).netloc not in ("", "testserver"):
            wrong.append(f"{name}: leads away to {response.url}")
    assert not wrong, f"{role}\n" + "\n".join(wrong)


@pytest.mark.parametrize("role", ["caseworker", "manager", "administrator", "auditor", "superuser"])
def test_another_jobcentres_case_is_like_none(scene: Scene, role: str) -> None:
    """The same status as an unknown number, so that nobody learns which numbers exist."""
    strange = CaseFactory(state=State.STARTUP)
    browser = Browser()
    browser.force_login(scene.users[role])
    for name, pattern in named_addresses().items():
        if "ref" not in pattern.pattern.regex.groupindex:
            continue
        theirs = browser.get(scene.address(name, pattern).replace(scene.kwargs["ref"], strange.ref))
        nobodys = browser.get(scene.address(name, pattern).replace(scene.kwargs["ref"], "1999-0001"))
        assert theirs.status_code == nobodys.status_code in (403, 404, 405), name
        assert theirs.content == nobodys.content, name
