"""The last perplexity on the Pile of each size trained on C4, by pandas: pip install pandas"""

import os
from urllib.parse import urlencode

import pandas as pd

BASE_URL = os.environ.get("BASE_URL", "http://localhost:3000")

query = urlencode({
    "metric": "pile-valppl",
    "data": "C4",
    "checkpoint": "final",
    "columns": "params,step,value",
})
# round_trip: the quick parser of pandas may miss the last bit of a double.
frame = pd.read_csv(f"{BASE_URL}/api/visualize/data.csv?{query}", float_precision="round_trip")
print(frame.to_csv(index=False), end="")
