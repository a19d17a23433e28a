#!/usr/bin/env bash
# Builds a corpus by day, for months and unattended: run it from cron as often as you like.
#
#     NEWS=/var/lib/news examples/cron/corpus-by-day.sh
#
# In the folder NEWS it reads subs.opml and leaves
#
#     corpus-2026-01-31.ndjson        the items that were new today (UTC); each run adds to it
#     corpus-2026-01-30.ndjson.gz     those of a day that is over
#     failed.ndjson                   what failed last time
#     log/2026-01-31.log              what the runs of that day had to say
#     state/                          what fetch and dedupe remember
#
# It says nothing when all went well. Else it says one line, which cron mails: what kept a run from its end, and feeds that
# fail, once they have failed for REPORT_AFTER runs in a row. While one run goes on, another ends at once, quietly.
#
# What failed is tried again: feeds by the next run of fetch, as soon as their back-off lets them; items that MAKE rejected by
# MAKE. A run that is killed (or a machine that loses power) loses nothing: the next run does what is left. It may write again
# what had been written, but was not remembered yet; within a day such items are taken out when the day is compressed.
#
#     MAKE='enrich --with lang | keywords'     what becomes of each new item; `keywords` unless told
#     FETCH_OPTIONS='--min-interval 2h'        more options for fetch
#     TODAY=2026-01-31                         the day, in place of today: for tests
#
# Needs flock, gzip and, to try items again, jq.
set -uo pipefail
news=${NEWS:?NEWS names the folder of the corpus}
here=$(cd "$(dirname "$0")" && pwd)
if [ -x "$here/../../bin/feedmill" ]; then PATH=$(cd "$here/../../bin" && pwd):$PATH; fi
cd "$news" || exit 4
make=${MAKE:-keywords}
today=${TODAY:-$(date -u +%F)}
corpus=corpus-$today.ndjson
mkdir -p log
log=log/$today.log

# The system itself lets go of this lock when the run ends, however it ends.
exec 9> lock
flock --nonblock 9 || exit 0

# Says one line, for cron to mail, and ends.
trouble() {
  echo "corpus-by-day: $1; see $news/$log"
  exit "$2"
}

# Runs a pipeline whose output goes to the file of the day, after whole lines only. Tells how it ended.
run() {
  feedmill run --output "$corpus" --rejects failed.ndjson --append "$@" 2>> "$log"
}

# Writes the items of a day once each, compressed; the plain file goes when all of them are safe on the disk.
compress() {
  local day=$1 files=("$1")
  # Where the clock went back, the day has been compressed before.
  if [ -e "$day.gz" ]; then files=("$day.gz" "$day"); fi
  dedupe "${files[@]}" 2>> "$log" | gzip -9 > "$day.gz.part" && sync "$day.gz.part" && mv "$day.gz.part" "$day.gz" && rm "$day"
}

status=0
# What was to be tried again by a run that was killed comes first.
if [ -s failed.ndjson ]; then cat failed.ndjson >> again.ndjson && rm failed.ndjson; fi
if [ -s again.ndjson ]; then
  if grep -Eqv '"command":"(opml2feeds|fetch|parse|dedupe)"' again.ndjson; then
    jq -c 'select(.error.command | IN("opml2feeds", "fetch", "parse", "dedupe") | not) | .record // empty' again.ndjson | run "$make" || status=$?
  fi
  if [ "$status" -le 1 ]; then rm again.ndjson; fi
fi
if [ "$status" -le 1 ]; then
  run "opml2feeds subs.opml | fetch --state state --report-after ${REPORT_AFTER:-24} ${FETCH_OPTIONS:-} | parse |
    dedupe --state state --ttl 400d | $make" || status=$?
fi

for day in corpus-????-??-??.ndjson; do
  if [ -e "$day" ] && [ "$day" != "$corpus" ]; then compress "$day" || trouble "$day cannot be compressed" 4; fi
done
find log -name '*.log' -mtime "+${KEEP_LOGS:-90}" -delete

case $status in
  0) ;;
  1) trouble "$(wc -l < failed.ndjson) rejected, the last: $(tail -1 "$log" | cut -c 1-300)" 1 ;;
  130 | 143) exit "$status" ;; # Somebody stopped it.
  *) trouble "$(tail -1 "$log" | cut -c 1-300)" "$status" ;;
esac
