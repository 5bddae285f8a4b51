"""Mentors from a file: read, told, imported once and as a whole (R82, R83)."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import Role, SubjectKind
from accounts.models import AccessEvent, AuditEvent
from core import clock
from mentors.actions import add_mentor
from mentors.actions_imports import FaultyFile, forget_uploads, import_mentors
from mentors.imports import example_file, read_mentors, said
from mentors.models import Competence, Mentor, MentorImport, Organisation, Workplace, Zone
from mentors.rules.imports import MOST_BYTES, MOST_LISTED
from tests.factories import MembershipFactory, MentorFactory, MentorImportFactory, OrganisationFactory
from tests.mentors.import_scene import GOOD, HEAD
from tests.pages import signed_in
from tests.races import race

pytestmark = pytest.mark.django_db


def send(http, content, **more):
    content = content.encode() if isinstance(content, str) else content
    return http.post("/mentors/import/", {"file": SimpleUploadedFile("mentors.csv", content), **more})


def read(member, content):
    content = content.encode() if isinstance(content, str) else content
    return read_mentors(content, jobcentre_id=member.jobcentre_id, on=clock.today())


def found(member, content):
    return [(fault.line, fault.column, fault.code) for fault in read(member, content).faults]


def test_a_file_without_errors_is_shown_and_then_imported(http, member):
    answer = send(http, GOOD)
    assert answer.status_code == 302
    assert not Mentor.objects.exists()
    page = http.get(answer.url).content.decode()
    assert "2 mentors" in page
    assert "Åse Ærø" in page
    assert "LAP" in page
    assert AccessEvent.objects.filter(page="mentor_import_confirm", purpose__startswith="file ").exists()
    assert http.post(answer.url).url == "/mentors/"
    mentors = Mentor.objects.order_by("name")
    assert [(each.name, each.most_clients, each.most_minutes) for each in mentors] == [("Bo Ask", 1, 150), ("Åse Ærø", 3, 600)]
    assert {each.organisation for each in mentors} == {Organisation.objects.get(name="LAP", kind="users")}
    assert AuditEvent.objects.filter(kind="mentor.added", facts={"from_file": True}).count() == 2
    imported = AuditEvent.objects.get(kind="mentor.imported")
    assert (imported.subject_kind, imported.facts) == (SubjectKind.JOBCENTRE, {"mentors": 2})
    assert "from a file" in http.get(f"/mentors/{mentors[0].pk}/history/").content.decode()


def test_a_second_press_imports_nothing_twice_and_keeps_no_text(http, member):
    address = send(http, GOOD).url
    http.post(address)
    again = http.post(address, follow=True)
    assert "Nothing was added a second time" in again.content.decode()
    assert Mentor.objects.count() == 2
    kept = MentorImport.objects.get()
    assert (kept.content, kept.mentors) == ("", 2)
    page = http.get(address).content.decode()
    assert "The file is imported" in page
    assert "Åse" not in page


def test_reading_the_file_twice_with_one_press_keeps_it_once(http):
    key = http.get("/mentors/import/").context["form"].initial["key"]
    assert send(http, GOOD, key=key).url == send(http, GOOD, key=key).url
    assert MentorImport.objects.count() == 1


def test_errors_stand_by_line_and_column_and_nothing_is_kept(http):
    answer = send(http, HEAD + "=1;boss;0;38;x;;\n;colleague;1;2;;Ny;\n")
    assert answer.status_code == 422
    rows = [(row["line"], row["column"], row["value"]) for row in answer.context["faults"]]
    assert rows == [
        (2, "Name", "=1"),
        (2, "Type", "boss"),
        (2, "Phone", "x"),
        (2, "Most clients", "0"),
        (2, "Hours a week", "38"),
        (3, "Name", ""),
        (3, "Workplace", ""),
    ]
    words = answer.content.decode()
    assert "Colleague at the workplace, External mentor and Professional mentor" in words
    assert "At most 37 hours a week." in words
    assert not MentorImport.objects.exists()


def test_at_most_200_errors_are_shown_with_the_number_of_the_rest(http):
    answer = send(http, HEAD + "X;boss;0;2;;;\n" * 150)
    assert len(answer.context["faults"]) == MOST_LISTED
    assert "and 100 errors more" in answer.content.decode()


def test_a_list_of_errors_that_is_downloaded_computes_nothing(member):
    from mentors.imports import faults_file

    text = faults_file(read(member, HEAD + "=cmd();external;1;2;;;\n").faults).decode()
    assert ";'=cmd();" in text
    assert ";=cmd" not in text


@pytest.mark.parametrize(
    "content", ["", "\x00", b"\xff\xfe", b"PK\x03\x04", "a,b\n1,2\n", HEAD, HEAD + '"', HEAD + "A" * 1_000_000, HEAD + ";" * 50_000]
)
def test_a_bad_file_is_an_answer_and_never_a_fault_of_ours(http, content):
    answer = send(http, content)
    assert answer.status_code == 422
    assert answer.context["faults"]
    assert not MentorImport.objects.exists()


def test_a_file_that_is_too_large_is_told_before_it_is_read(http):
    answer = send(http, b"a" * (MOST_BYTES + 1))
    assert "at most 5 MB" in answer.content.decode()


def test_without_a_file_the_form_says_so(http):
    answer = http.post("/mentors/import/", {})
    assert answer.status_code == 422
    with translation.override("en"):
        assert answer.context["form"].errors["file"] == ["Choose a file."]


def test_windows_letters_are_read_and_said(http):
    page = http.get(send(http, GOOD.encode("cp1252")).url).content.decode()
    assert "read as Windows-1252" in page
    assert "Åse Ærø" in page


def test_a_new_organisation_needs_its_kind_in_one_line(member):
    """R46"""
    line = "Åse;external;3;10;20000001;Ny;\n"
    assert found(member, HEAD + line) == [(2, "organisation_kind", "organisation_kind_missing_in_file")]
    assert not found(member, HEAD + line + "Bo;external;3;10;20000002;NY;employer\n")
    OrganisationFactory(jobcentre=member.jobcentre, name="ny")
    assert not found(member, HEAD + line)


def test_who_is_registered_or_stands_twice_is_an_error_of_the_line(member):
    """R83"""
    MentorFactory(jobcentre=member.jobcentre, name="Åse Ærø", phone="+45 20000001", email="")
    MentorFactory(name="Bo Ask", phone="20 00 00 02")  # elsewhere
    assert found(member, GOOD) == [(2, "name", "mentor_is_registered")]
    twice = HEAD + "Bo;external;1;2;20 00 00 02;;\nIb;external;1;2;;;\nbo;external;1;2;+4520000002;;\nIB;external;1;2;;;\n"
    assert found(member, twice) == [(4, "name", "mentor_is_twice"), (5, "name", "mentor_is_twice")]
    with translation.override("en"):
        assert "line 2" in said(read(member, twice).faults[0])["words"]


def test_a_mentor_who_was_added_meanwhile_stops_the_whole_file(http, member):
    """R82: and what is registered is not changed (R83)."""
    address = send(http, GOOD).url
    there = MentorFactory(jobcentre=member.jobcentre, name="Bo Ask", phone="20 00 00 02", most_clients=7)
    answer = http.post(address)
    assert answer.status_code == 422
    assert [(row["line"], row["column"]) for row in answer.context["faults"]] == [(3, "Name")]
    assert list(Mentor.objects.all()) == [there]
    there.refresh_from_db()
    assert there.most_clients == 7


def test_all_columns_arrive_where_the_form_would_put_them(member):
    """R82: the same row as `add_mentor` makes of the same details."""
    zone = Zone.objects.create(jobcentre=member.jobcentre, name="Øst", first_day=dt.date(2020, 1, 1))
    head = (
        "name;type;subtype;profession;workplace;email;area;zones;gender;age;languages;experience;situations;ways of meeting;times;most clients;"
        "hours a week;kroner an hour;available from;available until;declaration signed;declaration valid until;record checked;about\n"
    )
    line = (
        "Åse;colleague;school;Lærer;Nordskolen;aase@example.org;Nordby;øst;woman;30-50;Danish, english;practical:much, social: none;new_job;"
        "phone,by video;monday morning, 7 evening;3;10;410,50;01-01-2026;31-12-2099;05-01-2026;05-01-2099;06-01-2026;Kan lide skak\n"
    )
    reading = read(member, head + line)
    assert [said(fault) for fault in reading.faults] == []
    (one,) = reading.lines
    assert one.details.zones == [zone.pk]
    assert one.details.times == ["1_morning", "7_evening"]
    assert import_mentors(jobcentre_id=member.jobcentre_id, lines=reading.lines, by=member.user, at=clock.now()) == 1
    by_file = Mentor.objects.get()
    add_mentor(jobcentre_id=member.jobcentre_id, details=one.details, around=one.around, by=member.user, at=by_file.created_at)
    by_form = Mentor.objects.exclude(pk=by_file.pk).get()
    columns = [each.attname for each in Mentor._meta.local_fields if each.name != "id"]
    assert [getattr(by_file, name) for name in columns] == [getattr(by_form, name) for name in columns]
    rows = ("area", "level", "assessed_on", "assessed_by")
    assert list(by_file.competences.order_by("area").values_list(*rows)) == list(by_form.competences.order_by("area").values_list(*rows))
    assert Competence.objects.filter(mentor=by_file).count() == 2
    assert Workplace.objects.get().kind == "school"


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_example_can_be_imported_in_either_language(language):
    member = MembershipFactory(user__language=language)
    http = signed_in(member)
    answer = http.get("/mentors/import/example.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert b";" in answer.content.splitlines()[0]
    sent = send(http, answer.content)
    assert sent.status_code == 302
    http.post(sent.url)
    assert Mentor.objects.filter(jobcentre=member.jobcentre).count() == 2


def test_the_example_of_one_language_is_read_by_a_reader_of_the_other(member):
    from django.utils import translation

    with translation.override("da"):
        content = example_file()
    with translation.override("en"):
        assert [said(fault) for fault in read(member, content).faults] == []


def test_another_jobcentres_file_is_not_there(http):
    other = MentorImportFactory()
    assert http.get(f"/mentors/import/{other.pk}/").status_code == 404
    assert http.post(f"/mentors/import/{other.pk}/").status_code == 404
    assert not Mentor.objects.exists()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_does_not_change_the_register_imports_nothing(member, role):
    http = signed_in(MembershipFactory(jobcentre=member.jobcentre, role=role))
    kept = MentorImportFactory(jobcentre=member.jobcentre)
    assert send(http, GOOD).status_code == 403
    assert http.post(f"/mentors/import/{kept.pk}/").status_code == 403
    assert http.get("/mentors/import/example.csv").status_code == 403


def test_a_file_that_nobody_imports_is_forgotten_after_a_day():
    now = clock.now()
    kept = MentorImportFactory(read_at=now - dt.timedelta(hours=23))
    MentorImportFactory(read_at=now - dt.timedelta(hours=25))
    done = MentorImportFactory(read_at=now - dt.timedelta(days=9), imported_at=now - dt.timedelta(days=9), content="")
    assert forget_uploads(at=now) == 1
    assert forget_uploads(at=now) == 0
    assert set(MentorImport.objects.all()) == {kept, done}


def test_the_statements_do_not_grow_with_the_lines(member):
    def asked(count):
        lines = "".join(f"M{count} {n};external;3;10;{n:08d};LAP;users\n" for n in range(count))
        with CaptureQueriesContext(connection) as queries:
            reading = read(member, HEAD + lines)
            import_mentors(jobcentre_id=member.jobcentre_id, lines=reading.lines, by=member.user, at=clock.now())
        return len(queries)

    asked(1)
    assert asked(2) == asked(60)


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: (HEAD + text).encode())
    | st.lists(st.text(max_size=12), max_size=7).map(lambda cells: (HEAD + ";".join(cells)).encode())
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_bytes_are_lines_or_a_list_of_errors(member, content):
    """R82"""
    reading = read(member, content)
    assert bool(reading.faults) != bool(reading.lines) or (reading.faults and reading.lines)
    assert all(said(fault)["words"] for fault in reading.faults)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_imports_and_the_other_is_told():
    """R82"""
    member = MembershipFactory()
    kept = MentorImportFactory(jobcentre=member.jobcentre, content=GOOD)
    lines = read(member, GOOD).lines

    def press():
        import_mentors(jobcentre_id=member.jobcentre_id, lines=lines, by=member.user, at=clock.now(), import_id=kept.pk)

    ends = race([press] * 4)
    assert set(ends) <= {"won", "import_is_running"}
    assert Mentor.objects.count() == 2


def test_lines_with_faults_are_refused_by_the_action_itself(member):
    lines = read(member, GOOD).lines
    import_mentors(jobcentre_id=member.jobcentre_id, lines=lines, by=member.user, at=clock.now())
    with pytest.raises(FaultyFile) as refused:
        import_mentors(jobcentre_id=member.jobcentre_id, lines=lines, by=member.user, at=clock.now())
    assert [fault.code for fault in refused.value.faults] == ["mentor_is_registered"] * 2
