#!/usr/bin/env bash
# All rows of an answer, 1,000 at a time, as NDJSON. An answer is complete without this; pages are for clients that
# want to go on later. --data-urlencode takes names with a plus, a percent sign or commas as they are.
set -euo pipefail
base=${BASE_URL:-http://localhost:3000}

headers=$(mktemp)
trap 'rm -f "$headers"' EXIT
curl -sSf -G "$base/api/visualize/data.ndjson" -D "$headers" \
  --data-urlencode 'metric=*-valppl' \
  --data-urlencode 'data=Falcon+CC (QC 10%)' \
  --data-urlencode 'columns=params,step,metric,value' \
  --data-urlencode 'limit=1000'
next() { tr -d '\r' <"$headers" | sed -n 's/^link: <\(.*\)>; rel="next"$/\1/p'; }
while path=$(next) && [ -n "$path" ]; do
  curl -sSf "$base$path" -D "$headers"
done
