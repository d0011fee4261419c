/** Programs in a pseudo-terminal of util-linux `script`, and what a person would see there. */
import { spawn, spawnSync } from "node:child_process";

const ESCAPE = String.fromCharCode(27);

export const HAS_SCRIPT = spawnSync("script", ["--version"]).stdout?.includes("util-linux") ?? false;

export interface TerminalRun {
  /** Everything that was written, with its escapes. */
  readonly raw: string;
  readonly code: number | null;
}

export interface TerminalOptions {
  readonly columns: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with everything so far; what it returns is typed. */
  readonly onOutput?: (raw: string) => string | undefined;
}

/** Runs a command with both outputs in one terminal. */
export function runInTerminal(
  command: readonly string[],
  { columns, environment = {}, onOutput = () => undefined }: TerminalOptions,
): Promise<TerminalRun> {
  const line = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const { PATH = "" } = process.env;
  const child = spawn("script", ["-qec", `stty cols ${columns} rows 24; exec ${line}`, "/dev/null"], {
    env: { PATH, TERM: "xterm", SHELL: "/bin/sh", ...environment },
    stdio: ["pipe", "pipe", "inherit"],
    timeout: 120_000,
  });
  let raw = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    raw += text;
    const typed = onOutput(raw);
    if (typed !== undefined) child.stdin.write(typed);
  });
  // What is typed last may come after the end.
  child.stdin.on("error", () => {});
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      child.stdin.destroy();
      resolve({ raw, code });
    });
  });
}

/** An escape sequence with its count and its kind, or one character. */
const TOKEN = new RegExp(`${ESCAPE}\\[(\\d*)([A-Za-z])|${ESCAPE}.|.`, "gsu");

/** The lines of an endless screen after `raw`, and the place of the cursor. Throws for an escape that it does not model. */
export function renderScreen(raw: string, columns: number) {
  const lines: string[][] = [[]];
  let row = 0;
  let column = 0;
  const down = () => {
    row++;
    lines[row] ??= [];
  };
  for (const [token, count, kind] of raw.matchAll(TOKEN)) {
    const line = lines[row];
    if (token === "\r") column = 0;
    else if (token === "\n") down();
    else if (kind === "A") row -= Number(count || 1);
    else if (kind === "G") column = Number(count || 1) - 1;
    else if (kind === "K" && (count === "" || count === "0")) line.length = Math.min(line.length, column);
    else if (kind === "K" && count === "2") line.length = 0;
    else if (kind === "J" && (count === "" || count === "0")) {
      line.length = Math.min(line.length, column);
      lines.length = row + 1;
    } else if (token.startsWith(ESCAPE)) throw new Error(`unknown escape ${JSON.stringify(token)}`);
    else {
      if (column === columns) {
        down();
        column = 0;
      }
      for (let at = lines[row].length; at < column; at++) lines[row][at] = " ";
      lines[row][column++] = token;
    }
    if (row < 0) throw new Error("the cursor left the top of what was written");
  }
  return { lines: lines.map((cells) => cells.join("").trimEnd()), row, column };
}
