/** The completion scripts in the shells that are there. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FORMATS } from "../../src/formats/registry.js";
import { runProgram } from "../../src/pipeline/program.js";
import { addServerCommands } from "../../src/server-commands.js";
import { recordingEffects } from "../support/recording-effects.js";

const isThere = (shell: string) => spawnSync(shell, ["--version"]).status === 0;
for (const shell of ["bash", "zsh", "fish"]) {
  if (!isThere(shell)) console.warn(`the completions in ${shell} are skipped: it is not installed`);
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-completion-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function render(shell: string): Promise<string> {
  const effects = { ...recordingEffects(), serve: async () => {}, stdout: process.stdout };
  const texts = { out: "", err: "" };
  const output = {
    out: (text: string) => {
      texts.out += text;
    },
    err: (text: string) => {
      texts.err += text;
    },
  };
  const code = await runProgram(["completion", shell], effects, output, (program) =>
    addServerCommands(program, effects),
  );
  expect({ code, err: texts.err }).toEqual({ code: 0, err: "" });
  return texts.out;
}

async function save(shell: string): Promise<string> {
  const path = join(folder, shell);
  await writeFile(path, await render(shell));
  return path;
}

const COMMANDS = [
  "serve",
  "query",
  "download",
  "build",
  "verify",
  "prepare",
  "load",
  "describe",
  "completion",
  "help",
];

/** What is typed, and what is offered for its last word; a file's name is left to the shell. */
const CASES: readonly (readonly [words: readonly string[], offers: readonly string[]])[] = [
  [[""], COMMANDS],
  [["b"], ["build"]],
  [
    ["build", ""],
    ["evaluations", "comparisons", "help"],
  ],
  [["build", "evaluations", "--m"], ["--memory"]],
  [["query", "--format", ""], FORMATS.map(({ name }) => name)],
  [["query", "limit=1", "--d"], ["--dataset"]],
  [["query", "--out", "no-file"], []],
  [
    ["verify", "--s"],
    ["--synthetic", "--spill"],
  ],
  [
    ["completion", ""],
    ["bash", "zsh", "fish"],
  ],
];

describe("the completion of bash", () => {
  it.skipIf(!isThere("bash")).each(CASES)("after %j offers %j", async (words, offers) => {
    const script = `source ${await save("bash")}
      COMP_WORDS=(datadecide "$@"); COMP_CWORD=$#; _datadecide; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", script, "test", ...words], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(stdout.split("\n").filter((line) => line !== "")).toEqual(offers);
  });

  it.skipIf(!isThere("bash"))(
    "takes a value after an equals sign, and runs nothing of the line",
    async () => {
      const touched = join(folder, "touched");
      const script = `source ${await save("bash")}
      COMP_WORDS=(datadecide query '$(touch ${touched})' --format = cs); COMP_CWORD=5; _datadecide
      echo "\${COMPREPLY[@]}"; [[ ! -e ${touched} ]]`;
      const { stdout, status } = spawnSync("bash", ["--norc", "-c", script], { encoding: "utf8" });
      expect(stdout).toBe("csv\n");
      expect(status).toBe(0);
    },
  );
});

describe("the completion of fish", () => {
  it.skipIf(!isThere("fish")).each(CASES)("after %j offers %j", async (words, offers) => {
    const script = `source ${await save("fish")}; complete -C 'datadecide ${words.join(" ")}'`;
    const { stdout } = spawnSync("fish", ["--no-config", "-c", script], { encoding: "utf8" });
    const found = stdout.split("\n").map((line) => line.split("\t", 1)[0]);
    expect(found.filter((line) => line !== "").sort()).toEqual([...offers].sort());
  });
});

describe("the completion of zsh", () => {
  it.skipIf(!isThere("zsh"))("is a script that zsh can parse", async () => {
    const { status, stderr } = spawnSync("zsh", ["-n", await save("zsh")], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});

it("every command and option is in every script", async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const script = await render(shell);
    for (const command of [...COMMANDS, "evaluations", "comparisons"]) expect(script).toContain(command);
    for (const option of [
      "format",
      "dataset",
      "out",
      "full-table",
      "allow-unknown",
      "synthetic",
      "version",
    ]) {
      expect(script, shell).toMatch(new RegExp(`(--|-l )${option}\\b`));
    }
  }
});
