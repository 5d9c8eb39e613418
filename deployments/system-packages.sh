#!/bin/sh
# Installs through apt what is missing of the groups named, where that is possible without asking
# for a password; otherwise says in one line what to install. Never fails: nonmun works without a
# browser (no chart) and tests that need Postgres say that they are skipped.
#
# usage: system-packages.sh [browser] [postgres] [venv]
set -eu

wanted=""
for group in "$@"; do
    case "$group" in
    browser)
        command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null ||
            command -v google-chrome >/dev/null || wanted="$wanted chromium-headless-shell"
        command -v fc-list >/dev/null || wanted="$wanted fontconfig"
        fonts=$(fc-list : family lang 2>/dev/null || true)
        case "$fonts" in *Nanum* | *"CJK KR"* | *Malgun*) ;; *) wanted="$wanted fonts-nanum" ;; esac
        case "$fonts" in *Emoji*) ;; *) wanted="$wanted fonts-noto-color-emoji" ;; esac
        ;;
    postgres)
        ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted="$wanted postgresql"
        ;;
    venv) wanted="$wanted python3-venv" ;;
    esac
done
[ -n "$wanted" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "Missing on this machine, please install:$wanted" >&2
    exit 0
fi
if [ "$(id -u)" -eq 0 ]; then
    sudo=""
elif sudo -n true 2>/dev/null; then
    sudo="sudo"
else
    echo "Missing on this machine, please run: sudo apt-get install$wanted" >&2
    exit 0
fi

known_wanted() {  # older releases have Chromium only with its windows
    apt-cache show chromium-headless-shell >/dev/null 2>&1 ||
        wanted=$(echo "$wanted" | sed "s/chromium-headless-shell/chromium/")
}

log=$(mktemp)
echo "Installing$wanted with apt (once) ..."
# shellcheck disable=SC2086  # a list of package names is meant to split
{ $sudo apt-get update -qq && known_wanted && $sudo env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends $wanted; } >"$log" 2>&1 ||
    echo "apt could not install$wanted (see $log); please install them by hand" >&2
