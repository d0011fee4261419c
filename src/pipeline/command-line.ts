/** What the commands share: paths as they are typed, and the examples of the help. */
import { resolve } from "node:path";
import type { Effects } from "./effects.js";

/** Paths of a command line start where it was typed, unlike those of defaults. */
export function buildPathParser({ root, workingFolder }: Effects): (text: string) => string {
  return (text) => (workingFolder === root ? text : resolve(workingFolder, text));
}

/** The end of a help text. A line that does not begin with a command of the program is printed as it is. */
export function examples(...lines: readonly string[]): string {
  const render = (line: string) => `  ${/^[A-Z]/.test(line) ? "" : "datadecide "}${line}`;
  return `\nExamples:\n${lines.map(render).join("\n")}\n`;
}
