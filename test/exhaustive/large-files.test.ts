/** Parquet files that are too large to be held: they are streamed, row group by row group, in memory that stays the same. */
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parquetFormat } from "../../src/formats/parquet.js";
import { registerRequestLog } from "../../src/http/lifecycle/request-log.js";
import { ResponseCache } from "../../src/http/response/response-cache.js";
import { RowResponder } from "../../src/http/response/row-response.js";
import { parseParquetFrame } from "../../src/ingest/parquet.js";
import { buildQueryPlan } from "../../src/query/query-plan.js";
import { selectWide } from "../../src/table/selection.js";
import { numberColumn, tableOf } from "../support/columns.js";
import { NO_CACHE } from "../support/encoding.js";
import { type HttpClient, listen } from "../support/http-client.js";
import { SeededRandom } from "../support/seeded-random.js";
import { ALL_ROWS, serveSelection } from "../support/served-selection.js";

/** Five bytes each that no compression makes smaller. */
const ROWS = 8_000_000;

const random = new SeededRandom(1);
const table = tableOf(
  numberColumn(
    "n",
    Array.from({ length: ROWS }, () => random.next()),
  ),
);
const OPTIONS = { key: "", fields: ["n"], sort: [], offset: 0, limit: null };
const selection = selectWide(table, [], table.allRows(), OPTIONS);
let app: FastifyInstance;
let client: HttpClient;

beforeAll(async () => {
  app = fastify();
  registerRequestLog(app);
  const responder = new RowResponder(new ResponseCache(0), "1");
  const source = { path: "p", sha256: "0".repeat(64), sizeBytes: 1, provenance: "test" };
  const dataset = serveSelection(selection, source);
  const output = { format: parquetFormat, isDownload: false };
  app.get("/large", (request, reply) =>
    responder.send(request, reply, buildQueryPlan("test", "table", {}, ALL_ROWS, OPTIONS, output), dataset),
  );
  client = await listen(app);
});
afterAll(async () => {
  client.close();
  await app.close();
});

describe("a Parquet file beyond 32 MiB", () => {
  it("is streamed without byte ranges, and is whole", async () => {
    for (const headers of [{}, { range: "bytes=-8" }]) {
      const answer = await client.get("/large", headers);
      expect(answer.status).toBe(200);
      expect(answer.headers["accept-ranges"]).toBe("none");
      expect(answer.headers["content-length"]).toBeUndefined();
      const read = (await parseParquetFrame(answer.body, "f")).table;
      expect(read.rowCount).toBe(ROWS);
      const { values } = read.getOfKind("n", "number");
      expect(Buffer.compare(viewBytes(values), viewBytes(table.getOfKind("n", "number").values))).toBe(0);
    }
  });

  it("comes in chunks of one column of a row group", () => {
    let sizeBytes = 0;
    const input = { selection, meta: "{}", textCache: NO_CACHE, buffer: null };
    for (const chunk of parquetFormat.encode(input)) {
      const length = chunk instanceof Promise ? 0 : chunk.length;
      expect(length).toBeLessThan(1_500_000);
      sizeBytes += length;
    }
    expect(sizeBytes).toBeGreaterThan(32 * 1024 * 1024);
  });
});

function viewBytes({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
