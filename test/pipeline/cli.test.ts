/** The data program as a process: what its streams do to it, and what npm prints before it. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, open, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/pipeline/report.js";

const ROOT = join(import.meta.dirname, "../..");
const PROGRAM = join(ROOT, "dist/cli.js");

let folder: string;
beforeAll(async () => {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there; run npm run build before the tests`);
  folder = await mkdtemp(join(tmpdir(), "datadecide-cli-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Streams {
  /** Where standard output goes instead of to this test. */
  readonly stdout?: number;
  /** Streams that are closed before the program writes to them. */
  readonly closed?: readonly ("stdout" | "stderr")[];
}

function run(
  command: string,
  args: readonly string[],
  { stdout, closed = [] }: Streams = {},
): Promise<Ended> {
  const { PATH = "" } = process.env;
  const child = spawn(command, args, {
    cwd: folder,
    env: { PATH, HOME: folder, PREPARED_PATH: join(folder, "prepared.bin") },
    stdio: ["ignore", stdout ?? "pipe", "pipe"],
    timeout: 600_000,
  });
  for (const name of closed) child[name]?.destroy();
  const texts = { out: "", err: "" };
  child.stdout?.on("data", (text) => {
    texts.out += text;
  });
  child.stderr?.on("data", (text) => {
    texts.err += text;
  });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done({ code, ...texts }));
  });
}

const runProgram = (args: readonly string[], streams?: Streams) =>
  run(process.execPath, [PROGRAM, ...args], streams);

describe("a reader that has left", () => {
  it.each([[["--help"]], [["build", "evaluations", "--help"]], [["verify", "--json"]]])(
    "ends the program without a word: %j",
    async (args) => {
      const { code, err } = await runProgram(args, { closed: ["stdout"] });
      expect(code).toBe(141);
      expect(err).not.toMatch(/EPIPE|\bat .+:\d+/);
    },
  );

  it("ends it too where it has left standard error", async () => {
    const { code, out } = await runProgram(["build", "evaluations", "--raw", folder], { closed: ["stderr"] });
    expect(code).toBe(141);
    expect(out).toBe("");
  });
});

it("standard output that cannot be written is reported in one line", async () => {
  const path = join(folder, "read-only");
  await writeFile(path, "");
  const handle = await open(path, "r");
  try {
    const { code, err } = await runProgram(["--help"], { stdout: handle.fd });
    expect(err).toBe(
      "standard output: cannot be written (EBADF: bad file descriptor, write); free space there, or send it somewhere else\n",
    );
    expect(code).toBe(1);
  } finally {
    await handle.close();
  }
});

it("a script of npm with --json gives JSON and nothing else where npm is silent", async () => {
  // The script as it is, beside a build that is there already: to build it here would pull it from under other tests.
  const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const ownPackage = { name: "examples", scripts: { build: "node --version > built", data: scripts.data } };
  await writeFile(join(folder, "package.json"), JSON.stringify(ownPackage));
  await symlink(join(ROOT, "dist"), join(folder, "dist"));
  const { code, out } = await run("npm", ["run", "--silent", "data", "--", "prepare", "--json"]);
  expect(code).toBe(0);
  const report = JSON.parse(out) as Report;
  expect(report.command).toBe("prepare");
  expect(report.files.map(({ path }) => path)).toEqual([join(folder, "prepared.bin")]);
});

it("the bin is a file that a shell runs by itself", async () => {
  const { code, out } = await run(PROGRAM, ["--version"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
