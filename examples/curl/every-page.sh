#!/usr/bin/env bash
# All rows of a query as NDJSON, in pages of 1,000. Paging is optional: a response without a limit is complete.
# --data-urlencode encodes names with a plus, a percent sign or commas.
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
