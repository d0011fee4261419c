"""The last perplexity on the Pile of each size trained on C4, out of JSON; pandas is only for the table."""

import json
import os
from urllib.parse import urlencode
from urllib.request import urlopen

import pandas as pd

BASE_URL = os.environ.get("BASE_URL", "http://localhost:3000")

query = urlencode({
    "metric": "pile-valppl",
    "data": "C4",
    "checkpoint": "final",
    "columns": "params,step,value",
    "format": "columns",
})
with urlopen(f"{BASE_URL}/api/visualize/data?{query}", timeout=30) as answer:
    body = json.load(answer)
assert body["meta"]["rows"] == body["meta"]["total"]
print(pd.DataFrame(body["data"]).to_csv(index=False), end="")
