#!/usr/bin/env python3
"""The door to every command of the project."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line

        from config.environment import SettingsError
    except ImportError as error:
        sys.exit(f"A library is missing ({error.name}). Install all of them with: make setup")
    try:
        execute_from_command_line(sys.argv)
    except SettingsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
