#!/bin/sh
# Finds PostgreSQL's server programs for the tests; on Debian and Ubuntu installs them when there are none.
# `postgres.sh where` only prints the folder they are in, and fails when there is none.
set -eu
where() {
    newest=""; found=$(command -v initdb || true)
    for folder in "${found%/initdb}" /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin \
        /usr/lib/postgresql/*/bin "${POSTGRES_BIN:-}"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/createdb" ]; then newest=$folder; fi
    done
    [ -n "$newest" ] && echo "$newest"
}
if [ "${1:-}" = where ]; then where; exit; fi
if where >/dev/null; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
    echo "postgres: installing Debian's PostgreSQL for the tests"
    sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
    # The tests start a private server of their own: while this installs, no server for the whole machine is made.
    own=/etc/postgresql-common/createcluster.d/doorstep.conf
    trap '$sudo rm -f "$own"' EXIT
    $sudo mkdir -p "${own%/*}"
    echo "create_main_cluster = false" | $sudo tee "$own" >/dev/null
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    exit 0
fi
echo "postgres: install PostgreSQL's server (with Homebrew: brew install postgresql), or set POSTGRES_BIN to the folder of its initdb" >&2
exit 1
