/** Holds the tables of the documents to the registries of the code, in both directions. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PATHS } from "../../src/app.js";
import { SETTINGS } from "../../src/config.js";
import { MELTED_COLUMNS } from "../../src/datasets/evaluations.js";
import { RECIPES } from "../../src/datasets/recipes.js";
import { PIPELINE_ERRORS, PROBLEMS, STARTUP_ERRORS } from "../../src/errors.js";
import { FORMATS } from "../../src/formats/registry.js";
import { DATA_PATHS } from "../../src/http/routes/data.js";
import { ROOT } from "./running-server.js";

const read = (name: string) => readFileSync(join(ROOT, name), "utf8");

describe("the settings table of README.md", () => {
  const rows = parseTable(read("README.md"), "| Setting |");

  it("has the settings of the code in their order, with their defaults and meanings", () => {
    const expected = Object.entries(SETTINGS).map(([name, setting]) => [
      `\`${name}\``,
      setting.default === "" ? "" : `\`${setting.default}\``,
      setting.help,
    ]);
    expect(rows).toEqual(expected);
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
    const known = [...PATHS, ...DATA_PATHS];
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
