"""What tests of work underway begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[None]:
    """Work underway keeps its state in a folder of this test."""
    with override_settings(VAR_DIR=tmp_path):
        yield
