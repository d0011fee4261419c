/** What the documents point at exists: files, anchors, scripts. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/served-app.js";

const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
];
const read = (name: string) => readFileSync(join(ROOT, name), "utf8");
const { scripts } = JSON.parse(read("package.json"));

describe.each(DOCUMENTS)("%s", (name) => {
  const text = read(name);

  it("links only to files and headings that exist", () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
    for (const target of targets) {
      if (/^https:\/\//.test(target)) continue;
      const [path, anchor] = target.split("#", 2);
      const file = path === "" ? name : join(dirname(name), path);
      expect(existsSync(join(ROOT, file)), `${name} links to ${target}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(read(file)), `${name} links to ${target}`).toContain(anchor);
    }
  });

  it("names only files of the project that exist", () => {
    const paths = [...text.matchAll(/`((?:src|test|bench|scripts|docs|initial_data)\/[\w./*-]*)`/g)];
    for (const [, path] of paths) expect(exists(path), `${name} names ${path}`).toBe(true);
  });

  it("names only npm scripts that exist", () => {
    const commands = [...text.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(start|test)\b)/g)];
    for (const [, script, short] of commands) expect(scripts).toHaveProperty([script ?? short]);
  });
});

describe("README.md", () => {
  it.each([
    ["installs, builds and starts", "npm ci && npm start", "start"],
    ["passes the tests", "npm ci && npm test", "test"],
  ])("has one line that %s", (_promise, line, script) => {
    expect(read("README.md").split("\n")).toContain(line);
    expect(scripts).toHaveProperty([script]);
  });

  it("gives a start that builds first, because its line has no build of its own", () => {
    expect(scripts.prestart).toBe("npm run build");
  });
});

describe("the continuous check", () => {
  it("runs the commands with which README.md passes the tests, and the exhaustive ones", () => {
    // Each on a line of its own: set -e does not end a script for a failure left of &&.
    const lines = read(".ci/run").split("\n");
    expect(lines).toContain("set -euo pipefail");
    const commands = lines.filter((line) => /^npm (ci|test|run test)/.test(line));
    expect(commands).toEqual(["npm ci", "npm test", "npm run test:exhaustive"]);
  });
});

/** Whether a path exists; in its last part `*` matches anything. */
function exists(path: string): boolean {
  if (!path.includes("*")) return existsSync(join(ROOT, path));
  const folder = join(ROOT, dirname(path));
  const pieces = path.slice(dirname(path).length + 1).split("*");
  return (
    existsSync(folder) && readdirSync(folder).some((name) => pieces.every((piece) => name.includes(piece)))
  );
}

/** Anchors as GitHub makes them of headings. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}
