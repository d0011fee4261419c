/** What the reference page makes of the OpenAPI document and of answers. */
import { describe, expect, it } from "vitest";
import * as client from "../../src/client/index.js";
import { formatJson } from "../../src/reference/answer.js";
import {
  groupParameters,
  listOperations,
  type OpenApiDocument,
  type Operation,
} from "../../src/reference/openapi-document.js";
import { buildRequestUrl, buildSamples, findFirstQuery } from "../../src/reference/request.js";
import { formatTypes } from "../../src/reference/schema-type.js";
import { DOCUMENT } from "../support/openapi.js";

const document = DOCUMENT as unknown as OpenApiDocument;
const operations = new Map([...listOperations(document).values()].flat().map((each) => [each.id, each]));
const ORIGIN = "http://localhost:3000";

function operationOf(id: string): Operation {
  const operation = operations.get(id);
  if (operation === undefined) throw new Error(`no operation ${id}`);
  return operation;
}

function sampleOf(id: string, language: string, values = findFirstQuery(operationOf(id))): string {
  return buildSamples(operationOf(id), values, ORIGIN).find(({ name }) => name === language)?.code ?? "";
}

describe("the operations", () => {
  it("are those of the document, with extensions as part of their paths", () => {
    const paths = Object.keys(document.paths).filter((path) => !path.endsWith(".{extension}"));
    expect([...operations.values()].map(({ path }) => path).sort()).toEqual(paths.sort());
    expect(operationOf("getEvaluations").extensions).toEqual(
      expect.arrayContaining(["json", "csv", "ndjson", "arrow"]),
    );
    expect(operationOf("getHealth").extensions).toEqual([]);
  });

  it("keep every parameter in one group", () => {
    for (const { parameters } of operations.values()) {
      const { filters, moreFilters, result } = groupParameters(parameters);
      const fields = [...filters, ...moreFilters, ...result];
      const names = fields.flatMap(({ exact, bounds }) => [...(exact ? [exact] : []), ...bounds]);
      expect(names.map(({ name }) => name).sort()).toEqual(parameters.map(({ name }) => name).sort());
    }
    const { filters, moreFilters } = groupParameters(operationOf("getComparisons").parameters);
    expect(filters.map(({ name }) => name)).toEqual(["metric", "data", "params"]);
    expect(moreFilters.length).toBeGreaterThan(10);
  });
});

describe("the first query", () => {
  it("has a limit wherever there is one, and every other value from the example of the response", () => {
    for (const operation of operations.values()) {
      const values = findFirstQuery(operation);
      const hasLimit = operation.parameters.some(({ name }) => name === "limit");
      expect("limit" in values, operation.id).toBe(hasLimit);
      if (hasLimit) expect(Object.keys(values).length, operation.id).toBeGreaterThan(1);
    }
    expect(findFirstQuery(operationOf("getUnmeltedEvaluations"))).toEqual({
      metric: "pile-valppl",
      params: "1B",
      data: "Falcon+CC",
      step: "5000",
      limit: "10",
    });
  });

  it("has what the path has to have, in the path", () => {
    const operation = operationOf("getRows");
    const values = findFirstQuery(operation);
    expect(values).toEqual({ dataset: "evaluations", limit: "10" });
    expect(buildRequestUrl(operation.path, values)).toBe("/api/visualize/data/evaluations?limit=10");
    expect(buildRequestUrl(operation.path, { dataset: "a/b" })).toBe("/api/visualize/data/a%2Fb");
    expect(sampleOf("getRows", "datadecide-client")).toContain('"/api/visualize/data/evaluations"');
  });

  it("is a limit alone for an operation without an example", () => {
    const operation = { ...operationOf("getEvaluations"), responses: [] };
    expect(findFirstQuery(operation)).toEqual({ limit: "10" });
  });
});

describe("the samples", () => {
  it("leave blank fields out, and keep a quote from ending a command", () => {
    expect(buildRequestUrl("/x", { a: "", limit: "10", data: "C4,Falcon+CC" })).toBe(
      "/x?limit=10&data=C4,Falcon%2BCC",
    );
    expect(sampleOf("getEvaluations", "curl", { metric: "it's" })).toBe(
      `curl --compressed '${ORIGIN}/api/visualize/data?metric=it%27s'`,
    );
  });

  it("of the client use the function of the operation, with numbers as numbers", () => {
    expect(sampleOf("getEvaluations", "datadecide-client", { step: "5000,7500", limit: "10" })).toBe(
      [
        'import { getEvaluations } from "datadecide-client";',
        "",
        "const { meta, data } = await getEvaluations(",
        "  { step: [5000, 7500], limit: 10 },",
        `  { baseUrl: "${ORIGIN}" },`,
        ");",
      ].join("\n"),
    );
    expect(sampleOf("getHealth", "datadecide-client")).toContain("await getHealth({ baseUrl:");
    expect(sampleOf("getSmallEvaluations", "datadecide-client")).toContain("await getJson(");
    expect(sampleOf("getEvaluations", "datadecide-client", { format: "csv" })).toContain("fetch(buildUrl(");
    for (const id of operations.keys()) {
      const [, name] = /^import \{ (\w+) \}/.exec(sampleOf(id, "datadecide-client")) ?? [];
      expect(client, id).toHaveProperty([name ?? ""]);
    }
  });

  it("of other languages read the CSV whatever format is chosen", () => {
    expect(sampleOf("getEvaluations", "pandas", { format: "arrow", limit: "2" })).toBe(
      `import pandas as pd\n\ndf = pd.read_csv("${ORIGIN}/api/visualize/data.csv?limit=2")`,
    );
    expect(sampleOf("getFacets", "pandas")).toBe("");
  });
});

describe("JSON of an answer", () => {
  it.each([
    ['{"a":1.50e+19,"b":[]}', '{\n  "a": 1.50e+19,\n  "b": []\n}'],
    ['{"d":[{"x":1,"y":null},{"x":-0}]}', '{\n  "d": [\n    {"x": 1, "y": null},\n    {"x": -0}\n  ]\n}'],
    ['{"s":"a{,}\\"[:]"}', '{\n  "s": "a{,}\\"[:]"\n}'],
    ['{"d":[{"x":"cut of', '{\n  "d": [\n    {"x": "cut of'],
    ["[]", "[]"],
  ])("%s keeps every digit", (text, formatted) => {
    expect(formatJson(text)).toBe(formatted);
    // Nothing but blanks outside of texts is added.
    const bare = (json: string) => json.replaceAll(/("(?:[^"\\]|\\.)*"?)|\s+/g, "$1");
    expect(bare(formatJson(text))).toBe(bare(text));
  });
});

describe("the types of a response", () => {
  it("are named, and each is there once", () => {
    const schema = operationOf("getEvaluations").responses[0][1].content?.["application/json"].schema;
    const types = formatTypes(document, schema ?? {});
    expect(types).toMatch(/^type Response = LongRecords \| WideRecords \| LongLists \| WideLists;/);
    expect(types).toContain("  value?: number;\n");
    expect(types).toContain("  [name: string]: number | null;\n");
    expect(types.match(/^type Meta = /gm)).toHaveLength(1);
  });
});
