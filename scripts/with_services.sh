#!/bin/sh
# Runs a command next to a PostgreSQL and a Redis of its own, on free ports, and ends both.
# The command finds them in TEST_POSTGRES_URL and TEST_REDIS_URL. What is not installed is left out.
# Usage: scripts/with_services.sh COMMAND...
set -eu
here=$(dirname "$0")
work=$(mktemp -d)
chmod 755 "$work"
redis_pid=""
pg_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$pg_bin" ] || pg_bin=$(dirname "$(command -v initdb 2>/dev/null || echo /none/initdb)")
as_postgres=""
[ "$(id -u)" != 0 ] || as_postgres="runuser -u postgres --"
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

stop() {
    [ -z "$redis_pid" ] || kill "$redis_pid" 2>/dev/null || true
    if [ -f "$work/pg/postmaster.pid" ]; then
        # shellcheck disable=SC2086
        (cd / && $as_postgres "$pg_bin/pg_ctl" -D "$work/pg" -m immediate stop >/dev/null 2>&1) || true
    fi
    rm -rf "$work"
}
trap stop EXIT INT TERM

if [ -x "$pg_bin/initdb" ]; then
    port=$(free_port)
    mkdir "$work/pg"
    [ -z "$as_postgres" ] || chown postgres "$work/pg"
    # shellcheck disable=SC2086
    (cd / && $as_postgres "$pg_bin/initdb" -D "$work/pg" -A trust -U postgres -E UTF8 >/dev/null &&
        $as_postgres "$pg_bin/pg_ctl" -D "$work/pg" -w -l "$work/pg/log" -o \
            "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=200" start >/dev/null)
    export TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$port/postgres"
fi
if command -v redis-server >/dev/null 2>&1; then
    port=$(free_port)
    redis-server --port "$port" --bind 127.0.0.1 --save "" --appendonly no --dir "$work" >/dev/null &
    redis_pid=$!
    export TEST_REDIS_URL="redis://127.0.0.1:$port/0"
fi
"$@"
