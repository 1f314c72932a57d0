#!/usr/bin/env bash
# Django's own checks, as a production installation would meet them, and the migrations.
set -euo pipefail
cd "$(dirname "$0")/.."

# Made up for this run; nothing is stored with them.
VAR=$(mktemp -d)
trap 'rm -rf "$VAR"' EXIT
export LAUREL_MODE=production LAUREL_VAR_DIR="$VAR" ALLOWED_HOSTS=check.example
export SECRET_KEY LAUREL_FIELD_KEY LAUREL_LOOKUP_KEY
SECRET_KEY=$(head -c 48 /dev/urandom | base64 -w0)
LAUREL_FIELD_KEY=$(head -c 32 /dev/urandom | base64)
LAUREL_LOOKUP_KEY=$(head -c 32 /dev/urandom | base64)

.venv/bin/python manage.py check --deploy --fail-level ERROR
.venv/bin/python manage.py makemigrations --check --dry-run
# Also proves that every file a style sheet names exists.
.venv/bin/python manage.py collectstatic --noinput -v 0
