#!/usr/bin/env bash
# Downloads a file, compressed in transit, under the name that the server suggests, and prints the name.
set -euo pipefail
base=${BASE_URL:-http://localhost:3000}

curl -sSf --compressed -O -J -w '%{filename_effective}\n' \
  "$base/api/visualize/data/ft.csv?metric=boolq_acc_raw&download=1"
