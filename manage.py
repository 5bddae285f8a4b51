#!/usr/bin/env python
"""Django's command line. `script/manage` is the same with database and broker started first."""

import os
import sys

# Commands that make or empty tables need the owner of the tables; everything else logs in as the plain role.
OWNER_COMMANDS = {"migrate", "seed_demo", "createcachetable", "dbshell"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorcase.settings")
    if OWNER_COMMANDS.intersection(sys.argv[1:2]):
        os.environ["MENTORCASE_AS_OWNER"] = "1"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
