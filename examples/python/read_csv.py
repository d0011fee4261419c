"""The final perplexity on the Pile of each size trained on C4, with pandas: pip install pandas"""

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
frame = pd.read_csv(f"{BASE_URL}/api/visualize/data.csv?{query}")
print(frame.to_csv(index=False), end="")
