#!/usr/bin/env bash
# Runs the functional tests, keeps their exchanges and holds them against the contract.
#   run.sh FUNCTIONAL_TEST_PROGRAM SOURCE_DIR WORK_DIR
set -euo pipefail
program=$1 source=$2 work=$3
mkdir -p "$work"
cp "$source"/tests/contract/{package.json,package-lock.json,.npmrc,validate_exchanges.mjs} "$work"/
if ! (cd "$work" && npm ci --no-audit --no-fund --prefer-offline >npm.log 2>&1); then
    cat "$work/npm.log"
    if [ "${CI:-}" = true ]; then exit 1; fi
    echo "SKIPPED: the npm packages of the contract test cannot be installed here"
    exit 77
fi
rm -f "$work/exchanges.jsonl"
cd "$source"
CHAFFINCH_EXCHANGES="$work/exchanges.jsonl" "$program" --gtest_brief=1 >"$work/functional.log" 2>&1 ||
    { tail -n 40 "$work/functional.log"; exit 1; }
cd "$work"
node validate_exchanges.mjs "$source/server/api/openapi.yaml" exchanges.jsonl
