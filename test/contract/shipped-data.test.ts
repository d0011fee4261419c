/** The shipped files, read here once: what they hold, what is documented of them, and their prepared form. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { encodePrepared, readPreparedFile } from "../../src/datasets/prepared.js";
import type { Datasets } from "../../src/datasets/read.js";
import { jsonFormat } from "../../src/formats/json.js";
import { EVALUATIONS_ROUTES } from "../../src/http/routes/data.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { queryComparisons, queryEvaluations } from "../support/dataset-queries.js";
import { encodeBytes } from "../support/encoding.js";
import { compile, DOCUMENT, getOperation, getQueryParameters } from "../support/openapi.js";
import { buildServedApp, DATA, FACETS, FT, ROOT, ready } from "../support/served-app.js";
import { readShippedDatasets, SHIPPED_PATHS } from "../support/shipped-data.js";
import { makeFolder } from "../support/small-files.js";

let shipped: Datasets;
let app: FastifyInstance;

beforeAll(async () => {
  shipped = await readShippedDatasets();
  ({ app } = await buildServedApp(ready(shipped)));
});

describe("the shipped files", () => {
  it("has 1,787,286 evaluations of 7,904 checkpoints and 281 metrics", () => {
    const { evaluations } = shipped;
    expect(evaluations.rowCount).toBe(1_787_286);
    expect(evaluations.view.table.rowCount).toBe(7904);
    expect(evaluations.view.valueColumns).toHaveLength(281);
    expect(evaluations.missingCount).toBe(0);
    expect(evaluations.ignoredColumns).toEqual(["__index_level_0__"]);
  });

  it("has 14 sizes in numeric order and the 25 recipes", () => {
    const { evaluations } = shipped;
    const { table } = evaluations.view;
    expect(table.getOfKind("params", "dictionary").dictionary).toEqual([
      ...["4M", "6M", "8M", "10M", "14M", "16M", "20M", "60M", "90M"],
      ...["150M", "300M", "530M", "750M", "1B"],
    ]);
    expect(table.getOfKind("data", "dictionary").dictionary).toHaveLength(25);
  });

  it("has 149 comparisons with 923 columns", () => {
    const { comparisons } = shipped;
    expect(comparisons.table.rowCount).toBe(149);
    expect(comparisons.table.columns).toHaveLength(923);
    expect(comparisons.ignoredColumns).toEqual([]);
  });

  it("are marked as a synthetic stand-in", () => {
    const { evaluations, comparisons } = shipped;
    expect(evaluations.source.provenance).toBe("synthetic stand-in");
    expect(comparisons.source.provenance).toBe("synthetic stand-in");
  });

  it("are those of the manifest: bytes, hash, rows and columns", async () => {
    const { evaluations, comparisons } = shipped;
    const { files } = JSON.parse(await readFile(join(ROOT, "initial_data/manifest.json"), "utf8"));
    const { table } = comparisons;
    for (const [path, rows, columns] of [
      [SHIPPED_PATHS.evaluations, evaluations.rowCount, 7],
      [SHIPPED_PATHS.comparisons, table.rowCount, table.columns.length],
    ] as const) {
      const bytes = await readFile(path);
      expect(files[basename(path)]).toEqual({
        sha256: createHash("sha256").update(bytes).digest("hex"),
        bytes: bytes.length,
        rows,
        columns,
        provenance: "synthetic stand-in",
      });
    }
  });
});

describe("the columns of the shipped comparisons", () => {
  it("are the 19 of the run, pt_ft_toks and the 4 of the group where they belong to no metric", () => {
    const { baseColumns } = shipped.comparisons;
    expect(baseColumns).toHaveLength(24);
    expect([...baseColumns].sort()).toEqual(
      [
        ...["run_id", "timestamp", "comparison_model_size", "comparison_metric", "comparison_model_recipe"],
        ...[
          "ckpt_data",
          "ckpt_params",
          "ckpt_steps",
          "seed",
          "lr",
          "ft_tok_per_epoch",
          "ft_epochs",
          "ft_tok",
        ],
        ...["ft_tok_real", "abs_difference_ft_tokens_pct", "ft_steps_list", "ft_lrs_list", "ft_toks_list"],
        ...["ft_loss_list", "pt_ft_toks", "matched_group_name", "matched_group_id"],
        ...["matched_group_med_metric", "matched_group_avg_metric"],
      ].sort(),
    );
  });

  it("all belong either to one metric or to the base", () => {
    const { table, baseColumns, columnsByMetric } = shipped.comparisons;
    const owned = [...baseColumns, ...[...columnsByMetric.values()].flat()];
    expect(owned.toSorted()).toEqual(table.columns.map(({ name }) => name).toSorted());
    expect(owned).toHaveLength(923);
  });

  it("of arc_challenge_acc_uncond are fine-tuned, pre-trained, delta and the group's four", () => {
    const { columnsByMetric } = shipped.comparisons;
    expect(columnsByMetric.get("arc_challenge_acc_uncond")).toEqual([
      "ft_arc_challenge_acc_uncond",
      "pt_arc_challenge_acc_uncond_list",
      "pt_arc_challenge_acc_uncond",
      "delta_arc_challenge_acc_uncond",
      "group_avg_delta_arc_challenge_acc_uncond",
      "group_med_delta_arc_challenge_acc_uncond",
      "group_std_delta_arc_challenge_acc_uncond",
      "group_mad_delta_arc_challenge_acc_uncond",
    ]);
  });

  it("join what fine-tuning calls primary_score to what pre-training calls primary_metric", () => {
    const { columnsByMetric } = shipped.comparisons;
    expect(columnsByMetric.get("boolq_primary_metric")).toEqual([
      "ft_boolq_primary_score",
      "pt_boolq_primary_metric_list",
      "pt_boolq_primary_metric",
    ]);
    expect([...columnsByMetric.keys()].filter((metric) => metric.includes("primary_score"))).toEqual([]);
  });
});

it("prepared, they give the same responses, to the last byte", async () => {
  const { folder, remove } = await makeFolder();
  const path = join(folder, "prepared.bin");
  await writeFile(path, encodePrepared(shipped));
  const sources = { evaluations: shipped.evaluations.source, comparisons: shipped.comparisons.source };
  const read = await readPreparedFile(path, async () => sources);
  await remove();
  if ("reason" in read) throw new Error(read.reason);
  const { evaluations, comparisons } = read.contents;
  const route = EVALUATIONS_ROUTES["/api/visualize/data"];
  for (const text of [
    "metric=*-valppl",
    "metric=pile-valppl&data=C4,Falcon&sort=-value",
    "shape=wide&data=dclm&params__gte=150M",
    "checkpoint=final&params=1B",
    "value__gte=10&step=5000",
  ]) {
    const [one, other] = [evaluations, shipped.evaluations].map((dataset) =>
      encodeBytes(jsonFormat, queryEvaluations(dataset).parse(parseRawQuery(text), route).select()),
    );
    expect(one.equals(other), text).toBe(true);
  }
  for (const text of ["", "metric=boolq_acc_raw&seed=2&sort=lr,-timestamp", "data=c4&params=150M"]) {
    const [one, other] = [comparisons, shipped.comparisons].map((dataset) =>
      encodeBytes(jsonFormat, queryComparisons(dataset).parse(parseRawQuery(text)).select()),
    );
    expect(one.equals(other), text).toBe(true);
  }
});

describe("the documented examples", () => {
  it("of responses are those to the request that is their summary", async () => {
    let count = 0;
    for (const path of Object.keys(DOCUMENT.paths)) {
      const examples = getOperation(path).responses["200"].content?.["application/json"]?.examples ?? {};
      for (const { summary = "", value } of Object.values(examples)) {
        if (!summary.startsWith("GET ")) continue;
        expect((await app.inject(summary.slice(4))).json(), summary).toEqual(value);
        count++;
      }
    }
    expect(count).toBeGreaterThan(5);
  });

  it.each([
    ["text/csv", "csv", "DCLM-Baseline (QC 7%, FW2)"],
    ["application/x-ndjson", "ndjson", "C4"],
  ])("of %s are those under the extension .%s", async (mediaType, extension, recipe) => {
    const url = `${DATA}.${extension}?metric=pile-valppl&params=1B&step=5000&data=${encodeURIComponent(recipe)}`;
    const content = getOperation(`${DATA}.{extension}`).responses["200"].content ?? {};
    expect((await app.inject(url)).body).toBe(content[mediaType].example);
  });

  it("of facets are among the facets", async () => {
    const { examples = {} } = getOperation(FACETS).responses["200"].content?.["application/json"] ?? {};
    const { meta, data } = examples.shortened.value as { meta: object; data: Record<string, object[]> };
    const facets = (await app.inject(FACETS)).json();
    expect(facets.meta).toEqual(meta);
    for (const [name, [entry]] of Object.entries(data)) expect(facets.data[name]).toContainEqual(entry);
  });

  it.each(["invalid-query", "not-found"])("of the problem %s are those of the server", async (code) => {
    const problems = Object.keys(DOCUMENT.paths).flatMap((path) =>
      Object.values(getOperation(path).responses).flatMap(
        ({ content }) => content?.["application/problem+json"]?.examples?.[code] ?? [],
      ),
    );
    const { value } = problems[0] as { value: { instance: string } };
    expect((await app.inject(value.instance)).json()).toEqual(value);
  });

  it("of every parameter fit their schema, and the server takes them", async () => {
    for (const path of [...Object.keys(EVALUATIONS_ROUTES), FT, FACETS]) {
      for (const { name, schema, example, examples = {} } of getQueryParameters(path)) {
        const values = [
          ...(example === undefined ? [] : [example]),
          ...Object.values(examples).map(({ value }) => value),
        ];
        expect(values.length, `${name} of ${path}`).toBeGreaterThan(0);
        for (const value of values) {
          const validate = compile(schema);
          expect(validate(value), `${name} of ${path}: ${JSON.stringify(validate.errors)}`).toBe(true);
          const pairs = [value].flat().map((item) => `${name}=${encodeURIComponent(String(item))}`);
          // Sorting or finding all rows is not what is tested.
          if (path !== FACETS && name !== "limit") pairs.push("limit=1");
          const response = await app.inject({ method: "HEAD", url: `${path}?${pairs.join("&")}` });
          expect(response.statusCode, `${path}?${pairs.join("&")}`).toBe(200);
        }
      }
    }
  });
});
