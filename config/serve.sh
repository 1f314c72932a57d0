#!/usr/bin/env bash
# Web server, background worker and minute clock in one terminal; all end together.
set -euo pipefail
cd "$(dirname "$0")/.."

PORT="${PORT:-8000}"
BIN=.venv/bin
helpers=()
finish() { [ "${#helpers[@]}" = 0 ] || kill "${helpers[@]}" 2>/dev/null || true; }
trap finish EXIT

"$BIN/python" manage.py db_worker --queue-name '*' --no-startup-delay -v 0 & helpers+=($!)
"$BIN/python" manage.py deadlines --loop & helpers+=($!)
echo "Laurel: http://127.0.0.1:$PORT (Ctrl+C ends it)"
"$BIN/gunicorn" config.wsgi --bind "127.0.0.1:$PORT" --workers 2 --threads 4 --log-level warning
