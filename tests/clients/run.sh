#!/usr/bin/env bash
# Installs the clients and lets each speak to a server of its own.
#   run.sh CHAFFINCH_PROGRAM SOURCE_DIR WORK_DIR
set -euo pipefail
program=$1 source=$2 work=$3
mkdir -p "$work"
cp "$source"/tests/clients/{package.json,package-lock.json,.npmrc,*.mjs,*.cjs,*.php,*.pl,*.rb} "$work"/
if ! (cd "$work" && npm ci --no-audit --no-fund --prefer-offline >npm.log 2>&1); then
    cat "$work/npm.log"
    if [ "${CI:-}" = true ]; then exit 1; fi
    echo "SKIPPED: the npm packages of the client tests cannot be installed here"
    exit 77
fi
cd "$work"
node run_clients.mjs "$program" "$source/tests/functional/rules" "$work"
