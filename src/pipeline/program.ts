/** The commands as a program: arguments in, report and exit code out. A command loads its modules when it runs. */
import { createRequire } from "node:module";
import { Argument, Command, CommanderError } from "commander";
import { PipelineError, ProblemError, StartupError } from "../errors.js";
import { examples } from "./command-line.js";
import { renderCompletion, SHELLS, type Shell } from "./completion.js";
import { addDataCommands, BUILT_FOLDER, type Run } from "./data-commands.js";
import { addDescribe } from "./describe.js";
import type { Effects } from "./effects.js";
import { isGood, renderReport } from "./report.js";

/** Where a program's texts go: results and complaints apart. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** The last is a shell's code for SIGPIPE: the reader of the output has left. */
export const EXIT_CODES = { ok: 0, failed: 1, usage: 2, readerLeft: 141 } as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

const VERSION: string = createRequire(import.meta.url)("../../package.json").version;

/**
 * Runs one command line (without the program's name). Every failure is one line on `err` and an exit code; a query has a
 * line for each of its mistakes. `extend` may add commands, which come before the others.
 */
export async function runProgram(
  args: readonly string[],
  effects: Effects,
  output: Output,
  extend: (program: Command) => void = () => {},
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODES.ok;
  const run: Run = async (work, { json }) => {
    const report = await work();
    output.out(json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report));
    exitCode = isGood(report) ? EXIT_CODES.ok : EXIT_CODES.failed;
  };
  try {
    await buildProgram(effects, output, run, extend).parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    output.err(`${describeFailure(error, effects)}\n`);
    return error instanceof ProblemError ? EXIT_CODES.usage : EXIT_CODES.failed;
  }
}

function describeFailure(error: unknown, { signal }: Effects): string {
  if (error instanceof PipelineError || error instanceof StartupError) return error.message;
  if (error instanceof ProblemError) return describeMistakes(error);
  if (signal.aborted) return new PipelineError("interrupted", "the command", "was interrupted").message;
  return (error as Error).stack ?? String(error);
}

function describeMistakes({ message, errors }: ProblemError): string {
  if (errors.length === 0) return message;
  const lines = errors.map(({ parameter, value, message: problem, suggestions }) => {
    const given = value === null ? "" : ` ${JSON.stringify(value)}`;
    const similar = suggestions.length === 0 ? "" : `; similar: ${suggestions.join(", ")}`;
    return `${parameter}:${given} ${problem}${similar}`;
  });
  return lines.join("\n");
}

function buildProgram(
  effects: Effects,
  output: Output,
  run: Run,
  extend: (program: Command) => void,
): Command {
  const program = new Command("datadecide")
    .description("Serves and queries the DataDecide results, and rebuilds their files from public sources.")
    .usage("<command> [options]")
    .version(VERSION, "--version", "print the version")
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.out(text), writeErr: (text) => output.err(text) })
    .showHelpAfterError("(--help lists commands and options)")
    .addHelpText(
      "after",
      `${examples(
        "serve",
        "query 'metric=pile-valppl&data=C4' --format csv",
        "download",
        "build evaluations",
        `verify ${BUILT_FOLDER}/mean_eval_melted.parquet`,
        "verify --json",
      )}${CONVENTIONS}`,
    );
  extend(program);
  addDataCommands(program, effects, run);
  addDescribe(program, effects, (text) => output.out(text));
  addCompletion(program, output);
  return program;
}

function addCompletion(program: Command, output: Output): void {
  program
    .command("completion")
    .description("Prints a script that completes commands and options in a shell.")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText(
      "after",
      examples(
        "completion bash >> ~/.bashrc",
        "completion zsh > ~/.zfunc/_datadecide",
        "completion fish > ~/.config/fish/completions/datadecide.fish",
      ),
    )
    .action((shell: Shell) => output.out(renderCompletion(program, shell)));
}

const CONVENTIONS = `
Relative paths start at the working folder; those of defaults and settings at the project's folder.

Exit codes:
  0    success
  1    a failure, with one line on standard error, or a failed check
  2    a mistake in the command line
  141  the reader of the output has left

Environment:
  HF_ENDPOINT  another hub than https://huggingface.co
  HF_TOKEN     a token for the hub, for what is not public
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY
               proxies for downloads, and the hosts that need none
`;
