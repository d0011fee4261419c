/** Holds the tables of the documents to the registries of the code, in both directions. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PATHS } from "../../src/app.js";
import { COLUMN_TYPES } from "../../src/catalog/schema.js";
import * as client from "../../src/client/index.js";
import { SETTINGS } from "../../src/config.js";
import { MELTED_COLUMNS } from "../../src/datasets/evaluations.js";
import { METRIC_KINDS } from "../../src/datasets/metrics.js";
import { RECIPES } from "../../src/datasets/recipes.js";
import { PIPELINE_ERRORS, PROBLEMS, STARTUP_ERRORS } from "../../src/errors.js";
import { FORMATS } from "../../src/formats/registry.js";
import { DATA_PATHS_WITH_ENDINGS, ROOT } from "../support/served-app.js";

/** Variables of platforms, of proxies and of Node that documents mention. */
const OTHER_VARIABLES = ["RAILWAY_RUN_UID", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "NODE_EXTRA_CA_CERTS"];

const read = (name: string) => readFileSync(join(ROOT, name), "utf8");

describe("the settings table of docs/settings.md", () => {
  const rows = parseTable(read("docs/settings.md"), "| Setting |");

  it("has the settings of the code in their order, with their defaults and meanings", () => {
    const expected = Object.entries(SETTINGS).map(([name, setting]) => [
      `\`${name}\``,
      setting.default === "" ? "" : `\`${setting.default}\``,
      setting.help,
    ]);
    expect(rows).toEqual(expected);
  });

  it("agrees with every other table of settings and with every setting that a document mentions", () => {
    const others = parseTable(read("docs/deployment.md"), "| Setting |");
    for (const row of others) expect(rows).toContainEqual(row);
    const known = [...Object.keys(SETTINGS), ...OTHER_VARIABLES];
    for (const name of ["README.md", "docs/settings.md", "docs/deployment.md", "docs/data.md"]) {
      const mentioned = [...read(name).matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[^`]*)?`/g)].map(
        ([, text]) => text,
      );
      for (const variable of mentioned) expect(known, `${name} mentions ${variable}`).toContain(variable);
    }
  });
});

describe("the routes", () => {
  it.each(["README.md", "docs/api.md"])(
    "in the table of %s are those of the code, in their order",
    (name) => {
      const rows = parseTable(read(name), "| Route |");
      expect(rows.map(([route]) => route)).toEqual(PATHS.map((path) => `\`GET ${path}\``));
    },
  );

  it("that the documents mention anywhere exist", () => {
    const known = [...PATHS, ...DATA_PATHS_WITH_ENDINGS];
    for (const name of [
      "README.md",
      "docs/api.md",
      "docs/errors.md",
      "docs/data.md",
      "docs/architecture.md",
    ]) {
      const mentioned = [...read(name).matchAll(/`(?:GET )?(\/api\/[^`?#\s]*)/g)].map(([, path]) => path);
      for (const path of mentioned) expect(known, `${name} mentions ${path}`).toContain(path);
    }
  });
});

describe("docs/api.md", () => {
  const text = read("docs/api.md");

  it("has the functions of the typed client in their order, and no other", () => {
    const functions = parseTable(text, "| Function |").map(([call]) => call.replace(/^`(\w+)\(.*$/, "$1"));
    const exported = Object.keys(client).filter((name) => name !== "ProblemError");
    expect(functions.toSorted()).toEqual(exported.toSorted());
  });

  it("names every kind of metric and every type of column", () => {
    expect(listAfter(text, "`kind` is one of ")).toEqual(METRIC_KINDS);
    expect(listAfter(text, "A column's `type` is ")).toEqual(COLUMN_TYPES);
  });
});

describe("the formats", () => {
  it("in the table of docs/api.md are those of the code, in their order, with their endings and types", () => {
    const rows = parseTable(read("docs/api.md"), "| Format |");
    expect(rows.map((cells) => cells.slice(0, 3))).toEqual(
      FORMATS.map(({ name, extension, mediaType }) => [
        `\`${name}\``,
        `\`.${extension}\``,
        `\`${mediaType}\``,
      ]),
    );
  });
});

describe("docs/errors.md", () => {
  const text = read("docs/errors.md");
  const sections = parseSections(text);

  it("has a section for every problem code, startup error and pipeline error, and for nothing else", () => {
    const codes = [...sections.keys()];
    expect(codes).toEqual([PROBLEMS, STARTUP_ERRORS, PIPELINE_ERRORS].flatMap(Object.keys));
  });

  it.each(Object.entries(PROBLEMS))("gives status, title and cure of %s", (code, { status, title }) => {
    const section = sections.get(code) ?? "";
    expect(section).toContain(`**${status}** ${title}.`);
    expect(section).toMatch(/^Cure: .+/m);
    expect(section).toContain("```");
  });

  it.each(Object.entries({ ...STARTUP_ERRORS, ...PIPELINE_ERRORS }))(
    "gives an example of %s that ends with its cure",
    (code, cure) => {
      const section = sections.get(code) ?? "";
      expect(section).toMatch(/```(?:text|console)\n[\s\S]+```/);
      expect(section).toContain(`; ${cure}\n`);
    },
  );
});

describe("docs/data.md", () => {
  const text = read("docs/data.md");

  it("lists every recipe of the code with family and other names, in its order", () => {
    const expected = RECIPES.map(({ name, family, aliases }) => [
      `\`${name}\``,
      family,
      aliases.map((alias) => `\`${alias}\``).join(" "),
    ]);
    expect(parseTable(text, "| Recipe |")).toEqual(expected);
  });

  it("lists the columns of the evaluations in the order in which they are served", () => {
    const rows = parseTable(text, "| Column | Holds |");
    expect(rows.map(([name, kind]) => [name, kind])).toEqual(
      MELTED_COLUMNS.map(({ name, kind }) => [`\`${name}\``, kind]),
    );
  });

  it("gives the facts of the files that the manifest gives", () => {
    const { files } = JSON.parse(read("initial_data/manifest.json"));
    const rows = parseTable(text, "| File |");
    expect(rows).toEqual(
      Object.entries<{ bytes: number; rows: number; columns: number; provenance: string }>(files).map(
        ([name, { bytes, rows, columns, provenance }]) => [
          `\`${name}\``,
          bytes.toLocaleString("en-US"),
          rows.toLocaleString("en-US"),
          String(columns),
          provenance,
        ],
      ),
    );
  });
});

/** The names in the enumeration that follows a beginning, up to the end of the sentence or clause. */
function listAfter(markdown: string, beginning: string): string[] {
  const start = markdown.indexOf(beginning) + beginning.length;
  const [sentence] = markdown.slice(start).split(/(?<=`)[.;]|, and its/, 1);
  return [...sentence.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
}

/** The cells of the table whose head begins with `head`. */
function parseTable(markdown: string, head: string): string[][] {
  const lines = markdown.split("\n");
  const start = lines.findIndex((line) => line.startsWith(head));
  if (start < 0) throw new Error(`there is no table ${head}`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines
    .slice(start + 2, end)
    .map((line) => line.split("|").slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}

/** The text under each `### code` heading. */
function parseSections(markdown: string): Map<string, string> {
  const parts = markdown.split(/^### `([^`]+)`$/m);
  const sections = new Map<string, string>();
  for (let index = 1; index < parts.length; index += 2) sections.set(parts[index], parts[index + 1]);
  return sections;
}
