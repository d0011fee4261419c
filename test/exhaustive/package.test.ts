/** What an installation of the server from git or a packed file has; it compresses all shipped data. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/served-app.js";

const run = promisify(execFile);

describe("the package of the server", () => {
  it("has the compiled server, the client, the pages and the data, and nothing that is rebuilt or private", async () => {
    const { stdout } = await run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: ROOT });
    const [{ files }] = Object.values<{ files: { path: string }[] }>(JSON.parse(stdout));
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        "dist/server.js",
        "dist/cli.js",
        "dist/client/client.js",
        "dist/explorer/index.html",
        "dist/reference/index.html",
        "src/client/dist/index.js",
        "src/client/dist/index.d.ts",
        "initial_data/manifest.json",
      ]),
    );
    expect(paths.filter((path) => /\.map$|prepared\.bin|^test\/|^\.ci|^data\//.test(path))).toEqual([]);
  });

  it("is built by prepare where npm packs it, and not where its dependencies are installed", async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    const folder = await mkdtemp(join(tmpdir(), "datadecide-prepare-"));
    const build = "node -e \"require('fs').writeFileSync('built', '')\"";
    const manifest = { private: true, scripts: { prepare: scripts.prepare, build } };
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    const isBuilt = () => existsSync(join(folder, "built"));
    await run("npm", ["install", "--offline"], { cwd: folder });
    await run("npm", ["ci", "--offline"], { cwd: folder });
    expect(isBuilt()).toBe(false);
    await writeFile(
      join(folder, "package.json"),
      JSON.stringify({ ...manifest, name: "x", version: "1.0.0" }),
    );
    await run("npm", ["pack"], { cwd: folder });
    expect(isBuilt()).toBe(true);
    await rm(folder, { recursive: true });
  });
});
