/** The ```console blocks of a document: each `$ command` with the lines that follow it as its output. */

export interface ConsoleExample {
  readonly command: string;
  readonly output: string;
}

const BLOCK = /^```console\n([\s\S]*?)^```$/gm;

export function parseConsoleExamples(markdown: string): ConsoleExample[] {
  return [...markdown.matchAll(BLOCK)].flatMap(([, block]) => parseBlock(block));
}

/** The same document with the outputs that `run` gives. */
export async function rewriteConsoleExamples(
  markdown: string,
  run: (command: string) => Promise<string>,
): Promise<string> {
  const parts: string[] = [];
  let from = 0;
  for (const match of markdown.matchAll(BLOCK)) {
    const lines: string[] = [];
    for (const { command } of parseBlock(match[1])) {
      const output = await run(command);
      lines.push(`$ ${command}`, ...(output === "" ? [] : [output]));
    }
    parts.push(markdown.slice(from, match.index), "```console\n", ...lines.map((line) => `${line}\n`), "```");
    from = match.index + match[0].length;
  }
  return parts.join("") + markdown.slice(from);
}

function parseBlock(block: string): ConsoleExample[] {
  const examples: { command: string; output: string[] }[] = [];
  for (const line of block.replace(/\n$/, "").split("\n")) {
    if (line.startsWith("$ ")) examples.push({ command: line.slice(2), output: [] });
    else if (examples.length === 0) throw new Error(`a console block begins without a command: ${line}`);
    else examples[examples.length - 1].output.push(line);
  }
  return examples.map(({ command, output }) => ({ command, output: output.join("\n") }));
}
