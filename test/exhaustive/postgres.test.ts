/** The engine over PostgreSQL against the engine in memory: 2,000 random queries, and the whole of the shipped evaluations. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineDataset } from "../../src/catalog/declaration.js";
import { DuckDbDatabase } from "../../src/engines/duckdb/duckdb-engine.js";
import { openPostgresDataset } from "../../src/engines/postgres/postgres-engine.js";
import { loadSource } from "../../src/pipeline/load.js";
import { DatasetQuery } from "../../src/query/dataset-query.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import {
  CONTEXT,
  encode,
  expectSameBytes,
  expectSameCounts,
  readMemoryEngine,
} from "../support/catalog-queries.js";
import { writeCatalogTable } from "../support/catalog-table.js";
import { lacksPostgres, PostgresServer } from "../support/postgres-server.js";
import { loadCatalogTable } from "../support/postgres-table.js";
import { recordingEffects } from "../support/recording-effects.js";
import { ROOT } from "../support/served-app.js";

const ROUNDS = 2000;
const OPTIONS = { poolSize: 2, connectTimeoutMs: 60_000, queryTimeoutMs: 0 };
const EVALUATIONS = join(ROOT, "initial_data/mean_eval_melted.parquet");

describe.skipIf(lacksPostgres())("the engine over PostgreSQL", () => {
  let folder: string;
  let server: PostgresServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "datadecide-postgres-table-"));
    server = await PostgresServer.start();
  });
  afterAll(async () => {
    await server?.remove();
    await rm(folder, { recursive: true });
  });

  it(`gives the bytes and the counts of the engine in memory for ${ROUNDS} random queries`, async () => {
    await writeCatalogTable(folder);
    await loadCatalogTable(folder, server.url());
    const source = server.url("?table=runs");
    const engine = await openPostgresDataset(defineDataset("runs", { source }), OPTIONS);
    const memory = await readMemoryEngine(folder, engine.schema);
    await expectSameBytes(engine, memory, ROUNDS, 2026);
    await expectSameCounts(engine, memory, 500);
    await engine.close();
  });

  it("gives the bytes of DuckDB for the whole of the shipped evaluations, and for pages and filters of them", async () => {
    await loadSource({ source: EVALUATIONS, to: server.url(), table: "evaluations" }, recordingEffects());
    const source = server.url("?table=evaluations");
    const engine = await openPostgresDataset(defineDataset("evaluations", { source }), OPTIONS);
    const database = await DuckDbDatabase.open({ memoryLimit: "1GB", threads: 2 });
    const duckDb = await database.openDataset(defineDataset("evaluations", { source: EVALUATIONS }));
    const queries = [
      ...["", "metric=pile-valppl&sort=-value", "data=C4&sort=metric,params&limit=20000", "step__gte=50000"],
      ...[
        "limit=5&offset=1700000",
        "value__lt=0.1&sort=value,step&limit=100000",
        "params=1B,4M&columns=value,data",
      ],
    ];
    for (const [index, text] of queries.entries()) {
      const raw = parseRawQuery(text);
      const read = async (each: typeof engine | typeof duckDb) =>
        encode(await each.query(new DatasetQuery(each.schema, each.values).parse(raw).query, CONTEXT), index);
      expect((await read(engine)).equals(await read(duckDb)), text).toBe(true);
    }
    await engine.close();
    database.close();
  });
});
