"""A report while the disk of the database is full: it says so, has a button, and is made when there is room.

The table of its files lies on a disk of 2 MB that is full; the server finds out when it wants to write there. Everything else has room.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.faults.installation import Installation
from tests.faults.test_report import SCENE, job, wait

pytestmark = [pytest.mark.drill, pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")]


@pytest.fixture
def small_disk(installation: Installation) -> Iterator[Path]:
    """The table of the files of reports on a disk of its own, with nothing free."""
    folder = Path(tempfile.mkdtemp(prefix="mentorcase-disk-"))
    server = installation.services.postgres
    assert server
    data = server.data.stat()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size=2m,mode=0700,uid={data.st_uid},gid={data.st_gid}", "tmpfs", folder], check=True)
    try:
        server.stop()
        sql = f"CREATE TABLESPACE small LOCATION '{folder}';\nGRANT CREATE ON TABLESPACE small TO mentorcase_owner;\n"
        server._call("postgres", "--single", "-D", str(server.data), "postgres", text=sql)
        server.start()
        with psycopg.connect(installation.var.stored("DATABASE_OWNER_URL") or "", autocommit=True) as connection:
            for table in ("reports_reportfile", "reports_reportjob"):
                connection.execute(f"DELETE FROM {table}")
            connection.execute("ALTER TABLE reports_reportfile SET TABLESPACE small")
            (folder / "full").write_bytes(b"")
            with open(folder / "full", "wb", buffering=0) as file:
                try:
                    while file.write(b"x" * 4096):
                        pass
                except OSError:
                    pass
            yield folder
            connection.execute("DELETE FROM reports_reportfile")
            connection.execute("ALTER TABLE reports_reportfile SET TABLESPACE pg_default")
        server.stop()
        server._call("postgres", "--single", "-D", str(server.data), "postgres", text="DROP TABLESPACE small;\n")
        server.start()
    finally:
        subprocess.run(["umount", folder], check=True)
        shutil.rmtree(folder)


def test_it_says_that_the_disk_is_full_and_the_button_makes_it_when_there_is_room(installation: Installation, small_disk: Path) -> None:
    with psycopg.connect(installation.var.stored("DATABASE_OWNER_URL") or "", autocommit=True) as connection:
        key = installation.shell(SCENE).splitlines()[-1]
        installation.start_worker()
        took = wait(installation, connection, "state = 'failed'")
        assert job(connection) == ("failed", 1, "report_disk_full", "", 0)
        installation.start_web()
        cookies = installation.sign_in("ida@faults.example", "en")
        page = installation.get(f"/reports/{key}/", cookies).body
        assert "the disk is full" in page
        assert "Try again" in page
        (small_disk / "full").unlink()
        assert installation.post(f"/reports/{key}/", {"what": "again"}, cookies).status == 302
        again = wait(installation, connection, "state = 'done'")
        assert job(connection)[4] == 3
    print(f"full disk: said after {took:.1f} s, with room the button made the report in {again:.1f} s")
