#!/usr/bin/env bash
# Repeats a request with the ETag of its first response: 304 as long as nothing has changed.
set -euo pipefail
base=${BASE_URL:-http://localhost:3000}
url="$base/api/visualize/data?metric=pile-valppl&data=C4"

etag=$(curl -sSf -o /dev/null -D - "$url" | tr -d '\r' | sed -n 's/^etag: //p')
curl -sSf -o /dev/null -w '%{http_code}\n' -H "If-None-Match: $etag" "$url"
