/** The OpenAPI document against the code: routes, parameters, formats, errors, examples. */
import { readFile, writeFile } from "node:fs/promises";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "../../src/app.js";
import { PROBLEMS } from "../../src/errors.js";
import { FORMATS } from "../../src/formats/registry.js";
import { EVALUATIONS_ROUTES } from "../../src/http/routes/data.js";
import type { RawQuery } from "../../src/query/query-reader.js";
import { compile, DOCUMENT, DOCUMENT_FILE, getOperation, getQueryParameters } from "../support/openapi.js";
import { buildServedApp, DATA_PATHS_WITH_ENDINGS, FACETS, FT, ready } from "../support/served-app.js";
import { buildSmallDatasets } from "../support/small-datasets.js";

const OPENAPI = "/api/openapi.json";
const ENDING = ".{extension}";

let app: FastifyInstance;

beforeAll(async () => {
  ({ app } = await buildServedApp(ready(buildSmallDatasets())));
});

describe("the OpenAPI document", () => {
  it("is committed as docs/openapi.json; UPDATE_OPENAPI=1 writes it", async () => {
    const text = `${JSON.stringify(DOCUMENT, null, 2)}\n`;
    if (process.env.UPDATE_OPENAPI !== undefined) await writeFile(DOCUMENT_FILE, text);
    expect(await readFile(DOCUMENT_FILE, "utf8")).toBe(text);
  });

  it("is served, also while the data is loading", async () => {
    const { app: loading } = await buildServedApp();
    for (const server of [app, loading]) {
      const response = await server.inject(OPENAPI);
      expect([response.statusCode, response.headers["content-type"]]).toEqual([
        200,
        "application/json; charset=utf-8",
      ]);
      expect(response.json()).toEqual(DOCUMENT);
    }
  });

  it("satisfies a linter", async () => {
    const config = await createConfig({ extends: ["recommended"] });
    const problems = await lintFromString({ source: JSON.stringify(DOCUMENT), config });
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
      [],
    );
  });

  it("has the routes of the code and no other", () => {
    const documented = Object.keys(DOCUMENT.paths);
    expect(documented.filter((path) => !path.endsWith(ENDING)).sort()).toEqual([...PATHS].sort());
    const withEndings = documented
      .filter((path) => path.endsWith(ENDING))
      .flatMap((path) => FORMATS.map(({ extension }) => path.replace("{extension}", extension)));
    expect(withEndings.sort()).toEqual(DATA_PATHS_WITH_ENDINGS.toSorted());
  });

  it("has every media type of the formats on every route of rows, and their names and endings", () => {
    const mediaTypes = [...new Set(FORMATS.map(({ mediaType }) => mediaType))];
    for (const path of [...Object.keys(EVALUATIONS_ROUTES), FT]) {
      for (const variant of [path, path + ENDING]) {
        const { responses, parameters } = getOperation(variant);
        expect(Object.keys(responses["200"].content ?? {}), variant).toEqual(mediaTypes);
        const format = parameters.find(({ name }) => name === "format");
        expect(format?.schema.enum).toEqual(FORMATS.map(({ name }) => name));
      }
      const ending = getOperation(path + ENDING).parameters.find(({ name }) => name === "extension");
      expect(ending?.schema.enum).toEqual(FORMATS.map(({ extension }) => extension));
    }
  });

  it("has every problem code, with an example of its shape and status, and no other", () => {
    const examples = Object.keys(DOCUMENT.paths).flatMap((path) =>
      Object.entries(getOperation(path).responses).flatMap(([status, { content }]) => {
        const problem = content?.["application/problem+json"];
        if (problem === undefined) return [];
        const validate = compile(problem.schema);
        return Object.entries(problem.examples ?? {}).map(([code, { value }]) => {
          expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
          expect(value).toMatchObject({ status: Number(status), type: `urn:datadecide:problem:${code}` });
          return code;
        });
      }),
    );
    expect([...new Set(examples)].sort()).toEqual(Object.keys(PROBLEMS).sort());
  });
});

/** The names of the parameters that a reader reads from a query. */
function spyParameters(read: (raw: RawQuery) => unknown): string[] {
  const readNames = new Set<string>();
  read(
    new Proxy<Record<string, string>>(
      {},
      {
        getOwnPropertyDescriptor: (_, name) => {
          readNames.add(String(name));
          return undefined;
        },
      },
    ),
  );
  return [...readNames].sort();
}

describe("the documented parameters", () => {
  const store = ready(buildSmallDatasets());
  const [evaluations, comparisons] = ["evaluations", "comparisons"].map(
    (name) => store.getDataset(name).query,
  );
  const readers: [path: string, read: (raw: RawQuery) => unknown][] = [
    ...Object.entries(EVALUATIONS_ROUTES).map(([path, route]): [string, (raw: RawQuery) => unknown] => [
      path,
      (raw) => evaluations.parse(raw, route),
    ]),
    [FT, (raw) => comparisons.parse(raw)],
    [FACETS, (raw) => evaluations.parseFacets(raw)],
  ];

  it.each(readers)("of %s are exactly those that its reader reads", (path, read) => {
    const { fixedFilters } = EVALUATIONS_ROUTES[path] ?? { fixedFilters: {} };
    const readNames = spyParameters(read).filter((name) => !Object.hasOwn(fixedFilters, name));
    expect(
      getQueryParameters(path)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(readNames);
  });

  it("are the same with an ending", () => {
    for (const path of [...Object.keys(EVALUATIONS_ROUTES), FT]) {
      expect(getQueryParameters(path + ENDING)).toEqual(getQueryParameters(path));
    }
  });
});
