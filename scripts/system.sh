#!/bin/sh
# Installs Debian or Ubuntu packages if this user may; otherwise names the command and fails.
# Usage: scripts/system.sh PACKAGE...
set -eu
missing=""
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install, with this system's package manager, what Debian calls:$missing" >&2
    exit 1
fi
root=""
if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then root="sudo -n"; else
        echo "These system packages are missing. Please run, then try again:" >&2
        echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
        exit 1
    fi
fi
echo "Installing system packages:$missing"
options="-qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
$root apt-get $options install -y --no-install-recommends $missing >/dev/null 2>&1 || {
    $root apt-get $options update >/dev/null
    $root apt-get $options install -y --no-install-recommends $missing >/dev/null
}
