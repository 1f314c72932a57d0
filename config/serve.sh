#!/usr/bin/env bash
# Web server, background worker and minute clock in one terminal; all end together.
set -euo pipefail
cd "$(dirname "$0")/.."

PORT="${PORT:-8000}"
BIN=.venv/bin
running=()
finish() {
  trap - EXIT
  [ "${#running[@]}" = 0 ] || kill "${running[@]}" 2>/dev/null || true
  wait
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Two: a list of certificates is issued on two cores.
for _worker in 1 2; do
  "$BIN/python" manage.py db_worker --queue-name '*' --no-startup-delay -v 0 & running+=($!)
done
"$BIN/python" manage.py deadlines --loop & running+=($!)
# In the background too: bash answers a signal only while it waits.
"$BIN/gunicorn" config.wsgi --bind "127.0.0.1:$PORT" --workers 2 --threads 4 \
  --log-level warning & running+=($!)
echo "Laurel: http://127.0.0.1:$PORT (Ctrl+C ends it)"
wait "${running[-1]}" || {
  echo "laurel: the web server ended. If port $PORT is taken, choose another: PORT=8001 make run" >&2
  exit 1
}
