"""The final perplexity on the Pile of each size trained on C4, with pyarrow: pip install pandas pyarrow

With Polars, from Parquet:

    import polars as pl
    frame = pl.read_parquet(url)
"""

import os
from urllib.parse import urlencode
from urllib.request import urlopen

import pyarrow.ipc

BASE_URL = os.environ.get("BASE_URL", "http://localhost:3000")

query = urlencode({
    "metric": "pile-valppl",
    "data": "C4",
    "checkpoint": "final",
    "columns": "params,step,value",
})
with urlopen(f"{BASE_URL}/api/visualize/data.arrow?{query}", timeout=30) as response:
    table = pyarrow.ipc.open_stream(response).read_all()
frame = table.to_pandas()
print(frame.to_csv(index=False), end="")

# Lists and timestamps keep their types.
with urlopen(f"{BASE_URL}/api/visualize/data/ft.arrow?metric=boolq_acc_raw", timeout=30) as response:
    comparisons = pyarrow.ipc.open_stream(response).read_all()
print(comparisons.schema.field("timestamp").type, comparisons.schema.field("pt_boolq_acc_raw_list").type)
