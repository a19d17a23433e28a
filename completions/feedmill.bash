# Completions of feedmill for bash. Made by: feedmill completion bash
_feedmill() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[0]##*/} words=
  if [[ $command == feedmill ]]; then
    if ((COMP_CWORD == 1)); then
      COMPREPLY=($(compgen -W "opml2feeds fetch parse select enrich dedupe keywords s3exists peek feeds2opml enqueue work dequeue queue run check schema completion doctor help --help --version" -- "$cur"))
      return
    fi
    command=${COMP_WORDS[1]}
    if [[ $command == help ]]; then
      COMPREPLY=($(compgen -W "opml2feeds fetch parse select enrich dedupe keywords s3exists peek feeds2opml enqueue work dequeue queue run check schema completion doctor" -- "$cur"))
      return
    fi
  fi
  COMPREPLY=()
  # bash takes --option=value for three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  # What stands behind an option; a path is left to bash itself.
  case $command:$prev in
    opml2feeds:--output | opml2feeds:-o) return ;;
    opml2feeds:--rejects) return ;;
    opml2feeds:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    opml2feeds:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    opml2feeds:--lock) return ;;
    opml2feeds:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    fetch:--per-host) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--host-delay) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--dns-timeout) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--dns-servers) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--connect-timeout) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--first-byte-timeout) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--idle-timeout) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--retries) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--retry-delay) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--max-bytes) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    fetch:--min-interval) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--max-interval) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--report-after) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--user-agent) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--from) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--ca) return ;;
    fetch:--url-field) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--endpoint) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--region) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--profile) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--record) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    fetch:--replay) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    fetch:--forget) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--concurrency | fetch:-c) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--timeout) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--output | fetch:-o) return ;;
    fetch:--rejects) return ;;
    fetch:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    fetch:--lock) return ;;
    fetch:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    parse:--base) compopt +o bashdefault +o default 2> /dev/null; return ;;
    parse:--extensions) COMPREPLY=($(compgen -W "none known all" -- "$cur")); return ;;
    parse:--summary) compopt +o bashdefault +o default 2> /dev/null; return ;;
    parse:--jobs | parse:-j) compopt +o bashdefault +o default 2> /dev/null; return ;;
    parse:--output | parse:-o) return ;;
    parse:--rejects) return ;;
    parse:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    parse:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    parse:--lock) return ;;
    parse:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    select:--where) compopt +o bashdefault +o default 2> /dev/null; return ;;
    select:--exists) compopt +o bashdefault +o default 2> /dev/null; return ;;
    select:--since) compopt +o bashdefault +o default 2> /dev/null; return ;;
    select:--until) compopt +o bashdefault +o default 2> /dev/null; return ;;
    select:--at) compopt +o bashdefault +o default 2> /dev/null; return ;;
    select:--limit) compopt +o bashdefault +o default 2> /dev/null; return ;;
    select:--output | select:-o) return ;;
    select:--rejects) return ;;
    select:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    select:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    select:--lock) return ;;
    select:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    enrich:--with) COMPREPLY=($(compgen -W "lang text-stats match sentiment links hash" -- "$cur")); return ;;
    enrich:--exec) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enrich:--terms) return ;;
    enrich:--pool) COMPREPLY=($(compgen -W "async threads processes" -- "$cur")); return ;;
    enrich:--setup-timeout) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enrich:--queue-size) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enrich:--on-error) COMPREPLY=($(compgen -W "reject keep stop" -- "$cur")); return ;;
    enrich:--max-value) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enrich:--memory) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enrich:--restarts) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enrich:--concurrency | enrich:-c) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enrich:--timeout) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enrich:--output | enrich:-o) return ;;
    enrich:--rejects) return ;;
    enrich:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enrich:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enrich:--lock) return ;;
    enrich:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    dedupe:--by) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dedupe:--normalize) COMPREPLY=($(compgen -W "none url text" -- "$cur")); return ;;
    dedupe:--missing) COMPREPLY=($(compgen -W "keep drop reject" -- "$cur")); return ;;
    dedupe:--keep) COMPREPLY=($(compgen -W "first last longest latest" -- "$cur")); return ;;
    dedupe:--exclude) return ;;
    dedupe:--state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    dedupe:--ttl) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dedupe:--near) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dedupe:--method) COMPREPLY=($(compgen -W "minhash simhash" -- "$cur")); return ;;
    dedupe:--threshold) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dedupe:--window) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dedupe:--dropped) return ;;
    dedupe:--output | dedupe:-o) return ;;
    dedupe:--rejects) return ;;
    dedupe:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dedupe:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dedupe:--lock) return ;;
    dedupe:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    keywords:--method) COMPREPLY=($(compgen -W "phrases rake yake textrank tfidf" -- "$cur")); return ;;
    keywords:--top) compopt +o bashdefault +o default 2> /dev/null; return ;;
    keywords:--min-score) compopt +o bashdefault +o default 2> /dev/null; return ;;
    keywords:--max-words) compopt +o bashdefault +o default 2> /dev/null; return ;;
    keywords:--lang) compopt +o bashdefault +o default 2> /dev/null; return ;;
    keywords:--field) compopt +o bashdefault +o default 2> /dev/null; return ;;
    keywords:--stopwords) return ;;
    keywords:--rake-variant) COMPREPLY=($(compgen -W "default langkit paper" -- "$cur")); return ;;
    keywords:--df) return ;;
    keywords:--df-out) return ;;
    keywords:--jobs | keywords:-j) compopt +o bashdefault +o default 2> /dev/null; return ;;
    keywords:--output | keywords:-o) return ;;
    keywords:--rejects) return ;;
    keywords:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    keywords:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    keywords:--lock) return ;;
    keywords:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    s3exists:--bucket) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--key-field) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--strategy) COMPREPLY=($(compgen -W "auto head list" -- "$cur")); return ;;
    s3exists:--optimize) COMPREPLY=($(compgen -W "cost time requests" -- "$cur")); return ;;
    s3exists:--batch) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--batch-delay) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--size-field) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--etag-field) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--md5-field) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--endpoint) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--region) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--profile) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--retries) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--retry-delay) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--concurrency | s3exists:-c) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--timeout) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--output | s3exists:-o) return ;;
    s3exists:--rejects) return ;;
    s3exists:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    s3exists:--lock) return ;;
    s3exists:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    peek:--every) compopt +o bashdefault +o default 2> /dev/null; return ;;
    peek:--interval) compopt +o bashdefault +o default 2> /dev/null; return ;;
    peek:--fields) compopt +o bashdefault +o default 2> /dev/null; return ;;
    peek:--width) compopt +o bashdefault +o default 2> /dev/null; return ;;
    peek:--limit) compopt +o bashdefault +o default 2> /dev/null; return ;;
    peek:--large) compopt +o bashdefault +o default 2> /dev/null; return ;;
    peek:--output | peek:-o) return ;;
    peek:--rejects) return ;;
    peek:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    peek:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    peek:--lock) return ;;
    peek:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    feeds2opml:--title) compopt +o bashdefault +o default 2> /dev/null; return ;;
    feeds2opml:--output | feeds2opml:-o) return ;;
    feeds2opml:--rejects) return ;;
    feeds2opml:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    feeds2opml:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    feeds2opml:--lock) return ;;
    feeds2opml:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    enqueue:--queue) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enqueue:--redis) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enqueue:--id-field) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enqueue:--priority) COMPREPLY=($(compgen -W "high normal low" -- "$cur")); return ;;
    enqueue:--delay) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enqueue:--max-backlog) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enqueue:--codec) COMPREPLY=($(compgen -W "json msgpack" -- "$cur")); return ;;
    enqueue:--compress) COMPREPLY=($(compgen -W "none deflate" -- "$cur")); return ;;
    enqueue:--max-payload) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enqueue:--output | enqueue:-o) return ;;
    enqueue:--rejects) return ;;
    enqueue:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enqueue:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    enqueue:--lock) return ;;
    enqueue:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    work:--queue) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--redis) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--to) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--concurrency | work:-c) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--batch) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--timeout) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--lease) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--max-tries) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--retry-delay) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--breaker) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--max-backlog) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--codec) COMPREPLY=($(compgen -W "json msgpack" -- "$cur")); return ;;
    work:--compress) COMPREPLY=($(compgen -W "none deflate" -- "$cur")); return ;;
    work:--max-payload) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--output | work:-o) return ;;
    work:--rejects) return ;;
    work:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    work:--lock) return ;;
    work:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    dequeue:--queue) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dequeue:--redis) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dequeue:--count | dequeue:-n) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dequeue:--prefetch) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dequeue:--lease) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dequeue:--max-tries) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dequeue:--max-payload) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dequeue:--output | dequeue:-o) return ;;
    dequeue:--rejects) return ;;
    dequeue:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dequeue:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    dequeue:--lock) return ;;
    dequeue:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    queue:--queue) compopt +o bashdefault +o default 2> /dev/null; return ;;
    queue:--redis) compopt +o bashdefault +o default 2> /dev/null; return ;;
    queue:--interval) compopt +o bashdefault +o default 2> /dev/null; return ;;
    queue:--format) COMPREPLY=($(compgen -W "json prometheus" -- "$cur")); return ;;
    queue:--max-payload) compopt +o bashdefault +o default 2> /dev/null; return ;;
    queue:--output | queue:-o) return ;;
    queue:--rejects) return ;;
    queue:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    queue:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    queue:--lock) return ;;
    queue:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    run:--file | run:-f) return ;;
    run:--jobs | run:-j) compopt +o bashdefault +o default 2> /dev/null; return ;;
    run:--output | run:-o) return ;;
    run:--rejects) return ;;
    run:--wait) compopt +o bashdefault +o default 2> /dev/null; return ;;
    run:--max-line) compopt +o bashdefault +o default 2> /dev/null; return ;;
    run:--lock) return ;;
    run:--log-format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    check:--file | check:-f) return ;;
    schema:--of) COMPREPLY=($(compgen -W "input output rejects stats" -- "$cur")); return ;;
    doctor:--state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
  esac
  if [[ $cur == -* ]]; then
    case $command in
    opml2feeds) words="-o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    fetch) words="--per-host --host-delay --dns-timeout --dns-servers --connect-timeout --first-byte-timeout --idle-timeout --retries --retry-delay --max-bytes --state --min-interval --max-interval --report-after --refetch --block-private --allow-private --user-agent --from --insecure --ca --url-field --discover --robots --lines --s3 --endpoint --region --profile --path-style --no-sign-request --requester-pays --record --replay --dump --forget -c --concurrency --ordered --timeout -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    parse) words="--base --extensions --summary -j --jobs -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    select) words="--where --exists --since --until --at --any --not --limit -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    enrich) words="--with --exec --terms --pool --setup-timeout --queue-size --on-error --max-value --memory --restarts -c --concurrency --ordered --timeout -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    dedupe) words="--by --lines --normalize --missing --keep --first --last --count --only-duplicates --exclude --state --ttl --compact --near --method --threshold --window --explain --dropped -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    keywords) words="--method --top --min-score --max-words --lang --field --stopwords --rake-variant --df --df-out --scores --no-scores -j --jobs -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    s3exists) words="--bucket --key-field --strategy --optimize --batch --batch-delay --missing --existing --size-field --etag-field --md5-field --forbidden-is-missing --endpoint --region --profile --path-style --no-sign-request --requester-pays --retries --retry-delay -c --concurrency --ordered --timeout -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    peek) words="--every --interval --fields --width --limit --counts --large -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    feeds2opml) words="--title -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    enqueue) words="--queue --redis --id-field --priority --delay --max-backlog --codec --compress --max-payload -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    work) words="--queue --redis --to -c --concurrency --batch --timeout --lease --max-tries --retry-delay --breaker --max-backlog --until-empty --codec --compress --max-payload -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    dequeue) words="--queue --redis -n --count --prefetch --lease --max-tries --max-payload -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    queue) words="--queue --redis --dead --watch --interval --format --max-payload -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    run) words="-f --file -j --jobs -o --output --rejects --append --atomic --wait --allow-rejects --follow --max-line --lock --progress --no-progress --stats -q --quiet -v --verbose --log-format -h --help -V --version" ;;
    check) words="-f --file -h --help -V --version" ;;
    schema) words="--of -h --help -V --version" ;;
    completion) words="-h --help -V --version" ;;
    doctor) words="--state -h --help -V --version" ;;
    esac
  else
    case $command in
    schema) words="opml2feeds fetch parse select enrich dedupe keywords s3exists peek feeds2opml enqueue work dequeue queue record feed response item enriched keyworded located url document reject stats" ;;
    completion) words="bash zsh fish" ;;
    doctor) words="" ;;
    *) return ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o bashdefault -o default -F _feedmill feedmill opml2feeds fetch parse select enrich dedupe keywords s3exists peek feeds2opml enqueue work dequeue queue
