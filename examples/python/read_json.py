"""The final perplexity on the Pile of each size trained on C4, from JSON; pandas only prints the table."""

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
with urlopen(f"{BASE_URL}/api/visualize/data?{query}", timeout=30) as response:
    body = json.load(response)
assert body["meta"]["rows"] == body["meta"]["total"]
print(pd.DataFrame(body["data"]).to_csv(index=False), end="")
