"""What differs under test, and nothing else. `tests/conftest.py` makes the database as its owner and runs every test as the plain role."""

import os

os.environ.setdefault("SECRET_KEY", "test-only")
os.environ.setdefault("CPR_KEYS", '{"t1": "' + "11" * 32 + '"}')
os.environ.setdefault("CPR_INDEX_KEY", "22" * 32)
os.environ.setdefault("MENTORCASE_DEMO", "1")

from mentorcase.settings import *
from mentorcase.settings import DATABASE_OWNER_URL, INSTALLED_APPS, database

DATABASES = {"default": database(DATABASE_OWNER_URL)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
