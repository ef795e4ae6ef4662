#!/bin/sh
# One file with database, uploads and secret key; keeps the newest 14.
# Usage: deploy/backup.sh FOLDER     (DATA_DIR and DATABASE_URL as the service has them)
set -eu
folder=$1
data=${DATA_DIR:-/var/lib/partnerships}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
umask 077
mkdir -p "$folder"
case "${DATABASE_URL:-}" in
    postgres*) pg_dump --format=custom --file "$work/database.dump" "$DATABASE_URL" ;;
    *) python3 -c 'import sqlite3, sys
source, copy = sqlite3.connect(sys.argv[1]), sqlite3.connect(sys.argv[2])
source.backup(copy)' "$data/db.sqlite3" "$work/db.sqlite3" ;;
esac
[ ! -d "$data/media" ] || cp -a "$data/media" "$work/media"
[ ! -f "$data/secret_key" ] || cp -a "$data/secret_key" "$work/secret_key"
name="$folder/partnerships-$(date +%Y-%m-%d-%H%M%S).tar.gz"
tar -C "$work" -czf "$name.part" .
mv "$name.part" "$name"
ls -1t "$folder"/partnerships-*.tar.gz | tail -n +15 | while read -r old; do rm -f "$old"; done
echo "$name"
