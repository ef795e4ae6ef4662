#!/bin/sh
# Everything that can be tested here. What is left out is named; with CI=true that is a failure.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
# Each process that a test starts would compile the project anew.
unset PYTHONDONTWRITEBYTECODE

# Names unlike the programs': `command -v` would find a function of the same name.
has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_postgres() { ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null || command -v initdb; }
has_redis() { command -v redis-server; }
left_out=""
for need in "chromium chromium browser" "postgres postgresql PostgreSQL" "redis redis-server Redis"; do
    # shellcheck disable=SC2086
    set -- $need
    "has_$1" >/dev/null || scripts/system.sh "$2" || true
    "has_$1" >/dev/null || left_out="$left_out the tests with $3 ($2 is not installed);"
done
set --
if [ -n "$left_out" ]; then
    echo "Left out:$left_out"
    [ "${CI:-}" != true ] || { echo "With CI=true everything must run." >&2; exit 1; }
fi

make --no-print-directory check
echo "On SQLite, with browser and services:"
scripts/with_services.sh $python -m pytest -q -n 2 --dist worksteal
if has_postgres >/dev/null; then
    echo "On PostgreSQL:"
    # shellcheck disable=SC2016
    scripts/with_services.sh sh -c \
        'DATABASE_URL=$TEST_POSTGRES_URL exec "$0" -m pytest -q -n 2 --dist worksteal -m "not browser and not services and not slow"' \
        $python
fi
