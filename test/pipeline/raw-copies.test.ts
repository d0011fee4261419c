/** Raw tables that are no longer what `download` brought. */
import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import type { PipelineError } from "../../src/errors.js";
import { downloadSources } from "../../src/pipeline/download.js";
import { runProgram } from "../../src/pipeline/program.js";
import { checkRawCopies } from "../../src/pipeline/raw-copies.js";
import { getRelativePath, listSources } from "../../src/pipeline/sources.js";
import {
  contentOf,
  type DownloadSetting,
  eachWithDownloads,
  QUICK,
  TOKEN,
} from "../support/download-setting.js";
import { recordingEffects } from "../support/recording-effects.js";

const SIZE = 40_000;
const CURE =
  "run `datadecide download` for a fresh copy; a file of your own belongs in a folder without the manifest";

let here: DownloadSetting;
eachWithDownloads((setting) => {
  here = setting;
});

let paths: string[];
beforeEach(async () => {
  for (const [at, source] of listSources().entries()) {
    const path = `/datasets/${source.repository}/resolve/${source.revision}/${source.path}`;
    here.hub.files.set(path, { content: contentOf(SIZE + at, 3), storage: "lfs" });
  }
  await download();
  paths = listSources().map((source) => join(here.folder, "raw", getRelativePath(source)));
});

function download() {
  const environment = { HF_ENDPOINT: here.hub.endpoint, HF_TOKEN: TOKEN };
  return downloadSources(
    { out: "raw", retryPolicy: QUICK },
    { ...here.effects, environment, root: here.folder },
  );
}

async function failure(): Promise<PipelineError> {
  return await checkRawCopies(paths, recordingEffects()).then(
    () => expect.fail("nothing was thrown"),
    (error) => error,
  );
}

it("what was downloaded is read through, with its progress", async () => {
  const effects = recordingEffects();
  await checkRawCopies(paths, effects);
  const total = 5 * SIZE + 10;
  expect(effects.tasks).toEqual([{ label: "compare with the manifest", total, done: total }]);
});

it("a table that was cut off is named before anything is read, and download is the cure", async () => {
  await truncate(paths[2], 100);
  const { code, message } = await failure();
  expect(code).toBe("raw-table-changed");
  expect(message).toBe(`${paths[2]}: is not what was downloaded (100 of 40,002 bytes); ${CURE}`);
  const report = await download();
  expect(report.files.map(({ path }) => path)).toEqual([paths[2]]);
  await checkRawCopies(paths, recordingEffects());
});

it("a table of the same size with other bytes is named", async () => {
  const bytes = await readFile(paths[0]);
  bytes[SIZE / 2] ^= 1;
  await writeFile(paths[0], bytes);
  const { code, message } = await failure();
  expect(code).toBe("raw-table-changed");
  expect(message).toBe(
    `${paths[0]}: is not what was downloaded (another SHA-256 than in the manifest); ${CURE}`,
  );
});

it("a table that no manifest lists is taken as it is", async () => {
  await truncate(paths[0], 100);
  await rm(join(dirname(paths[0]), "manifest.json"));
  const manifest = join(dirname(paths[1]), "manifest.json");
  await truncate(paths[1], 100);
  const { files } = JSON.parse(await readFile(manifest, "utf8"));
  delete files[paths[1].slice(dirname(paths[1]).length + 1)];
  await writeFile(manifest, JSON.stringify({ files }));
  await checkRawCopies(paths, recordingEffects());
});

it("build evaluations refuses such a table in one line, before its own work", async () => {
  await truncate(paths[4], 100);
  const effects = recordingEffects({ root: here.folder });
  let err = "";
  const code = await runProgram(["build", "evaluations", "--raw", "raw", "--out", "built"], effects, {
    out: () => {},
    err: (text) => {
      err += text;
    },
  });
  expect(code).toBe(1);
  expect(err).toBe(`${paths[4]}: is not what was downloaded (100 of 40,004 bytes); ${CURE}\n`);
  expect(effects.tasks).toEqual([]);
});

it("an interruption ends the reading", async () => {
  const interruption = new AbortController();
  interruption.abort();
  const work = checkRawCopies(paths, recordingEffects({ signal: interruption.signal }));
  await expect(work).rejects.toMatchObject({ name: "AbortError" });
});

it("a manifest with a byte-order mark and its hashes in capitals is understood", async () => {
  const manifest = join(dirname(paths[0]), "manifest.json");
  const text = await readFile(manifest, "utf8");
  await writeFile(manifest, `\uFEFF${text.replace(/(?<="sha256": ")[0-9a-f]+/, (hex) => hex.toUpperCase())}`);
  await checkRawCopies(paths, recordingEffects());
  await writeFile(paths[0], contentOf(SIZE, 5));
  expect((await failure()).problem).toBe("is not what was downloaded (another SHA-256 than in the manifest)");
});

it("a pointer or a page in the place of a table is named as such", async () => {
  await writeFile(paths[0], "version https://git-lfs.github.com/spec/v1\nsize 2000000\n");
  expect(await failure()).toMatchObject({
    code: "input-placeholder",
    problem: "is a Git LFS pointer and not the file of 2,000,000 bytes that it points to",
  });
});
