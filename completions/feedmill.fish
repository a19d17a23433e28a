# Completions of feedmill for fish. Made by: feedmill completion fish
complete -c feedmill -n __fish_use_subcommand -s h -l help -d "show what there is"
complete -c feedmill -n __fish_use_subcommand -s V -l version -d "show the version"
complete -c feedmill -n __fish_use_subcommand -f -a opml2feeds -d 'list the feeds in OPML files'
complete -c feedmill -n __fish_use_subcommand -f -a fetch -d 'download feeds and add the responses to their records'
complete -c feedmill -n __fish_use_subcommand -f -a parse -d 'read the items of RSS, Atom and JSON feeds'
complete -c feedmill -n __fish_use_subcommand -f -a select -d 'keep the records that meet conditions'
complete -c feedmill -n __fish_use_subcommand -f -a enrich -d 'add values to each record: built-in enrichments, your own modules, other programs'
complete -c feedmill -n __fish_use_subcommand -f -a dedupe -d 'drop records that were seen before'
complete -c feedmill -n __fish_use_subcommand -f -a keywords -d 'find the keywords of each record'
complete -c feedmill -n __fish_use_subcommand -f -a s3exists -d 'check whether objects exist in S3, with few requests'
complete -c feedmill -n __fish_use_subcommand -f -a peek -d 'pass everything on, and show on standard error what flows'
complete -c feedmill -n __fish_use_subcommand -f -a feeds2opml -d 'write feeds as an OPML file'
complete -c feedmill -n __fish_use_subcommand -f -a enqueue -d 'add records to a queue in Redis'
complete -c feedmill -n __fish_use_subcommand -f -a work -d 'run a command over the records of a queue'
complete -c feedmill -n __fish_use_subcommand -f -a dequeue -d 'take records from a queue in Redis'
complete -c feedmill -n __fish_use_subcommand -f -a queue -d 'inspect and maintain a queue in Redis'
complete -c feedmill -n __fish_use_subcommand -f -a run -d 'run a pipeline of commands in one process'
complete -c feedmill -n __fish_use_subcommand -f -a check -d 'tell what in a pipeline does not fit, without running it'
complete -c feedmill -n __fish_use_subcommand -f -a schema -d 'print the JSON Schema of what a command reads and writes'
complete -c feedmill -n __fish_use_subcommand -f -a completion -d 'print completions for a shell'
complete -c feedmill -n __fish_use_subcommand -f -a doctor -d 'look whether all that feedmill needs is there and works'
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from opml2feeds' -s V -l version -d 'show the version'
complete -c opml2feeds -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c opml2feeds -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c opml2feeds -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c opml2feeds -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c opml2feeds -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c opml2feeds -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c opml2feeds -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c opml2feeds -l max-line -d 'Longest line accepted' -x
complete -c opml2feeds -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c opml2feeds -l progress -d 'Show progress on standard error, terminal or not'
complete -c opml2feeds -l no-progress -d 'Show no progress'
complete -c opml2feeds -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c opml2feeds -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c opml2feeds -s v -l verbose -d 'Show more on standard error'
complete -c opml2feeds -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c opml2feeds -s h -l help -d 'show the options'
complete -c opml2feeds -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l per-host -d 'Maximum concurrent requests to one host name' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l host-delay -d 'Minimum time between the starts of two requests to one host' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l dns-timeout -d 'Maximum time to look up a host name' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l dns-servers -d 'Name servers to ask instead of those of the system: ADDRESS[:PORT],…' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l connect-timeout -d 'Maximum time to connect, TLS included' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l first-byte-timeout -d 'Maximum time from the request to the first byte of the response' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l idle-timeout -d 'Abort when no data of a body arrives for this long' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l retries -d 'Maximum number of retries after the first attempt' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l retry-delay -d 'Approximate delay before the first retry; doubles each time' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l max-bytes -d 'Maximum size of a body, decoded' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l state -d 'Keep the state of feeds between runs in this folder, or in redis://HOST/DB/NAME' -x -a '(__fish_complete_directories)'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l min-interval -d 'Minimum time between two fetches of a feed, with --state; 0 fetches feeds that are not due too, but respects Retry-After, BACKING_OFF and GONE' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l max-interval -d 'Maximum interval that a server or a feed can ask for' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l report-after -d 'Exit 1 only for feeds that failed in N runs in a row, with --state' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l refetch -d 'Fetch every feed now, unconditionally, and emit every body; overrides due times, Retry-After, BACKING_OFF and GONE'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l block-private -d 'Refuse private, loopback, link-local and metadata addresses; always refused after a redirect from a public host, with --discover and with --url-field'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l allow-private -d 'Allow private addresses everywhere; overrides --block-private'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l user-agent -d 'Value of the User-Agent header' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l from -d 'Value of the From header: your e-mail address' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l insecure -d 'Accept any TLS certificate'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l ca -d 'Trust the certificates in this PEM file as well' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l url-field -d 'Field that holds the URL' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l discover -d 'When the response is an HTML page, fetch the feeds that it links instead'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l robots -d 'Obey robots.txt, for redirects too, and its Crawl-delay'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l lines -d 'Emit each line of the body as a record while it downloads: JSON objects as they are, other text as `{"url","line","text"}`'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l s3 -d 'Read `s3://bucket/key` URLs with the AWS keys of the environment; otherwise they are rejected as BAD_URL'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l endpoint -d 'S3-compatible server to use instead of AWS' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l region -d 'AWS region of the first request' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l profile -d 'Profile in the AWS files' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l path-style -d 'Put the bucket in the path (default with --endpoint)'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l no-sign-request -d 'Send unsigned requests, for public buckets'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l requester-pays -d 'Pay for the requests to a requester-pays bucket'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l record -d 'Save every response in this folder' -x -a '(__fish_complete_directories)'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l replay -d 'Read the responses from a folder of --record instead of the network' -x -a '(__fish_complete_directories)'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l dump -d 'Read no input; write the state as records, one per feed'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l forget -d 'Read no input; delete this feed from the state; may be given several times' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -s c -l concurrency -d 'Maximum records under way at once' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l ordered -d 'Write results in input order instead of as they complete'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l timeout -d 'Maximum time for one record, with redirects, retries and waits, from its first request; 0 means no limit' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from fetch' -s V -l version -d 'show the version'
complete -c fetch -l per-host -d 'Maximum concurrent requests to one host name' -x
complete -c fetch -l host-delay -d 'Minimum time between the starts of two requests to one host' -x
complete -c fetch -l dns-timeout -d 'Maximum time to look up a host name' -x
complete -c fetch -l dns-servers -d 'Name servers to ask instead of those of the system: ADDRESS[:PORT],…' -x
complete -c fetch -l connect-timeout -d 'Maximum time to connect, TLS included' -x
complete -c fetch -l first-byte-timeout -d 'Maximum time from the request to the first byte of the response' -x
complete -c fetch -l idle-timeout -d 'Abort when no data of a body arrives for this long' -x
complete -c fetch -l retries -d 'Maximum number of retries after the first attempt' -x
complete -c fetch -l retry-delay -d 'Approximate delay before the first retry; doubles each time' -x
complete -c fetch -l max-bytes -d 'Maximum size of a body, decoded' -x
complete -c fetch -l state -d 'Keep the state of feeds between runs in this folder, or in redis://HOST/DB/NAME' -x -a '(__fish_complete_directories)'
complete -c fetch -l min-interval -d 'Minimum time between two fetches of a feed, with --state; 0 fetches feeds that are not due too, but respects Retry-After, BACKING_OFF and GONE' -x
complete -c fetch -l max-interval -d 'Maximum interval that a server or a feed can ask for' -x
complete -c fetch -l report-after -d 'Exit 1 only for feeds that failed in N runs in a row, with --state' -x
complete -c fetch -l refetch -d 'Fetch every feed now, unconditionally, and emit every body; overrides due times, Retry-After, BACKING_OFF and GONE'
complete -c fetch -l block-private -d 'Refuse private, loopback, link-local and metadata addresses; always refused after a redirect from a public host, with --discover and with --url-field'
complete -c fetch -l allow-private -d 'Allow private addresses everywhere; overrides --block-private'
complete -c fetch -l user-agent -d 'Value of the User-Agent header' -x
complete -c fetch -l from -d 'Value of the From header: your e-mail address' -x
complete -c fetch -l insecure -d 'Accept any TLS certificate'
complete -c fetch -l ca -d 'Trust the certificates in this PEM file as well' -r -F
complete -c fetch -l url-field -d 'Field that holds the URL' -x
complete -c fetch -l discover -d 'When the response is an HTML page, fetch the feeds that it links instead'
complete -c fetch -l robots -d 'Obey robots.txt, for redirects too, and its Crawl-delay'
complete -c fetch -l lines -d 'Emit each line of the body as a record while it downloads: JSON objects as they are, other text as `{"url","line","text"}`'
complete -c fetch -l s3 -d 'Read `s3://bucket/key` URLs with the AWS keys of the environment; otherwise they are rejected as BAD_URL'
complete -c fetch -l endpoint -d 'S3-compatible server to use instead of AWS' -x
complete -c fetch -l region -d 'AWS region of the first request' -x
complete -c fetch -l profile -d 'Profile in the AWS files' -x
complete -c fetch -l path-style -d 'Put the bucket in the path (default with --endpoint)'
complete -c fetch -l no-sign-request -d 'Send unsigned requests, for public buckets'
complete -c fetch -l requester-pays -d 'Pay for the requests to a requester-pays bucket'
complete -c fetch -l record -d 'Save every response in this folder' -x -a '(__fish_complete_directories)'
complete -c fetch -l replay -d 'Read the responses from a folder of --record instead of the network' -x -a '(__fish_complete_directories)'
complete -c fetch -l dump -d 'Read no input; write the state as records, one per feed'
complete -c fetch -l forget -d 'Read no input; delete this feed from the state; may be given several times' -x
complete -c fetch -s c -l concurrency -d 'Maximum records under way at once' -x
complete -c fetch -l ordered -d 'Write results in input order instead of as they complete'
complete -c fetch -l timeout -d 'Maximum time for one record, with redirects, retries and waits, from its first request; 0 means no limit' -x
complete -c fetch -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c fetch -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c fetch -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c fetch -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c fetch -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c fetch -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c fetch -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c fetch -l max-line -d 'Longest line accepted' -x
complete -c fetch -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c fetch -l progress -d 'Show progress on standard error, terminal or not'
complete -c fetch -l no-progress -d 'Show no progress'
complete -c fetch -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c fetch -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c fetch -s v -l verbose -d 'Show more on standard error'
complete -c fetch -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c fetch -s h -l help -d 'show the options'
complete -c fetch -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l base -d 'resolve relative links against URL where neither the record nor the feed names one' -x
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l extensions -d 'keep elements that have no field of their own: none, known (those of well-known namespaces) or all' -x -a 'none known all'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l summary -d 'for items without a summary, make one of at most N characters of the content' -x
complete -c feedmill -n '__fish_seen_subcommand_from parse' -s j -l jobs -d 'Use N threads once the work has lasted half a second; records stay in order' -x
complete -c feedmill -n '__fish_seen_subcommand_from parse' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from parse' -s V -l version -d 'show the version'
complete -c parse -l base -d 'resolve relative links against URL where neither the record nor the feed names one' -x
complete -c parse -l extensions -d 'keep elements that have no field of their own: none, known (those of well-known namespaces) or all' -x -a 'none known all'
complete -c parse -l summary -d 'for items without a summary, make one of at most N characters of the content' -x
complete -c parse -s j -l jobs -d 'Use N threads once the work has lasted half a second; records stay in order' -x
complete -c parse -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c parse -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c parse -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c parse -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c parse -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c parse -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c parse -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c parse -l max-line -d 'Longest line accepted' -x
complete -c parse -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c parse -l progress -d 'Show progress on standard error, terminal or not'
complete -c parse -l no-progress -d 'Show no progress'
complete -c parse -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c parse -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c parse -s v -l verbose -d 'Show more on standard error'
complete -c parse -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c parse -s h -l help -d 'show the options'
complete -c parse -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from select' -l where -d 'Keep records that meet this condition; may be given several times' -x
complete -c feedmill -n '__fish_seen_subcommand_from select' -l exists -d 'Keep records that have this field, other than null; may be given several times' -x
complete -c feedmill -n '__fish_seen_subcommand_from select' -l since -d 'Keep records dated at or after TIME: a date, or a duration such as 7d before now' -x
complete -c feedmill -n '__fish_seen_subcommand_from select' -l until -d 'Keep records dated before TIME' -x
complete -c feedmill -n '__fish_seen_subcommand_from select' -l at -d 'Field that holds the date for --since and --until' -x
complete -c feedmill -n '__fish_seen_subcommand_from select' -l any -d 'Keep records that meet one of the conditions, rather than all'
complete -c feedmill -n '__fish_seen_subcommand_from select' -l not -d 'Keep the records that would be dropped, and drop those that would be kept'
complete -c feedmill -n '__fish_seen_subcommand_from select' -l limit -d 'Stop after N records' -x
complete -c feedmill -n '__fish_seen_subcommand_from select' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from select' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from select' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from select' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from select' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from select' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from select' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from select' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from select' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from select' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from select' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from select' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from select' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from select' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from select' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from select' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from select' -s V -l version -d 'show the version'
complete -c select -l where -d 'Keep records that meet this condition; may be given several times' -x
complete -c select -l exists -d 'Keep records that have this field, other than null; may be given several times' -x
complete -c select -l since -d 'Keep records dated at or after TIME: a date, or a duration such as 7d before now' -x
complete -c select -l until -d 'Keep records dated before TIME' -x
complete -c select -l at -d 'Field that holds the date for --since and --until' -x
complete -c select -l any -d 'Keep records that meet one of the conditions, rather than all'
complete -c select -l not -d 'Keep the records that would be dropped, and drop those that would be kept'
complete -c select -l limit -d 'Stop after N records' -x
complete -c select -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c select -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c select -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c select -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c select -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c select -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c select -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c select -l max-line -d 'Longest line accepted' -x
complete -c select -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c select -l progress -d 'Show progress on standard error, terminal or not'
complete -c select -l no-progress -d 'Show no progress'
complete -c select -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c select -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c select -s v -l verbose -d 'Show more on standard error'
complete -c select -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c select -s h -l help -d 'show the options'
complete -c select -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l with -d 'Add a built-in enrichment or a module, N records at once, with options; may be given several times' -x -a 'lang text-stats match sentiment links hash'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l exec -d 'Add a program that answers each line with one line of JSON; may be given several times' -x
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l terms -d 'File with the terms of the enrichment match' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l pool -d 'Where enrichments run: async (work that waits), threads (CPU-bound work) or processes (work that may crash)' -x -a 'async threads processes'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l setup-timeout -d 'Time limit for loading a module and for its `setup`' -x
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l queue-size -d 'Maximum number of records that wait inside' -x
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l on-error -d 'When an enrichment fails: reject the record, keep it with `enrichments_errors`, or stop the run' -x -a 'reject keep stop'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l max-value -d 'Maximum size of a value of an enrichment' -x
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l memory -d 'Heap limit of each process or thread that runs modules' -x
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l restarts -d 'Give up after N consecutive crashes of the program' -x
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -s c -l concurrency -d 'Maximum records under way at once' -x
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l ordered -d 'Write results in input order instead of as they complete'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l timeout -d 'Time limit for one enrichment of one record; 0 means no limit' -x
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from enrich' -s V -l version -d 'show the version'
complete -c enrich -l with -d 'Add a built-in enrichment or a module, N records at once, with options; may be given several times' -x -a 'lang text-stats match sentiment links hash'
complete -c enrich -l exec -d 'Add a program that answers each line with one line of JSON; may be given several times' -x
complete -c enrich -l terms -d 'File with the terms of the enrichment match' -r -F
complete -c enrich -l pool -d 'Where enrichments run: async (work that waits), threads (CPU-bound work) or processes (work that may crash)' -x -a 'async threads processes'
complete -c enrich -l setup-timeout -d 'Time limit for loading a module and for its `setup`' -x
complete -c enrich -l queue-size -d 'Maximum number of records that wait inside' -x
complete -c enrich -l on-error -d 'When an enrichment fails: reject the record, keep it with `enrichments_errors`, or stop the run' -x -a 'reject keep stop'
complete -c enrich -l max-value -d 'Maximum size of a value of an enrichment' -x
complete -c enrich -l memory -d 'Heap limit of each process or thread that runs modules' -x
complete -c enrich -l restarts -d 'Give up after N consecutive crashes of the program' -x
complete -c enrich -s c -l concurrency -d 'Maximum records under way at once' -x
complete -c enrich -l ordered -d 'Write results in input order instead of as they complete'
complete -c enrich -l timeout -d 'Time limit for one enrichment of one record; 0 means no limit' -x
complete -c enrich -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c enrich -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c enrich -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c enrich -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c enrich -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c enrich -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c enrich -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c enrich -l max-line -d 'Longest line accepted' -x
complete -c enrich -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c enrich -l progress -d 'Show progress on standard error, terminal or not'
complete -c enrich -l no-progress -d 'Show no progress'
complete -c enrich -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c enrich -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c enrich -s v -l verbose -d 'Show more on standard error'
complete -c enrich -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c enrich -s h -l help -d 'show the options'
complete -c enrich -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l by -d 'fields that make the key' -x
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l lines -d 'compare whole lines, whatever --by says; no JSON is parsed'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l normalize -d 'make values alike before they are compared: none, url or text' -x -a 'none url text'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l missing -d 'what becomes of a record without a key: keep, drop or reject' -x -a 'keep drop reject'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l keep -d 'which of the duplicates to keep: first, last, longest or latest (default: first)' -x -a 'first last longest latest'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l first -d 'the same as --keep first'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l last -d 'the same as --keep last'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l count -d 'add a field `count`: how many records had the key'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l only-duplicates -d 'give only keys that more than one record had, one record a key'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l exclude -d 'drop what is in this file: records with the same key, or bare values a line; may be given several times' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l state -d 'remember what was passed on in this folder, or in redis://HOST/DB/NAME, and drop it in later runs' -x -a '(__fish_complete_directories)'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l ttl -d 'with --state: forget a key that was not seen for so long, such as 30d' -x
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l compact -d 'with --state: remove what is forgotten, and give the space back, before the run'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l near -d 'also drop texts nearly the same as one before, in this field (default: content_text)' -x
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l method -d 'how nearness is measured: minhash or simhash' -x -a 'minhash simhash'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l threshold -d 'least similarity of near-duplicates, 0 to 1 (default: 0.8, simhash: 0.95)' -x
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l window -d 'compare with the last N texts only; bounds the memory' -x
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l explain -d 'say of each record dropped why: in the file of --dropped, else on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l dropped -d 'write dropped records there, each with the reason' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from dedupe' -s V -l version -d 'show the version'
complete -c dedupe -l by -d 'fields that make the key' -x
complete -c dedupe -l lines -d 'compare whole lines, whatever --by says; no JSON is parsed'
complete -c dedupe -l normalize -d 'make values alike before they are compared: none, url or text' -x -a 'none url text'
complete -c dedupe -l missing -d 'what becomes of a record without a key: keep, drop or reject' -x -a 'keep drop reject'
complete -c dedupe -l keep -d 'which of the duplicates to keep: first, last, longest or latest (default: first)' -x -a 'first last longest latest'
complete -c dedupe -l first -d 'the same as --keep first'
complete -c dedupe -l last -d 'the same as --keep last'
complete -c dedupe -l count -d 'add a field `count`: how many records had the key'
complete -c dedupe -l only-duplicates -d 'give only keys that more than one record had, one record a key'
complete -c dedupe -l exclude -d 'drop what is in this file: records with the same key, or bare values a line; may be given several times' -r -F
complete -c dedupe -l state -d 'remember what was passed on in this folder, or in redis://HOST/DB/NAME, and drop it in later runs' -x -a '(__fish_complete_directories)'
complete -c dedupe -l ttl -d 'with --state: forget a key that was not seen for so long, such as 30d' -x
complete -c dedupe -l compact -d 'with --state: remove what is forgotten, and give the space back, before the run'
complete -c dedupe -l near -d 'also drop texts nearly the same as one before, in this field (default: content_text)' -x
complete -c dedupe -l method -d 'how nearness is measured: minhash or simhash' -x -a 'minhash simhash'
complete -c dedupe -l threshold -d 'least similarity of near-duplicates, 0 to 1 (default: 0.8, simhash: 0.95)' -x
complete -c dedupe -l window -d 'compare with the last N texts only; bounds the memory' -x
complete -c dedupe -l explain -d 'say of each record dropped why: in the file of --dropped, else on standard error'
complete -c dedupe -l dropped -d 'write dropped records there, each with the reason' -r -F
complete -c dedupe -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c dedupe -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c dedupe -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c dedupe -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c dedupe -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c dedupe -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c dedupe -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c dedupe -l max-line -d 'Longest line accepted' -x
complete -c dedupe -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c dedupe -l progress -d 'Show progress on standard error, terminal or not'
complete -c dedupe -l no-progress -d 'Show no progress'
complete -c dedupe -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c dedupe -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c dedupe -s v -l verbose -d 'Show more on standard error'
complete -c dedupe -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c dedupe -s h -l help -d 'show the options'
complete -c dedupe -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l method -d 'Extraction method: phrases, rake, yake, textrank, tfidf (default: phrases; --rake-variant implies rake, --df implies tfidf)' -x -a 'phrases rake yake textrank tfidf'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l top -d 'Maximum keywords per record (default: 10; all for --rake-variant langkit and paper)' -x
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l min-score -d 'Minimum score' -x
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l max-words -d 'Maximum words per keyword' -x
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l lang -d 'Language of all records, ISO 639-1; auto: the language of each record' -x
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l field -d 'fields to read, separated by commas' -x
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l stopwords -d 'File with stop words; +WORD and -WORD add to and remove from the list of the language' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l rake-variant -d 'RAKE variant: default, langkit, paper' -x -a 'default langkit paper'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l df -d 'Read document frequencies for tfidf, as written by --df-out; several files add up; may be given several times' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l df-out -d 'Write the document frequencies of the input, plus those of --df, to FILE' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l scores -d 'Write phrases with scores (default)'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l no-scores -d 'Write phrases only, as strings'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -s j -l jobs -d 'Use N threads once the work has lasted half a second; records stay in order' -x
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from keywords' -s V -l version -d 'show the version'
complete -c keywords -l method -d 'Extraction method: phrases, rake, yake, textrank, tfidf (default: phrases; --rake-variant implies rake, --df implies tfidf)' -x -a 'phrases rake yake textrank tfidf'
complete -c keywords -l top -d 'Maximum keywords per record (default: 10; all for --rake-variant langkit and paper)' -x
complete -c keywords -l min-score -d 'Minimum score' -x
complete -c keywords -l max-words -d 'Maximum words per keyword' -x
complete -c keywords -l lang -d 'Language of all records, ISO 639-1; auto: the language of each record' -x
complete -c keywords -l field -d 'fields to read, separated by commas' -x
complete -c keywords -l stopwords -d 'File with stop words; +WORD and -WORD add to and remove from the list of the language' -r -F
complete -c keywords -l rake-variant -d 'RAKE variant: default, langkit, paper' -x -a 'default langkit paper'
complete -c keywords -l df -d 'Read document frequencies for tfidf, as written by --df-out; several files add up; may be given several times' -r -F
complete -c keywords -l df-out -d 'Write the document frequencies of the input, plus those of --df, to FILE' -r -F
complete -c keywords -l scores -d 'Write phrases with scores (default)'
complete -c keywords -l no-scores -d 'Write phrases only, as strings'
complete -c keywords -s j -l jobs -d 'Use N threads once the work has lasted half a second; records stay in order' -x
complete -c keywords -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c keywords -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c keywords -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c keywords -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c keywords -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c keywords -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c keywords -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c keywords -l max-line -d 'Longest line accepted' -x
complete -c keywords -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c keywords -l progress -d 'Show progress on standard error, terminal or not'
complete -c keywords -l no-progress -d 'Show no progress'
complete -c keywords -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c keywords -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c keywords -s v -l verbose -d 'Show more on standard error'
complete -c keywords -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c keywords -s h -l help -d 'show the options'
complete -c keywords -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l bucket -d 'Bucket of every record' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l key-field -d 'Field that holds the key' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l strategy -d 'Request to use: auto, head or list' -x -a 'auto head list'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l optimize -d 'What auto minimizes: cost, time or requests' -x -a 'cost time requests'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l batch -d 'Maximum keys of a bucket looked up together' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l batch-delay -d 'Maximum delay before a batch of keys is looked up' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l missing -d 'Emit only records whose object does not exist'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l existing -d 'Emit only records whose object exists'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l size-field -d 'Compare with the size in this field' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l etag-field -d 'Compare with the ETag in this field' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l md5-field -d 'Compare with the MD5 in this field' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l forbidden-is-missing -d 'Treat 403 as an object that does not exist'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l endpoint -d 'S3-compatible server to use instead of AWS' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l region -d 'AWS region of the first request' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l profile -d 'Profile in the AWS files' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l path-style -d 'Put the bucket in the path (default with --endpoint)'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l no-sign-request -d 'Send unsigned requests, for public buckets'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l requester-pays -d 'Pay for the requests to a requester-pays bucket'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l retries -d 'Retries when S3 is slow or the connection breaks' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l retry-delay -d 'Delay before the first retry; doubles each time' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -s c -l concurrency -d 'Maximum records under way at once' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l ordered -d 'Write results in input order instead of as they complete'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l timeout -d 'for one request, with its retries and delays; 0 means no limit' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from s3exists' -s V -l version -d 'show the version'
complete -c s3exists -l bucket -d 'Bucket of every record' -x
complete -c s3exists -l key-field -d 'Field that holds the key' -x
complete -c s3exists -l strategy -d 'Request to use: auto, head or list' -x -a 'auto head list'
complete -c s3exists -l optimize -d 'What auto minimizes: cost, time or requests' -x -a 'cost time requests'
complete -c s3exists -l batch -d 'Maximum keys of a bucket looked up together' -x
complete -c s3exists -l batch-delay -d 'Maximum delay before a batch of keys is looked up' -x
complete -c s3exists -l missing -d 'Emit only records whose object does not exist'
complete -c s3exists -l existing -d 'Emit only records whose object exists'
complete -c s3exists -l size-field -d 'Compare with the size in this field' -x
complete -c s3exists -l etag-field -d 'Compare with the ETag in this field' -x
complete -c s3exists -l md5-field -d 'Compare with the MD5 in this field' -x
complete -c s3exists -l forbidden-is-missing -d 'Treat 403 as an object that does not exist'
complete -c s3exists -l endpoint -d 'S3-compatible server to use instead of AWS' -x
complete -c s3exists -l region -d 'AWS region of the first request' -x
complete -c s3exists -l profile -d 'Profile in the AWS files' -x
complete -c s3exists -l path-style -d 'Put the bucket in the path (default with --endpoint)'
complete -c s3exists -l no-sign-request -d 'Send unsigned requests, for public buckets'
complete -c s3exists -l requester-pays -d 'Pay for the requests to a requester-pays bucket'
complete -c s3exists -l retries -d 'Retries when S3 is slow or the connection breaks' -x
complete -c s3exists -l retry-delay -d 'Delay before the first retry; doubles each time' -x
complete -c s3exists -s c -l concurrency -d 'Maximum records under way at once' -x
complete -c s3exists -l ordered -d 'Write results in input order instead of as they complete'
complete -c s3exists -l timeout -d 'for one request, with its retries and delays; 0 means no limit' -x
complete -c s3exists -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c s3exists -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c s3exists -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c s3exists -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c s3exists -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c s3exists -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c s3exists -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c s3exists -l max-line -d 'Longest line accepted' -x
complete -c s3exists -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c s3exists -l progress -d 'Show progress on standard error, terminal or not'
complete -c s3exists -l no-progress -d 'Show no progress'
complete -c s3exists -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c s3exists -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c s3exists -s v -l verbose -d 'Show more on standard error'
complete -c s3exists -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c s3exists -s h -l help -d 'show the options'
complete -c s3exists -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l every -d 'Show every Nth record' -x
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l interval -d 'Show one record per DURATION' -x
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l fields -d 'show only these fields, separated by commas' -x
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l width -d 'Cut lines to this width (default: that of the terminal, or 120)' -x
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l limit -d 'Pass on the first N lines, then end' -x
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l counts -d 'Show counts only, no samples'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l large -d 'Report each record larger than this' -x
complete -c feedmill -n '__fish_seen_subcommand_from peek' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from peek' -s V -l version -d 'show the version'
complete -c peek -l every -d 'Show every Nth record' -x
complete -c peek -l interval -d 'Show one record per DURATION' -x
complete -c peek -l fields -d 'show only these fields, separated by commas' -x
complete -c peek -l width -d 'Cut lines to this width (default: that of the terminal, or 120)' -x
complete -c peek -l limit -d 'Pass on the first N lines, then end' -x
complete -c peek -l counts -d 'Show counts only, no samples'
complete -c peek -l large -d 'Report each record larger than this' -x
complete -c peek -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c peek -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c peek -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c peek -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c peek -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c peek -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c peek -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c peek -l max-line -d 'Longest line accepted' -x
complete -c peek -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c peek -l progress -d 'Show progress on standard error, terminal or not'
complete -c peek -l no-progress -d 'Show no progress'
complete -c peek -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c peek -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c peek -s v -l verbose -d 'Show more on standard error'
complete -c peek -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c peek -s h -l help -d 'show the options'
complete -c peek -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l title -d 'title of the document' -x
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from feeds2opml' -s V -l version -d 'show the version'
complete -c feeds2opml -l title -d 'title of the document' -x
complete -c feeds2opml -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feeds2opml -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feeds2opml -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feeds2opml -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feeds2opml -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feeds2opml -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feeds2opml -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feeds2opml -l max-line -d 'Longest line accepted' -x
complete -c feeds2opml -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feeds2opml -l progress -d 'Show progress on standard error, terminal or not'
complete -c feeds2opml -l no-progress -d 'Show no progress'
complete -c feeds2opml -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feeds2opml -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feeds2opml -s v -l verbose -d 'Show more on standard error'
complete -c feeds2opml -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feeds2opml -s h -l help -d 'show the options'
complete -c feeds2opml -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l queue -d 'Queue to use; its keys in Redis begin with NAME' -x
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l redis -d 'Redis server as redis://HOST:PORT/DB, or rediss: for TLS (default: $REDIS_URL, or redis://127.0.0.1:6379)' -x
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l id-field -d 'Queue records with the same value of this field once while one of them is in the queue' -x
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l priority -d 'Priority: high, normal or low' -x -a 'high normal low'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l delay -d 'Time before a record may be taken, such as 10m' -x
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l max-backlog -d 'Stop reading while the queue holds N records' -x
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l codec -d 'Format of records in Redis: json or msgpack' -x -a 'json msgpack'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l compress -d 'Compress records above 1 KB: none or deflate' -x -a 'none deflate'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l max-payload -d 'Longest record, before it is compressed' -x
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from enqueue' -s V -l version -d 'show the version'
complete -c enqueue -l queue -d 'Queue to use; its keys in Redis begin with NAME' -x
complete -c enqueue -l redis -d 'Redis server as redis://HOST:PORT/DB, or rediss: for TLS (default: $REDIS_URL, or redis://127.0.0.1:6379)' -x
complete -c enqueue -l id-field -d 'Queue records with the same value of this field once while one of them is in the queue' -x
complete -c enqueue -l priority -d 'Priority: high, normal or low' -x -a 'high normal low'
complete -c enqueue -l delay -d 'Time before a record may be taken, such as 10m' -x
complete -c enqueue -l max-backlog -d 'Stop reading while the queue holds N records' -x
complete -c enqueue -l codec -d 'Format of records in Redis: json or msgpack' -x -a 'json msgpack'
complete -c enqueue -l compress -d 'Compress records above 1 KB: none or deflate' -x -a 'none deflate'
complete -c enqueue -l max-payload -d 'Longest record, before it is compressed' -x
complete -c enqueue -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c enqueue -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c enqueue -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c enqueue -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c enqueue -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c enqueue -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c enqueue -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c enqueue -l max-line -d 'Longest line accepted' -x
complete -c enqueue -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c enqueue -l progress -d 'Show progress on standard error, terminal or not'
complete -c enqueue -l no-progress -d 'Show no progress'
complete -c enqueue -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c enqueue -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c enqueue -s v -l verbose -d 'Show more on standard error'
complete -c enqueue -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c enqueue -s h -l help -d 'show the options'
complete -c enqueue -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from work' -l queue -d 'Queue to use; its keys in Redis begin with NAME' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -l redis -d 'Redis server as redis://HOST:PORT/DB, or rediss: for TLS (default: $REDIS_URL, or redis://127.0.0.1:6379)' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -l to -d 'Add results to this queue instead of writing them to standard output' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -s c -l concurrency -d 'Records under way at once; for outside commands, processes' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -l batch -d 'Maximum records per run of an outside command' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -l timeout -d 'Kill a run of an outside command after this time (0: no limit)' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -l lease -d 'Time before unacknowledged records go to another worker' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -l max-tries -d 'Tries per record before it goes to the dead letters' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -l retry-delay -d 'Approximate delay before the second try; doubles each time' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -l breaker -d 'Pause after N failures in a row that may pass (0: never)' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -l max-backlog -d 'Take nothing while the queue of --to holds N records' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -l until-empty -d 'End when nothing waits, is under way or is to be tried again, instead of waiting for more'
complete -c feedmill -n '__fish_seen_subcommand_from work' -l codec -d 'Format of records in Redis: json or msgpack' -x -a 'json msgpack'
complete -c feedmill -n '__fish_seen_subcommand_from work' -l compress -d 'Compress records above 1 KB: none or deflate' -x -a 'none deflate'
complete -c feedmill -n '__fish_seen_subcommand_from work' -l max-payload -d 'Longest record, before it is compressed' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from work' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from work' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from work' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from work' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from work' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from work' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from work' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from work' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from work' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from work' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from work' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from work' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from work' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from work' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from work' -s V -l version -d 'show the version'
complete -c work -l queue -d 'Queue to use; its keys in Redis begin with NAME' -x
complete -c work -l redis -d 'Redis server as redis://HOST:PORT/DB, or rediss: for TLS (default: $REDIS_URL, or redis://127.0.0.1:6379)' -x
complete -c work -l to -d 'Add results to this queue instead of writing them to standard output' -x
complete -c work -s c -l concurrency -d 'Records under way at once; for outside commands, processes' -x
complete -c work -l batch -d 'Maximum records per run of an outside command' -x
complete -c work -l timeout -d 'Kill a run of an outside command after this time (0: no limit)' -x
complete -c work -l lease -d 'Time before unacknowledged records go to another worker' -x
complete -c work -l max-tries -d 'Tries per record before it goes to the dead letters' -x
complete -c work -l retry-delay -d 'Approximate delay before the second try; doubles each time' -x
complete -c work -l breaker -d 'Pause after N failures in a row that may pass (0: never)' -x
complete -c work -l max-backlog -d 'Take nothing while the queue of --to holds N records' -x
complete -c work -l until-empty -d 'End when nothing waits, is under way or is to be tried again, instead of waiting for more'
complete -c work -l codec -d 'Format of records in Redis: json or msgpack' -x -a 'json msgpack'
complete -c work -l compress -d 'Compress records above 1 KB: none or deflate' -x -a 'none deflate'
complete -c work -l max-payload -d 'Longest record, before it is compressed' -x
complete -c work -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c work -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c work -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c work -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c work -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c work -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c work -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c work -l max-line -d 'Longest line accepted' -x
complete -c work -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c work -l progress -d 'Show progress on standard error, terminal or not'
complete -c work -l no-progress -d 'Show no progress'
complete -c work -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c work -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c work -s v -l verbose -d 'Show more on standard error'
complete -c work -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c work -s h -l help -d 'show the options'
complete -c work -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l queue -d 'Queue to use; its keys in Redis begin with NAME' -x
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l redis -d 'Redis server as redis://HOST:PORT/DB, or rediss: for TLS (default: $REDIS_URL, or redis://127.0.0.1:6379)' -x
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -s n -l count -d 'End after N records' -x
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l prefetch -d 'Records taken at a time' -x
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l lease -d 'Time before unacknowledged records go to another worker' -x
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l max-tries -d 'Tries per record before it goes to the dead letters' -x
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l max-payload -d 'Longest record, before it is compressed' -x
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from dequeue' -s V -l version -d 'show the version'
complete -c dequeue -l queue -d 'Queue to use; its keys in Redis begin with NAME' -x
complete -c dequeue -l redis -d 'Redis server as redis://HOST:PORT/DB, or rediss: for TLS (default: $REDIS_URL, or redis://127.0.0.1:6379)' -x
complete -c dequeue -s n -l count -d 'End after N records' -x
complete -c dequeue -l prefetch -d 'Records taken at a time' -x
complete -c dequeue -l lease -d 'Time before unacknowledged records go to another worker' -x
complete -c dequeue -l max-tries -d 'Tries per record before it goes to the dead letters' -x
complete -c dequeue -l max-payload -d 'Longest record, before it is compressed' -x
complete -c dequeue -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c dequeue -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c dequeue -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c dequeue -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c dequeue -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c dequeue -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c dequeue -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c dequeue -l max-line -d 'Longest line accepted' -x
complete -c dequeue -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c dequeue -l progress -d 'Show progress on standard error, terminal or not'
complete -c dequeue -l no-progress -d 'Show no progress'
complete -c dequeue -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c dequeue -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c dequeue -s v -l verbose -d 'Show more on standard error'
complete -c dequeue -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c dequeue -s h -l help -d 'show the options'
complete -c dequeue -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l queue -d 'Queue to use; its keys in Redis begin with NAME' -x
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l redis -d 'Redis server as redis://HOST:PORT/DB, or rediss: for TLS (default: $REDIS_URL, or redis://127.0.0.1:6379)' -x
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l dead -d 'drain, dump: use the dead letters'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l watch -d 'stats: repeat; on a terminal as a table'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l interval -d 'stats --watch: time between outputs' -x
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l format -d 'stats: output format, json or prometheus' -x -a 'json prometheus'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l max-payload -d 'Longest record, before it is compressed' -x
complete -c feedmill -n '__fish_seen_subcommand_from queue' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from queue' -s V -l version -d 'show the version'
complete -c queue -l queue -d 'Queue to use; its keys in Redis begin with NAME' -x
complete -c queue -l redis -d 'Redis server as redis://HOST:PORT/DB, or rediss: for TLS (default: $REDIS_URL, or redis://127.0.0.1:6379)' -x
complete -c queue -l dead -d 'drain, dump: use the dead letters'
complete -c queue -l watch -d 'stats: repeat; on a terminal as a table'
complete -c queue -l interval -d 'stats --watch: time between outputs' -x
complete -c queue -l format -d 'stats: output format, json or prometheus' -x -a 'json prometheus'
complete -c queue -l max-payload -d 'Longest record, before it is compressed' -x
complete -c queue -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c queue -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c queue -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c queue -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c queue -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c queue -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c queue -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c queue -l max-line -d 'Longest line accepted' -x
complete -c queue -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c queue -l progress -d 'Show progress on standard error, terminal or not'
complete -c queue -l no-progress -d 'Show no progress'
complete -c queue -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c queue -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c queue -s v -l verbose -d 'Show more on standard error'
complete -c queue -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c queue -s h -l help -d 'show the options'
complete -c queue -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from run' -s f -l file -d 'read the pipeline from this file: a stage a line, with or without |; # begins a comment' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from run' -s j -l jobs -d 'spread stages that compute over N threads' -x
complete -c feedmill -n '__fish_seen_subcommand_from run' -s o -l output -d 'Write records to this file or FIFO instead of standard output' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from run' -l rejects -d 'Write rejected records to this file or FIFO, one JSON object a line' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from run' -l append -d 'Append to the files of --output and --rejects instead of truncating them'
complete -c feedmill -n '__fish_seen_subcommand_from run' -l atomic -d 'Make the file of --output appear complete or not at all'
complete -c feedmill -n '__fish_seen_subcommand_from run' -l wait -d 'Give up a FIFO that has no reader for this long (default: wait for ever)' -x
complete -c feedmill -n '__fish_seen_subcommand_from run' -l allow-rejects -d 'Exit 0 although records were rejected'
complete -c feedmill -n '__fish_seen_subcommand_from run' -l follow -d 'Keep FIFOs open after their last writer leaves, and read all of them at once'
complete -c feedmill -n '__fish_seen_subcommand_from run' -l max-line -d 'Longest line accepted' -x
complete -c feedmill -n '__fish_seen_subcommand_from run' -l lock -d 'Allow one run at a time: exit 3 while another run holds this lock, a file or redis://HOST/DB/NAME' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from run' -l progress -d 'Show progress on standard error, terminal or not'
complete -c feedmill -n '__fish_seen_subcommand_from run' -l no-progress -d 'Show no progress'
complete -c feedmill -n '__fish_seen_subcommand_from run' -l stats -d 'Write one JSON line of counts to standard error at the end'
complete -c feedmill -n '__fish_seen_subcommand_from run' -s q -l quiet -d 'Show only errors on standard error, and one line for all rejects'
complete -c feedmill -n '__fish_seen_subcommand_from run' -s v -l verbose -d 'Show more on standard error'
complete -c feedmill -n '__fish_seen_subcommand_from run' -l log-format -d 'Format of the lines on standard error: text or json' -x -a 'text json'
complete -c feedmill -n '__fish_seen_subcommand_from run' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from run' -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from check' -s f -l file -d 'read the pipeline from this file' -r -F
complete -c feedmill -n '__fish_seen_subcommand_from check' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from check' -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from schema' -f -a 'opml2feeds fetch parse select enrich dedupe keywords s3exists peek feeds2opml enqueue work dequeue queue record feed response item enriched keyworded located url document reject stats'
complete -c feedmill -n '__fish_seen_subcommand_from schema' -l of -d 'which of a command: input, output, rejects, stats' -x -a 'input output rejects stats'
complete -c feedmill -n '__fish_seen_subcommand_from schema' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from schema' -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'
complete -c feedmill -n '__fish_seen_subcommand_from completion' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from completion' -s V -l version -d 'show the version'
complete -c feedmill -n '__fish_seen_subcommand_from doctor' -f -a ''
complete -c feedmill -n '__fish_seen_subcommand_from doctor' -l state -d 'look into the state in this folder too; may be given several times' -x -a '(__fish_complete_directories)'
complete -c feedmill -n '__fish_seen_subcommand_from doctor' -s h -l help -d 'show the options'
complete -c feedmill -n '__fish_seen_subcommand_from doctor' -s V -l version -d 'show the version'
