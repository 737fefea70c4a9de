#!/bin/sh
# A Chromium for the browser tests: the one that is there, else Debian's, else Playwright's own; else one line that says so.
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core) >/dev/null 2>&1
    command -v chromium >/dev/null 2>&1 && exit 0
fi
"${1:-python3}" -m playwright install chromium >/dev/null 2>&1 && exit 0
echo "no Chromium can be had here: the browser tests are skipped (install chromium to run them)"
