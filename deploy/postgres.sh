#!/bin/sh
# Finds PostgreSQL's server programs for the tests; on Debian and Ubuntu installs them when there are none.
# Only the programs are wanted: the tests start a private server of their own, so no system-wide one is made.
set -eu
for found in /usr/lib/postgresql/*/bin/initdb /opt/homebrew/opt/postgresql*/bin/initdb; do
    if [ -x "$found" ]; then exit 0; fi
done
if command -v initdb >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
    echo "postgres: installing Debian's PostgreSQL for the tests"
    sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
    $sudo sh -c 'echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf'
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    exit 0
fi
echo "postgres: install PostgreSQL's server (initdb has to be on the PATH) to run the tests on it" >&2
exit 1
