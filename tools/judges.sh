#!/bin/sh
# Programs that judge us from outside, for the tests: apart from ours, since their licences (pywb: GPL-3, wabac.js:
# AGPL-3) or their weight forbid to take them in. Made once in .judges; `./run test` calls this, with uv on PATH.
set -eu
judges=$(cd "$(dirname "$0")/.." && pwd)/.judges
made=$judges/made-3 # A new number makes them anew.
[ ! -e "$made" ] || exit 0
stop() { echo "verweer: $1" >&2; exit 69; }
command -v npm >/dev/null || stop "npm is needed for the tests; on Debian: apt-get install npm."

echo "Preparing pywb, case_validate and wabac.js, which judge our captures and exports in the tests (once) …" >&2
uv venv -q --clear "$judges" && uv pip install -q --python "$judges" 'pywb==2.10.0' 'setuptools<81' \
  'case-utils==0.18.0' 'pyshacl==0.40.1' 'rdflib==7.6.0' ||
  stop "pywb and case_validate could not be installed; check the network and run this again."
npm install --prefix "$judges/node" --silent --no-audit --no-fund --ignore-scripts \
  '@webrecorder/wabac@2.27.1' 'esbuild@0.28.2' >/dev/null &&
  "$judges/node/node_modules/.bin/esbuild" --bundle --platform=node --format=esm --log-level=error \
    --outfile="$judges/node/certutils.mjs" "$judges/node/node_modules/@webrecorder/wabac/src/wacz/certutils.ts" ||
  stop "wabac.js could not be installed; check the network and run this again."
touch "$made"
