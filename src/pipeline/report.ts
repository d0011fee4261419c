/** The report of a command: the rows of every stage, what was dropped and why, checks, and written files. */
import { renderColumns } from "./text-table.js";

export interface Report {
  readonly command: string;
  readonly stages: readonly Stage[];
  readonly checks: readonly Check[];
  readonly files: readonly WrittenFile[];
  readonly warnings: readonly string[];
  /** The time of each task, measured from the end of the one before. */
  readonly timings: readonly Timing[];
}

export interface Timing {
  readonly step: string;
  readonly seconds: number;
}

export interface Stage {
  readonly name: string;
  /** Input rows, by name if a stage has several inputs. */
  readonly rowsIn: number | Readonly<Record<string, number>>;
  readonly rowsOut: number;
  /** Rows or values that the stage removed. */
  readonly drops: readonly Finding[];
  /** Findings that removed nothing, such as duplicates and allowed unknown names. */
  readonly findings: readonly Finding[];
}

/** A count with readable examples: some of very many, otherwise all. */
export interface Finding {
  readonly reason: string;
  readonly count: number;
  readonly examples: readonly string[];
}

export type Verdict = "passed" | "failed" | "needs real data" | "not applicable";

export interface Check {
  readonly name: string;
  readonly expected: string;
  readonly found: string;
  readonly verdict: Verdict;
}

export interface WrittenFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Undefined for files that are not tables. */
  readonly rows?: number;
}

/** Collects a report while a command runs. */
export class ReportBuilder {
  readonly #command: string;
  readonly #stages: Stage[] = [];
  readonly #checks: Check[] = [];
  readonly #files: WrittenFile[] = [];
  readonly #warnings: string[] = [];
  readonly #timings: Timing[] = [];
  #lapMs = performance.now();

  constructor(command: string) {
    this.#command = command;
  }

  addStage(stage: Pick<Stage, "name" | "rowsIn" | "rowsOut"> & Partial<Stage>): void {
    this.#stages.push({ drops: [], findings: [], ...stage });
  }

  addCheck(check: Check): void {
    this.#checks.push(check);
  }

  addFile(file: WrittenFile): void {
    this.#files.push(file);
  }

  warn(message: string): void {
    this.#warnings.push(message);
  }

  /** Records the time since the last call for a task. Returns its seconds. */
  lap(step: string): number {
    const nowMs = performance.now();
    const seconds = Math.round(nowMs - this.#lapMs) / 1000;
    this.#lapMs = nowMs;
    this.#timings.push({ step, seconds });
    return seconds;
  }

  build(): Report {
    return {
      command: this.#command,
      stages: [...this.#stages],
      checks: [...this.#checks],
      files: [...this.#files],
      warnings: [...this.#warnings],
      timings: [...this.#timings],
    };
  }
}

/** Whether no check failed. */
export function isGood(report: Report): boolean {
  return report.checks.every(({ verdict }) => verdict !== "failed");
}

/** The report as readable text: one table per section, without empty sections. */
export function renderReport(report: Report): string {
  const parts = [
    renderStages(report.stages),
    renderFindings("Dropped", report.stages, "drops"),
    renderFindings("Found", report.stages, "findings"),
    renderChecks(report.checks),
    renderFiles(report.files),
    renderTimings(report.timings),
    report.warnings.map((warning) => `warning: ${warning}\n`).join(""),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function renderStages(stages: readonly Stage[]): string {
  if (stages.length === 0) return "";
  const rows = stages.map(({ name, rowsIn, rowsOut }) => [name, renderRowsIn(rowsIn), formatCount(rowsOut)]);
  return renderColumns(["stage", "rows in", "rows out"], rows, ["left", "right", "right"]);
}

function renderRowsIn(rowsIn: Stage["rowsIn"]): string {
  if (typeof rowsIn === "number") return formatCount(rowsIn);
  return Object.entries(rowsIn)
    .map(([name, count]) => `${name} ${formatCount(count)}`)
    .join(" + ");
}

function renderFindings(title: string, stages: readonly Stage[], part: "drops" | "findings"): string {
  const rows = stages.flatMap((stage) =>
    stage[part].map(({ reason, count, examples }) => [
      stage.name,
      reason,
      formatCount(count),
      renderExamples(examples),
    ]),
  );
  if (rows.length === 0) return "";
  return `${title}\n${renderColumns(["stage", "what", "count", "examples"], rows, ["left", "left", "right", "left"])}`;
}

const SHOWN_EXAMPLES = 5;

function renderExamples(examples: readonly string[]): string {
  const rest = examples.length - SHOWN_EXAMPLES;
  const shown = examples.slice(0, SHOWN_EXAMPLES).join(" | ");
  return rest > 0 ? `${shown} | and ${formatCount(rest)} more, which --json lists` : shown;
}

/** The maximum widths of verdict, name, expected and found, for lines of 100 characters; longer texts wrap. */
const CHECK_WIDTHS = [15, 27, 20, 27];

function renderChecks(checks: readonly Check[]): string {
  if (checks.length === 0) return "";
  const rows = checks.map(({ name, expected, found, verdict }) => [verdict, name, expected, found]);
  return renderColumns(["verdict", "check", "expected", "found"], rows.flatMap(wrapRow));
}

function renderFiles(files: readonly WrittenFile[]): string {
  if (files.length === 0) return "";
  const rows = files.map(({ path, rows: count, sizeBytes, sha256 }) => [
    path,
    count === undefined ? "" : formatCount(count),
    formatCount(sizeBytes),
    sha256.slice(0, 16),
  ]);
  return renderColumns(["file", "rows", "bytes", "sha256"], rows, ["left", "right", "right", "left"]);
}

function renderTimings(timings: readonly Timing[]): string {
  if (timings.length === 0) return "";
  const total = timings.reduce((sum, { seconds }) => sum + seconds, 0);
  const rows = [...timings, { step: "in all", seconds: total }];
  return renderColumns(
    ["step", "seconds"],
    rows.map(({ step, seconds }) => [step, seconds.toFixed(1)]),
    ["left", "right"],
  );
}

/** A row of checks with as many lines as its longest cell needs; only words longer than a line overflow. */
function wrapRow(row: readonly string[]): string[][] {
  const cells = row.map((text, column) => wrapText(text, CHECK_WIDTHS[column]));
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => cells.map((lines) => lines[line] ?? ""));
}

function wrapText(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** An integer with thousands separators. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
