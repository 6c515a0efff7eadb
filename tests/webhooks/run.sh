#!/usr/bin/env bash
# Makes a thousand deliveries and lets the standard's own library judge them.
#   run.sh FUNCTIONAL_TEST_PROGRAM SOURCE_DIR WORK_DIR
set -euo pipefail
program=$1 source=$2 work=$3
mkdir -p "$work"
cp "$source"/tests/webhooks/{package.json,package-lock.json,.npmrc,verify_deliveries.mjs} "$work"/
if ! (cd "$work" && npm ci --no-audit --no-fund --prefer-offline >npm.log 2>&1); then
    cat "$work/npm.log"
    if [ "${CI:-}" = true ]; then exit 1; fi
    echo "SKIPPED: the npm package standardwebhooks cannot be installed here"
    exit 77
fi
rm -f "$work/deliveries.jsonl"
cd "$source"
CHAFFINCH_DELIVERIES="$work/deliveries.jsonl" "$program" \
    --gtest_filter='Webhooks.AreKeptForTheStandardsOwnLibrary' --gtest_brief=1 >"$work/functional.log" 2>&1 ||
    { tail -n 40 "$work/functional.log"; exit 1; }
cd "$work"
node verify_deliveries.mjs deliveries.jsonl
