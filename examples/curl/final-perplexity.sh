#!/usr/bin/env bash
# The final perplexity on the Pile of each size trained on C4, as CSV.
set -euo pipefail
base=${BASE_URL:-http://localhost:3000}

curl -sSf "$base/api/visualize/data.csv?metric=pile-valppl&data=C4&checkpoint=final&columns=params,step,value"
