#!/usr/bin/env bash
# Accepted comments a second over HTTP (judged, stored, answered after the commit) beside a bare Beast
# JSON echo, in one run on one machine: three rounds of each in turn, with one wrk thread and 64
# connections on loopback. Prints each round and the ratio of the medians.
#
#   bench/server/accepted_comments.sh [BUILD_DIR] [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build/release} seconds=${2:-5}
command -v wrk >/dev/null || { echo "wrk is needed: apt-get install wrk"; exit 1; }
work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
free_port() { local port; while port=$((20000 + RANDOM % 20000)); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }; done; }
await_port() { for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.1; done; echo "nothing listens on $1"; exit 1; }

echo_port=$(free_port) api_port=$(free_port) admin_port=$(free_port)
"$build/bench/floors/beast_echo" "$echo_port" >/dev/null 2>&1 & pids+=($!)
chaffinch=$build/server/app/chaffinch
key=$("$chaffinch" site add bench --data "$work/data" | grep -o 'ck_[A-Za-z0-9_-]*' | head -n 1)
cat >"$work/config.yaml" <<YAML
data: $work/data
listen: 127.0.0.1:$api_port
admin_listen: 127.0.0.1:$admin_port
limits: {requests_per_connection: 1000000, requests_per_second_per_key: 0}
YAML
"$chaffinch" serve --config "$work/config.yaml" >"$work/serve.log" 2>&1 & pids+=($!)
await_port "$echo_port"
await_port "$api_port"

rate() { awk '/Requests\/sec/ {print $2}' "$1"; }
latency() { awk '$1 == "99%" {print $2}' "$1"; }
refused() { awk '/Non-2xx/ {print $NF}' "$1"; }
median() { sort -n | sed -n 2p; }
for round in 1 2 3; do
    wrk -t1 -c64 -d"${seconds}s" --latency -s bench/server/post.lua "http://127.0.0.1:$echo_port/" >"$work/echo.$round"
    wrk -t1 -c64 -d"${seconds}s" --latency -s bench/server/comment.lua "http://127.0.0.1:$api_port/v1/comments" -- "$key" >"$work/ours.$round"
    echo "round $round: echo $(rate "$work/echo.$round")/s p99 $(latency "$work/echo.$round")," \
        "accepted comments $(rate "$work/ours.$round")/s p99 $(latency "$work/ours.$round"), refused $(refused "$work/ours.$round")"
done
floor=$(for round in 1 2 3; do rate "$work/echo.$round"; done | median)
ours=$(for round in 1 2 3; do rate "$work/ours.$round"; done | median)
awk -v ours="$ours" -v floor="$floor" 'BEGIN { printf "median: %d accepted comments/s, %d echoes/s, ratio %.2f\n", ours, floor, ours / floor }'
