/** The commands that rebuild and check the served files. Each loads its modules when it runs. */
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { buildPathParser, examples } from "./command-line.js";
import { DEFAULT_MEMORY_LIMIT, DEFAULT_THREADS } from "./database-limits.js";
import type { Effects } from "./effects.js";
import { findRawTables } from "./raw-folder.js";
import type { Report } from "./report.js";
import { COMPAT_DATES, type CompatDate } from "./run-fields.js";
import { EXTRA_SPLITS, type ExtraSplit, isCommit } from "./sources.js";

export const RAW_FOLDER = "data/raw";
export const BUILT_FOLDER = "data/built";
export const SERVED_EVALUATIONS = "initial_data/mean_eval_melted.parquet";

/** Does the work of a command and prints its report. */
export type Run = (work: () => Promise<Report>, options: { json?: boolean }) => Promise<void>;

export function addDataCommands(program: Command, effects: Effects, run: Run): void {
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
    .option("--out <folder>", "where the files go", buildPathParser(effects), RAW_FOLDER)
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
      return run(async () => {
        const { downloadSources } = await import("./download.js");
        return await downloadSources({ out, extraSplits, revisions }, effects);
      }, options);
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
  const parsePath = buildPathParser(effects);
  const command = build
    .command("evaluations")
    .description("Builds mean_eval_melted.parquet, the long form of the seed means, from the raw tables.")
    .option("--raw <folder>", "the folder of `download`", parsePath, RAW_FOLDER)
    .option(
      "--evaluations <file...>",
      "the evaluation table's files, instead of those in --raw",
      (text: string, earlier: readonly string[] = []) => [...earlier, parsePath(text)],
    )
    .option("--perplexities <file>", "the perplexity table, instead of the one in --raw", parsePath)
    .option("--out <folder>", "where the built files go", parsePath, BUILT_FOLDER)
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
  addDatabaseOptions(command, effects).action((options: BuildEvaluationsArguments) => {
    const { raw, out, keep = false, allowUnknown = false } = options;
    return run(async () => {
      const { buildEvaluationsFile } = await import("./evaluations/build.js");
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
  const parsePath = buildPathParser(effects);
  const command = build
    .command("comparisons")
    .description("Builds the comparison frame from exported fine-tuning runs and the full table.")
    .requiredOption("--runs <file>", "the exported runs, Parquet or JSON lines", parsePath)
    .requiredOption("--history <file>", "their training history, Parquet or JSON lines", parsePath)
    .option(
      "--full-table <file>",
      "the full table of `build evaluations --keep`",
      parsePath,
      `${BUILT_FOLDER}/full_eval.parquet`,
    )
    .option("--out <folder>", "where the built file goes", parsePath, BUILT_FOLDER)
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
  addDatabaseOptions(command, effects).action((options: BuildComparisonsArguments) => {
    const { runs, history, fullTable, out, compat = null, allowUnknown = false } = options;
    const inputs = { runs, history, fullTable, out, compat, allowUnknown };
    return run(async () => {
      const { buildComparisonsFile } = await import("./comparisons.js");
      return await buildComparisonsFile({ ...inputs, ...databaseOptions(options) }, effects);
    }, options);
  });
}

/** The options of every command that opens the database. */
function addDatabaseOptions(command: Command, effects: Effects): Command {
  return command
    .option("--memory <limit>", "the database's memory, for example 2GB", parseMemory, DEFAULT_MEMORY_LIMIT)
    .option("--threads <count>", "threads of the database", parseCount, DEFAULT_THREADS)
    .option(
      "--spill <folder>",
      "where data goes that does not fit in memory (the system's temporary folder)",
      buildPathParser(effects),
    )
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
    .addArgument(
      new Argument("[file]", "the melted file")
        .argParser(buildPathParser(effects))
        .default(SERVED_EVALUATIONS),
    )
    .option("--synthetic", "the file holds synthetic numbers, whatever its manifest says")
    .addHelpText(
      "after",
      examples("verify", `verify ${BUILT_FOLDER}/mean_eval_melted.parquet`, "verify --json"),
    );
  addDatabaseOptions(command, effects).action(
    (file: string, options: DatabaseArguments & { synthetic?: boolean }) => {
      const asked = { file, isSynthetic: options.synthetic ?? false, ...databaseOptions(options) };
      return run(async () => {
        const { verifyEvaluations } = await import("./verify.js");
        return await verifyEvaluations(asked, effects);
      }, options);
    },
  );
}

function addPrepare(program: Command, effects: Effects, run: Run): void {
  program
    .command("prepare")
    .description(
      "Writes the served files in the form that loads fastest; the server's settings say which, and where to.",
    )
    .option("--json", "print the report as JSON")
    .addHelpText("after", examples("prepare", "prepare --json"))
    .action((options: { json?: boolean }) =>
      run(async () => {
        const { prepareServed } = await import("./prepare.js");
        return await prepareServed(effects);
      }, options),
    );
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
