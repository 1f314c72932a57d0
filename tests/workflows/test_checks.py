import subprocess
import sys

from tests.contracts.source import ROOT

ASK = """
import django
django.setup()
from django.core.checks.registry import registry
print({check.__module__ for check in registry.get_checks()} >= {"workflows.checks"})
"""


def test_programmes_are_checked_before_the_server_starts():
    """In a process of its own: here other tests may have loaded the check already."""
    run = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["True"]
