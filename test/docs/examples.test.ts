/**
 * Runs every console example of the documents against the built server and compares what it prints with what the
 * document shows. `UPDATE_EXAMPLES=1 npx vitest run test/docs/examples.test.ts` writes the outputs instead.
 */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, it } from "vitest";
import { ROOT } from "../support/served-app.js";
import { parseConsoleExamples, rewriteConsoleExamples } from "./console-examples.js";

const DOCUMENTS = ["README.md", "docs/api.md", "docs/errors.md", "docs/settings.md"];
const DOCUMENTED_PORT = 3000;
/** Only to end a hang. */
const COMMAND_MS = 600_000;
const REQUEST_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const { host, port } = new URL(inject("shippedOrigin"));

describe.each(DOCUMENTS)("%s", async (name) => {
  const path = join(ROOT, name);
  const markdown = await readFile(path, "utf8");

  if (process.env.UPDATE_EXAMPLES !== undefined) {
    it("gets the outputs of its examples", async () => {
      await writeFile(path, await rewriteConsoleExamples(markdown, run));
    });
    return;
  }

  const examples = parseConsoleExamples(markdown);
  it("has examples", () => {
    expect(examples.length).toBeGreaterThan(0);
  });
  it.each(examples)("shows what is printed by: $command", async ({ command, output }) => {
    expect(await run(command)).toBe(output.replaceAll(REQUEST_ID, "<request id>"));
  });
});

/** What the command prints on both streams, without its last line break; the port is the only thing exchanged. */
async function run(command: string): Promise<string> {
  const ported = command
    .replaceAll(`localhost:${DOCUMENTED_PORT}`, host)
    .replaceAll(`PORT=${DOCUMENTED_PORT}`, `PORT=${port}`);
  // A start that is meant to fail must not listen on a port that another process may need.
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
  const env = { PATH: path, HOST: "127.0.0.1", PORT: "0", LC_ALL: "C" };
  const output = await promisify(execFile)("bash", ["-c", `exec 2>&1; ${ported}`], {
    cwd: ROOT,
    env,
    timeout: COMMAND_MS,
  }).catch((error: { stdout?: string; killed?: boolean }) => {
    // A command may fail on purpose; one that never ends may not.
    if (error.killed || error.stdout === undefined) throw error;
    return { stdout: error.stdout };
  });
  const text = output.stdout.replace(/\n$/, "").replaceAll("\r", "").replaceAll(REQUEST_ID, "<request id>");
  // Only where the port was exchanged on the way in: elsewhere the same digits may be data.
  return command.includes(`PORT=${DOCUMENTED_PORT}`) ? text.replaceAll(port, String(DOCUMENTED_PORT)) : text;
}
