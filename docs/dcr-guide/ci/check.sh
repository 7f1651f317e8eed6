#!/bin/sh
# Starts a server, checks it with a sign-in, and leaves report.xml (JUnit) and report.html. Ends with 7 when a requirement is not met.
# usage: check.sh ADDRESS COMMAND...     for example: check.sh http://127.0.0.1:8080/mcp node ../node/server.mjs
set -eu
here=$(cd "$(dirname "$0")" && pwd)
address=$1
shift
"$@" &
server=$!
trap 'kill "$server"' EXIT
until curl --silent --output /dev/null "$address"; do kill -0 "$server" && sleep 0.2; done
export BROWSER="${BROWSER:-node $here/sign-in.mjs}"
aip check-server "$address" --yes --sign-in --format html > report.html || true
aip check-server "$address" --yes --sign-in --format junit > report.xml
