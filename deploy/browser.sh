#!/bin/sh
# Finds a Chromium for the browser tests; on Debian and Ubuntu installs it when there is none.
set -eu
for name in "${CHROMIUM_PATH:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && exit 0
if command -v apt-get >/dev/null 2>&1; then
    echo "browser: installing Debian's Chromium for the browser tests"
    sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends chromium >/dev/null
    exit 0
fi
echo "browser: install Chromium or Chrome, or set CHROMIUM_PATH to one" >&2
exit 1
