#!/usr/bin/env bash
# Saves an answer, compressed on its way, under the name that the server gives it, and prints that name.
set -euo pipefail
base=${BASE_URL:-http://localhost:3000}

curl -sSf --compressed -O -J -w '%{filename_effective}\n' \
  "$base/api/visualize/data/ft.csv?metric=boolq_acc_raw&download=1"
