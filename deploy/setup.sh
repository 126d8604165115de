#!/bin/sh
# Makes both environments from their hashed requirements files: .venv (app) and .venv-bot (Rasa).
# Does nothing where an environment already answers to its lock. Needs git, make and a Python 3 or uv.
set -eu
cd "$(dirname "$0")/.."

say() { printf '\033[1m%s\033[0m\n' "setup: $*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

find_uv() {
    if command -v uv >/dev/null 2>&1; then command -v uv; return; fi
    if [ ! -x .tools/bin/uv ]; then
        say "uv is not installed: putting it into .tools" >&2
        base=$(command -v python3 || command -v python) || fail "needs a Python 3 or uv on the PATH"
        "$base" -m venv .tools >&2 || fail "could not make .tools (on Debian: apt-get install python3-venv)"
        .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.9" >&2
    fi
    echo "$PWD/.tools/bin/uv"
}

# A Python of the wanted version: one on the PATH, pyenv's, or one that uv knows or can fetch.
find_python() {
    version=$1
    for candidate in "python$version" python3 python; do
        if found=$("$candidate" -c 'import sys; print(sys.executable if "%d.%d" % sys.version_info[:2] == sys.argv[1] else "")' "$version" 2>/dev/null) && [ -n "$found" ]; then
            echo "$found"; return
        fi
    done
    if command -v pyenv >/dev/null 2>&1; then
        for candidate in "$(pyenv root)"/versions/"$version".*/bin/python; do
            if [ -x "$candidate" ]; then echo "$candidate"; return; fi
        done
    fi
    echo "$version"
}

make_environment() {
    folder=$1; lock=$2; version=$(cat "$3"); stamp=$folder/.requirements
    if [ -x "$folder/bin/python" ] && cmp -s "$lock" "$stamp"; then return; fi
    python=$(find_python "$version")
    say "making $folder from $lock (Python $version; a few minutes the first time)"
    [ -x "$folder/bin/python" ] || "$UV" venv --quiet --python "$python" "$folder" \
        || fail "no Python $version: install it with pyenv ('pyenv install $version') or uv ('uv python install $version')"
    "$UV" pip sync --quiet --python "$folder/bin/python" --require-hashes "$lock"
    cp "$lock" "$stamp"
}

UV=$(find_uv)
make_environment .venv requirements.txt .python-version
make_environment .venv-bot bot/requirements.txt bot/.python-version
say "both environments are ready"
