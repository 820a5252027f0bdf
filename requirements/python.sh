#!/bin/sh
# Print a Python of at least 3.11 that can make environments, or say in one sentence what is missing.

for name in python3.13 python3.12 python3.11 python3; do
    "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    found=$name
    "$name" -c 'import venv, ensurepip' 2>/dev/null || continue
    command -v "$name"
    exit 0
done

if [ -n "$found" ]; then
    version=$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "Python $version kan geen omgeving maken: installeer venv (Debian, Ubuntu: apt install python$version-venv)." >&2
else
    echo "Er is geen Python 3.11 of nieuwer: installeer die (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python)." >&2
fi
exit 1
