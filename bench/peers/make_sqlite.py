"""Writes the evaluations as SQLite with indexes that fit the queries: make_sqlite.py <parquet> <sqlite>."""

import sqlite3
import sys

import pandas as pd

COLUMNS = ["params", "data", "step", "tokens", "compute", "metric", "value"]

parquet_path, sqlite_path = sys.argv[1:]
frame = pd.read_parquet(parquet_path, columns=COLUMNS).dropna(subset=["value"])
with sqlite3.connect(sqlite_path) as connection:
    connection.execute("pragma journal_mode = off")
    connection.execute(
        "create table evaluations (params text, data text, step real, tokens real, compute real, metric text, value real)"
    )
    connection.executemany("insert into evaluations values (?, ?, ?, ?, ?, ?, ?)", frame.itertuples(index=False, name=None))
    connection.execute("create index metric_data_params on evaluations (metric, data, params, step)")
    connection.execute("create index metric_params on evaluations (metric, params, step)")
    connection.execute("create index data_params on evaluations (data, params)")
    connection.execute("analyze")
