#!/bin/sh
# The system libraries that WeasyPrint needs to make PDFs, and Python's own venv.
set -eu
here=$(dirname "$0")
python=${PYTHON:-python3}
packages=""
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "Python 3.11 or newer is needed; $($python --version 2>&1) was found. Set PYTHON=... to another." >&2
    exit 1
}
"$python" -c 'import venv, ensurepip' 2>/dev/null || packages="python3-venv"
have() { "$python" -c "import ctypes, sys; ctypes.CDLL('$1')" 2>/dev/null; }
have libpango-1.0.so.0 || packages="$packages libpango-1.0-0"
have libpangoft2-1.0.so.0 || packages="$packages libpangoft2-1.0-0"
have libharfbuzz-subset.so.0 || packages="$packages libharfbuzz-subset0"
[ -e /usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf ] || packages="$packages fonts-dejavu-core"
# shellcheck disable=SC2086
[ -z "$packages" ] || "$here/system.sh" $packages
