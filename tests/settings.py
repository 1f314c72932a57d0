"""The one file of settings in test mode, with the few values that only a test may have."""

import os
import time
from pathlib import Path

os.environ["LAUREL_MODE"] = "test"
os.environ.setdefault("LAUREL_VAR_DIR", str(Path(__file__).parent.parent / "var" / "test"))

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, VAR_DIR  # noqa: E402

# Argon2 itself, but cheap: the suite logs in thousands of times.
PASSWORD_HASHERS = ["tests.hashers.CheapArgon2"]
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
DEMO = True

_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # A real file, because WAL and locks between connections do not exist in memory; one per
    # process, so that two runs side by side do not delete each other's database.
    _options = _database["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("=FULL", "=OFF")
    # Viewflow's own tables are made as its models say: its history, from before its second version,
    # takes as long to go through as all of ours. PostgreSQL minds that theirs then come first.
    MIGRATION_MODULES = {"viewflow": None}
    _database["TEST"] = {"NAME": VAR_DIR / f"test-{os.getpid()}.sqlite3"}
    for _old in VAR_DIR.glob("test-*.sqlite3*"):
        # Left behind by a run that was killed.
        if time.time() - _old.stat().st_mtime > 6 * 3600:
            _old.unlink(missing_ok=True)
