"""The API's predecessor in one route: FastAPI over a pandas frame, here kept in memory and filtered per request."""

import os
from typing import Annotated

import pandas as pd
from fastapi import FastAPI, Query

COLUMNS = ["params", "data", "step", "tokens", "compute", "metric", "value"]

app = FastAPI()
frame = pd.read_parquet(os.environ["EVALUATIONS_PATH"], columns=COLUMNS).dropna(subset=["value"])


@app.get("/health")
def health():
    return {"status": "ok", "rows": len(frame)}


@app.get("/data")
def data(
    metric: Annotated[list[str] | None, Query()] = None,
    data: Annotated[list[str] | None, Query()] = None,
    params: Annotated[list[str] | None, Query()] = None,
    step__gte: float | None = None,
):
    rows = frame
    for name, wanted in (("metric", metric), ("data", data), ("params", params)):
        if wanted is not None:
            rows = rows[rows[name].isin(wanted)]
    if step__gte is not None:
        rows = rows[rows["step"] >= step__gte]
    return {"data": rows.to_dict(orient="records")}
