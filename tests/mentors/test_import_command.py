"""Mentors from a file at the command line (R82)."""

import io

import pytest
from django.core.management import CommandError, call_command

from mentors.models import Mentor
from tests.factories import MembershipFactory
from tests.mentors.import_scene import GOOD, HEAD

pytestmark = pytest.mark.django_db


class TestCommand:
    @pytest.fixture
    def file(self, tmp_path):
        path = tmp_path / "mentors.csv"
        path.write_text(GOOD, encoding="utf-8")
        return path

    def run(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        call_command("import_mentors", *map(str, arguments), stdout=out, stderr=err)
        return out.getvalue()

    @pytest.mark.django_db(transaction=True)
    def test_it_imports_the_file_by_code_or_name(self, file):
        centre = MembershipFactory().jobcentre
        assert "2 mentors would be added" in self.run(file, "--jobcentre", centre.name.upper(), "--dry-run")
        assert not Mentor.objects.exists()
        assert "2 mentors are added" in self.run(file, "--jobcentre", centre.municipality_code)
        assert Mentor.objects.filter(jobcentre=centre).count() == 2

    @pytest.mark.django_db(transaction=True)
    def test_it_prints_each_error_and_ends_with_one(self, file, tmp_path):
        centre = MembershipFactory().jobcentre
        file.write_text(HEAD + "=1;external;3;10;;;\nBo;external;0;2;;;\n", encoding="utf-8")
        err = io.StringIO()
        with pytest.raises(CommandError) as failed:
            call_command("import_mentors", str(file), "--jobcentre", centre.name, stdout=io.StringIO(), stderr=err)
        assert failed.value.returncode == 1
        assert [line.split(":")[0] for line in err.getvalue().splitlines()] == ["line 2, Navn", "line 3, Flest borgere"]
        for wrong in (
            [tmp_path / "none.csv", "--jobcentre", centre.name],
            [tmp_path, "--jobcentre", centre.name],
            [file, "--jobcentre", "nowhere"],
        ):
            with pytest.raises(CommandError):
                self.run(*wrong)
        assert not Mentor.objects.exists()
