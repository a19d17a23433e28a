#!/usr/bin/env bash
# A graph that runs for ever, joined by named FIFOs, in which each process can be restarted without harm to the others:
#
#     feeds.fifo -> fetch -> responses.fifo -> parse -> items.fifo -> tee -+-> for-keywords.fifo -> keywords -> keywords.ndjson
#                                                                          +-> for-match.fifo    -> enrich   -> matches.ndjson
#
#     examples/fifo/graph.sh DIR TERMS                            begins; SIGTERM ends it
#     echo https://example.org/feed.xml > DIR/feeds.fifo          as often and from as many places as you like
#     kill $(cat DIR/run/parse.pid)                               restarts one, for a new version, say
#
# feedmill's own processes follow what they read and what they write: a reader that leaves is waited for, and gets whole lines.
# tee knows nothing of that, and would end when one of its two readers leaves; and what echo has left in feeds.fifo would go with
# fetch. So this script holds these three open. tee itself takes along what it has read and not passed on, so end it, if ever, while
# nothing flows.
set -u
folder=${1:?usage: graph.sh DIR TERMS} terms=$(realpath "${2:?usage: graph.sh DIR TERMS}")
PATH="$(cd "$(dirname "$0")/../../bin" && pwd):$PATH"
mkdir -p "$folder/run" && cd "$folder" || exit 4
rm -f run/stopping
for fifo in feeds responses items for-keywords for-match; do [ -p "$fifo.fifo" ] || mkfifo "$fifo.fifo"; done
exec 3<> for-keywords.fifo 4<> for-match.fifo 5<> feeds.fifo

# Runs a command again whenever it ends.
keep() {
  local name=$1
  shift
  until [ -e run/stopping ]; do
    "$@" 2>> "run/$name.log" 3>&- 4>&- 5>&- &
    echo $! > "run/$name.pid"
    wait $!
  done
}
copy() { exec tee for-keywords.fifo < items.fifo > for-match.fifo; }

keep keywords keywords --follow for-keywords.fifo -o keywords.ndjson --append &
keep enrich enrich --with match --terms "$terms" --follow for-match.fifo -o matches.ndjson --append &
keep tee copy &
keep parse parse --follow responses.fifo -o items.fifo &
keep fetch fetch --follow feeds.fifo -o responses.fifo &

# From the source on, so that each still has a reader for its last lines.
stop() {
  touch run/stopping
  for name in fetch parse tee keywords enrich; do
    pid=$(cat "run/$name.pid")
    kill "$pid" 2> /dev/null
    while kill -0 "$pid" 2> /dev/null; do sleep 0.05; done
  done
}
trap stop TERM INT
wait
wait
