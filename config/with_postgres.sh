#!/usr/bin/env bash
# Run a command with DATABASE_URL naming a private PostgreSQL that lives only as long as it does.
# Usage: config/with_postgres.sh COMMAND [ARGUMENT...]
set -euo pipefail
cd "$(dirname "$0")/.."

# Durability is switched off: this server holds nothing that anybody wants to keep.
exec pg_virtualenv -o fsync=off -o full_page_writes=off -o synchronous_commit=off \
  -o max_connections=200 bash -c '
    export DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE"
    exec "$@"' with_postgres "$@"
