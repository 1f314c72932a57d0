"""What is generated is compared: every command of ours with --check says that nothing changed."""

import pytest
from django.apps import apps
from django.core.management import call_command, load_command_class
from django.core.management.base import BaseCommand

from tests.contracts.source import ROOMS, ROOT


def commands() -> dict[str, BaseCommand]:
    """Our management commands by name."""
    return {
        path.stem: load_command_class(apps.get_app_config(room).name, path.stem)
        for room in ROOMS
        for path in sorted((ROOT / room / "management" / "commands").glob("[a-z]*.py"))
    }


def comparing() -> list[str]:
    """Commands that can compare instead of write; migrate's --check asks about a database."""
    return [
        name
        for name, command in commands().items()
        if name != "migrate"
        and "--check" in command.create_parser("manage.py", name)._option_string_actions
    ]


@pytest.mark.parametrize("name", comparing())
def test_generated_files_are_up_to_date(name: str) -> None:
    call_command(name, check=True, verbosity=0)


def test_the_catalogue_is_among_the_compared() -> None:
    assert "messages" in comparing()


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
