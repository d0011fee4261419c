/** The data commands as a program: arguments in, report and exit code out. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { PipelineError, StartupError } from "../errors.js";
import { buildComparisonsFile } from "./comparisons.js";
import { DEFAULT_MEMORY_LIMIT, DEFAULT_THREADS } from "./database.js";
import { downloadSources } from "./download.js";
import type { Effects } from "./effects.js";
import { buildEvaluationsFile } from "./evaluations/build.js";
import { addLoad } from "./load.js";
import { prepareServed } from "./prepare.js";
import { findRawTables } from "./raw-folder.js";
import { isGood, type Report, renderReport } from "./report.js";
import { COMPAT_DATES, type CompatDate } from "./run-fields.js";
import { EXTRA_SPLITS, type ExtraSplit, isCommit } from "./sources.js";
import { verifyEvaluations } from "./verify.js";

/** Where a program's texts go: results and complaints apart. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** The last is what a shell makes of SIGPIPE: whoever read the output has left. */
export const EXIT_CODES = { ok: 0, failed: 1, usage: 2, readerLeft: 141 } as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

export const RAW_FOLDER = "data/raw";
export const BUILT_FOLDER = "data/built";
export const SERVED_EVALUATIONS = "initial_data/mean_eval_melted.parquet";

type Run = (work: () => Promise<Report>, options: { json?: boolean }) => Promise<void>;

/** Runs one command line (without the program's name). Every failure is one line on `err` and an exit code. */
export async function runProgram(
  args: readonly string[],
  effects: Effects,
  output: Output,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODES.ok;
  const run: Run = async (work, { json }) => {
    const report = await work();
    output.out(json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report));
    exitCode = isGood(report) ? EXIT_CODES.ok : EXIT_CODES.failed;
  };
  try {
    await buildProgram(effects, output, run).parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    output.err(`${describeFailure(error, effects)}\n`);
    return EXIT_CODES.failed;
  }
}

function describeFailure(error: unknown, { signal }: Effects): string {
  if (error instanceof PipelineError || error instanceof StartupError) return error.message;
  if (signal.aborted) return new PipelineError("interrupted", "the command", "was interrupted").message;
  return (error as Error).stack ?? String(error);
}

function buildProgram(effects: Effects, output: Output, run: Run): Command {
  const program = new Command("data")
    .description("Rebuilds the served files from their public sources, and checks them.")
    .usage("<command> [options]")
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.out(text), writeErr: (text) => output.err(text) })
    .showHelpAfterError("(--help lists commands and options)")
    .addHelpText(
      "after",
      `${examples(
        "download",
        "build evaluations",
        `verify ${BUILT_FOLDER}/mean_eval_melted.parquet`,
        "verify --json",
      )}${CONVENTIONS}`,
    );
  addDownload(program, effects, run);
  const build = program.command("build").description("Builds a served file.");
  build.addHelpText(
    "after",
    examples("build evaluations", "build comparisons --runs runs.parquet --history history.parquet"),
  );
  addBuildEvaluations(build, effects, run);
  addBuildComparisons(build, effects, run);
  addVerify(program, effects, run);
  addPrepare(program, effects, run);
  addLoad(program, effects, run);
  return program;
}

interface DownloadArguments {
  readonly out: string;
  readonly revision?: string;
  readonly pplRevision?: string;
  readonly evalRevision?: string;
  readonly with?: ExtraSplit[];
  readonly json?: boolean;
}

function addDownload(program: Command, effects: Effects, run: Run): void {
  program
    .command("download")
    .description("Fetches the public raw tables; what is complete already is left alone.")
    .option("--out <folder>", "where the files go", RAW_FOLDER)
    .option(
      "--revision <name>",
      "a branch or tag of both repositories instead of the pinned commits",
      parseName,
    )
    .option(
      "--ppl-revision <name>",
      "a branch, tag or commit of the perplexities' repository alone",
      parseRevision,
    )
    .option(
      "--eval-revision <name>",
      "a branch, tag or commit of the evaluations' repository alone",
      parseRevision,
    )
    .addOption(new Option("--with <split...>", "splits that the builds do not need").choices(EXTRA_SPLITS))
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      examples(
        "download",
        "download --with macro_avg",
        "download --revision main",
        "download --out /data/raw --json",
      ),
    )
    .action((options: DownloadArguments) => {
      const { out, with: extraSplits = [], revision, pplRevision, evalRevision } = options;
      const revisions = {
        perplexities: pplRevision ?? revision,
        evaluations: evalRevision ?? revision,
      };
      return run(() => downloadSources({ out, extraSplits, revisions }, effects), options);
    });
}

interface DatabaseArguments {
  readonly memory: string;
  readonly threads: number;
  readonly spill?: string;
  readonly json?: boolean;
}

interface BuildEvaluationsArguments extends DatabaseArguments {
  readonly raw: string;
  readonly evaluations?: string[];
  readonly perplexities?: string;
  readonly out: string;
  readonly keep?: boolean;
  readonly allowUnknown?: boolean;
}

function addBuildEvaluations(build: Command, effects: Effects, run: Run): void {
  const command = build
    .command("evaluations")
    .description("Builds mean_eval_melted.parquet, the long form of the seed means, from the raw tables.")
    .option("--raw <folder>", "the folder of `download`", RAW_FOLDER)
    .option("--evaluations <file...>", "the evaluation table's files, instead of those in --raw")
    .option("--perplexities <file>", "the perplexity table, instead of the one in --raw")
    .option("--out <folder>", "where the built files go", BUILT_FOLDER)
    .option("--keep", "write full_eval, mean_eval, std_eval and full_eval_melted too")
    .option("--allow-unknown", "carry names along that the suite does not have, and report them")
    .addHelpText(
      "after",
      examples(
        "build evaluations",
        "build evaluations --keep --json > report.json",
        "build evaluations --evaluations a.parquet b.parquet --perplexities ppl.parquet --out built",
      ),
    );
  addDatabaseOptions(command).action((options: BuildEvaluationsArguments) => {
    const { raw, out, keep = false, allowUnknown = false } = options;
    return run(async () => {
      const inputs = { ...findRawTables(raw, options, effects.root), out, keep, allowUnknown };
      return await buildEvaluationsFile({ ...inputs, ...databaseOptions(options) }, effects);
    }, options);
  });
}

interface BuildComparisonsArguments extends DatabaseArguments {
  readonly runs: string;
  readonly history: string;
  readonly fullTable: string;
  readonly out: string;
  readonly compat?: CompatDate;
  readonly allowUnknown?: boolean;
}

function addBuildComparisons(build: Command, effects: Effects, run: Run): void {
  const command = build
    .command("comparisons")
    .description("Builds the comparison frame from exported fine-tuning runs and the full table.")
    .requiredOption("--runs <file>", "the exported runs, Parquet or JSON lines")
    .requiredOption("--history <file>", "their training history, Parquet or JSON lines")
    .option(
      "--full-table <file>",
      "the full table of `build evaluations --keep`",
      `${BUILT_FOLDER}/full_eval.parquet`,
    )
    .option("--out <folder>", "where the built file goes", BUILT_FOLDER)
    .addOption(
      new Option(
        "--compat [date]",
        "repeat an earlier parse of the runs with its faults; of the later date by itself",
      )
        .choices(COMPAT_DATES)
        .preset("2025-09-23"),
    )
    .option("--allow-unknown", "carry recipes along that the suite does not have, and report them")
    .addHelpText(
      "after",
      examples(
        "build comparisons --runs runs.parquet --history history.parquet",
        "build comparisons --runs runs.jsonl --history history.jsonl --compat=2025-09-17 --json",
      ),
    );
  addDatabaseOptions(command).action((options: BuildComparisonsArguments) => {
    const { runs, history, fullTable, out, compat = null, allowUnknown = false } = options;
    const inputs = { runs, history, fullTable, out, compat, allowUnknown };
    return run(() => buildComparisonsFile({ ...inputs, ...databaseOptions(options) }, effects), options);
  });
}

/** The options of every command that opens the database. */
function addDatabaseOptions(command: Command): Command {
  return command
    .option("--memory <limit>", "the database's memory, for example 2GB", parseMemory, DEFAULT_MEMORY_LIMIT)
    .option("--threads <count>", "threads of the database", parseCount, DEFAULT_THREADS)
    .option("--spill <folder>", "where data goes that does not fit in memory (the system's temporary folder)")
    .option("--json", "print the report as JSON");
}

function databaseOptions({ memory, threads, spill }: DatabaseArguments) {
  return { memoryLimit: memory, threads, ...(spill === undefined ? {} : { spillFolder: spill }) };
}

function addVerify(program: Command, effects: Effects, run: Run): void {
  const command = program
    .command("verify")
    .description(
      "Checks an evaluations file against what is known of the suite; exit code 1 if a check fails.",
    )
    .addArgument(new Argument("[file]", "the melted file").default(SERVED_EVALUATIONS))
    .option("--synthetic", "the file holds synthetic numbers, whatever its manifest says")
    .addHelpText(
      "after",
      examples("verify", `verify ${BUILT_FOLDER}/mean_eval_melted.parquet`, "verify --json"),
    );
  addDatabaseOptions(command).action((file: string, options: DatabaseArguments & { synthetic?: boolean }) => {
    const asked = { file, isSynthetic: options.synthetic ?? false, ...databaseOptions(options) };
    return run(() => verifyEvaluations(asked, effects), options);
  });
}

function addPrepare(program: Command, effects: Effects, run: Run): void {
  program
    .command("prepare")
    .description(
      "Writes the served files in the form that loads fastest; the server's settings say which, and where to.",
    )
    .option("--json", "print the report as JSON")
    .addHelpText("after", examples("prepare", "prepare --json"))
    .action((options: { json?: boolean }) => run(() => prepareServed(effects), options));
}

/** A revision that can be meant for both repositories. */
function parseName(text: string): string {
  if (!isCommit(text)) return parseRevision(text);
  throw new InvalidArgumentError(
    "A commit belongs to one repository: give it with --ppl-revision or --eval-revision.",
  );
}

function parseRevision(text: string): string {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("Name a branch or a tag, or leave the option out.");
}

function parseMemory(text: string): string {
  if (!/^\d+(\.\d+)?\s*([KMGT]i?B)$/i.test(text))
    throw new InvalidArgumentError("Write it like 2GB or 512MB.");
  return text;
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError("Write a whole number from 1 to 999.");
  return Number(text);
}

/** Unless it is silent, npm prints two lines of its own before what is meant to be JSON. */
function examples(...lines: readonly string[]): string {
  const render = (line: string) => `  npm run ${line.includes("--json") ? "--silent " : ""}data -- ${line}`;
  return `\nExamples:\n${lines.map(render).join("\n")}\n`;
}

const CONVENTIONS = `
Relative paths start at the project's folder, wherever the command is run.

Exit codes:
  0    all went well
  1    a failure, told in one line on standard error, or a check that failed
  2    a wrong command line
  141  whoever read the output has left

Environment:
  HF_ENDPOINT  another hub than https://huggingface.co
  HF_TOKEN     a token for the hub, for what is not public
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY
               proxies for downloads, and the hosts that are asked without one
`;
