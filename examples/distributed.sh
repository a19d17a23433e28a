#!/usr/bin/env bash
# One round of news through Redis, on this machine: feeds → fetch × 4 → parse × 2 → corpus.
#
#   examples/distributed.sh [OPML [CORPUS]]
#
# REDIS_URL names the server (127.0.0.1:6379 unless told), NEWS what the queues and the store are called. Run it again, and only
# feeds that are due are asked for, and only new items are added. On several machines, run the lines of examples/Procfile instead.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
export PATH="$here/../bin:$PATH"
opml=${1:-$here/feeds.opml}
corpus=${2:-corpus.ndjson}
news=${NEWS:-news}

# What a killed run has left is finished by this one.
opml2feeds "$opml" | enqueue --queue "$news-feeds" --id-field url --max-backlog 100000

fetchers=()
for _ in 1 2 3 4; do
  work --queue "$news-feeds" --to "$news-responses" --max-backlog 1000 --until-empty --allow-rejects -- \
    fetch --state "redis:/$news" &
  fetchers+=($!)
done

parsers=()
for _ in 1 2; do
  work --queue "$news-responses" --to "$news-items" --allow-rejects -- parse &
  parsers+=($!)
done
trap 'kill "${fetchers[@]}" "${parsers[@]}" 2> /dev/null || true' EXIT

wait "${fetchers[@]}"
# Ends when all responses are parsed, by itself or by the others.
work --queue "$news-responses" --to "$news-items" --until-empty --allow-rejects -- parse
kill -TERM "${parsers[@]}"
wait "${parsers[@]}" || true

work --queue "$news-items" --until-empty -- dedupe --state "redis:/$news" >> "$corpus"

echo "$(wc -l < "$corpus") items in $corpus" >&2
for queue in feeds responses; do
  queue dump --dead --queue "$news-$queue" >> "$corpus.dead"
done
[ -s "$corpus.dead" ] && echo "what did not go through is in $corpus.dead; queue requeue tries it again" >&2
exit 0
