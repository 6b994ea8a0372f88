#!/bin/sh
# Tunes the encoder on intents/ and replaces models/encoder/. Usage: npm run train:encoder -- --base DIR [options of tune.py]
set -eu
cd "$(dirname "$0")"
[ -x .venv/bin/python ] || { python3 -m venv .venv && .venv/bin/pip install --quiet -r requirements.txt; }
work=.work
mkdir -p "$work"
node ../src/cli.ts phrases > "$work/phrases.jsonl"
.venv/bin/python -u tune.py --phrases "$work/phrases.jsonl" --out "$work" --development ../test/eval/development.jsonl "$@"
.venv/bin/python export.py --tuned "$work" --phrases "$work/phrases.jsonl" --out ../models/encoder
