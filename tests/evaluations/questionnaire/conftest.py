"""Sentences are compared in English."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english(own_language: None) -> Iterator[None]:
    with translation.override("en"):
        yield
