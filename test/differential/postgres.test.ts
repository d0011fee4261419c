/** The engine over PostgreSQL against the engine in memory: the same query over the same rows is the same bytes, or the same problem. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineDataset } from "../../src/catalog/declaration.js";
import type { DatasetEngine } from "../../src/engines/engine.js";
import { openPostgresDataset, type PostgresEngine } from "../../src/engines/postgres/postgres-engine.js";
import { expectSameBytes, expectSameCounts, readMemoryEngine } from "../support/catalog-queries.js";
import { INFERRED_COLUMNS, writeCatalogTable } from "../support/catalog-table.js";
import { lacksPostgres, PostgresServer } from "../support/postgres-server.js";
import { loadCatalogTable } from "../support/postgres-table.js";

const ROUNDS = 300;
const OPTIONS = { poolSize: 2, connectTimeoutMs: 5000, queryTimeoutMs: 60_000 };

describe.skipIf(lacksPostgres())("the engine over PostgreSQL", () => {
  let folder: string;
  let server: PostgresServer;
  let engine: PostgresEngine;
  let memory: DatasetEngine;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "datadecide-postgres-table-"));
    await writeCatalogTable(folder);
    server = await PostgresServer.start();
    await loadCatalogTable(folder, server.url());
    engine = await openPostgresDataset(defineDataset("runs", { source: server.url("?table=runs") }), OPTIONS);
    memory = await readMemoryEngine(folder, engine.schema);
  });
  afterAll(async () => {
    await engine?.close();
    await server?.remove();
    await rm(folder, { recursive: true });
  });

  it("infers types, roles and filters from the table, without the column of its order", () => {
    expect(engine.schema.columns.map(({ name, type, role, filter }) => [name, type, role, filter])).toEqual(
      INFERRED_COLUMNS,
    );
  });

  it(`gives the bytes of the engine in memory for ${ROUNDS} random queries, or the same problem`, () =>
    expectSameBytes(engine, memory, ROUNDS));

  it("counts as the engine in memory does", () => expectSameCounts(engine, memory, 60));
});
