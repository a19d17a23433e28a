#!/usr/bin/env bash
# Uploads the files of a folder that are new in a bucket or differ there in size, at the fewest requests:
#
#     examples/s3-sync.sh FOLDER BUCKET [PREFIX]
#
# s3exists looks the keys up with LIST where they are neighbours; `aws s3 cp` (or what UPLOAD names) is run only for what has
# to be uploaded, eight at once. Needs jq and GNU find. The AWS environment and files say where S3 is and who asks.
#
#     UPLOAD='s3cmd put' examples/s3-sync.sh corpus my-bucket     another program: it is given FILE and s3://BUCKET/KEY
#     DRY_RUN=1 examples/s3-sync.sh corpus my-bucket              says what would be uploaded
set -euo pipefail
folder=${1:?usage: s3-sync.sh FOLDER BUCKET [PREFIX]}
bucket=${2:?usage: s3-sync.sh FOLDER BUCKET [PREFIX]}
export PREFIX="${3:-}" BUCKET="$bucket"
PATH="$(cd "$(dirname "$0")/../bin" && pwd):$PATH"
[ -z "${DRY_RUN:-}" ] || UPLOAD='echo would upload'
cd "$folder"

# Names may hold anything but NUL, so they come ended by NUL, with the size in front.
find . -type f -printf '%s %P\0' |
  jq --raw-input --slurp --compact-output \
    'split("\u0000")[] | select(. != "") | index(" ") as $at | .[$at + 1:] as $file | {file: ("./" + $file), key: (env.PREFIX + $file), size: (.[:$at] | tonumber)}' |
  s3exists --bucket "$bucket" --size-field size |
  jq --join-output 'select(.s3.state != "same") | .file, "\u0000", "s3://\(env.BUCKET)/\(.key)", "\u0000"' |
  xargs -0 -r -n 2 -P 8 ${UPLOAD:-aws s3 cp --only-show-errors}
