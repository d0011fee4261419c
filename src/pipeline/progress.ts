/** Progress for people: bars where the output is a terminal that can move its cursor, plain lines elsewhere. */
import { clearScreenDown } from "node:readline";
import cliProgress, { type MultiBar, type Options, type Params, type SingleBar } from "cli-progress";
import type { Progress, ProgressTask, ProgressUnit } from "./effects.js";
import { formatCount } from "./report.js";

/** Reports to `stream`, which is standard error in the program, so that standard output holds only the result. */
export function buildProgress(
  stream: NodeJS.WriteStream,
  { TERM }: Readonly<Record<string, string | undefined>>,
): Progress & { stop(): void } {
  return stream.isTTY && TERM !== "dumb" ? new BarProgress(stream) : new LineProgress(stream);
}

class LineProgress implements Progress {
  readonly #stream: NodeJS.WritableStream;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
  }

  note(message: string): void {
    this.#stream.write(`${message}\n`);
  }

  begin(label: string, _total: number | undefined, unit: ProgressUnit): ProgressTask {
    let done = 0;
    return {
      advance: (amount) => {
        done += amount;
      },
      end: (outcome) => this.note(`${label}: ${outcome ?? formatAmount(done, unit)}`),
    };
  }

  stop(): void {}
}

/** The least that a bar is worth showing in, and the most that it takes. */
const MIN_BAR_WIDTH = 8;
const MAX_BAR_WIDTH = 40;
const LABEL_WIDTH = 28;
/** Of a terminal that does not report its width. */
const DEFAULT_COLUMNS = 80;
/** The time left is estimated from so many steps; a chunk off the network is one. */
const ETA_STEPS = 100;

interface BarPayload {
  readonly label: string;
  readonly unit: ProgressUnit;
  /** Undefined where the length is not known beforehand. */
  readonly total: number | undefined;
}

interface RunningTask extends BarPayload {
  readonly bar: SingleBar;
  done: number;
}

/** Bars of what is running. What ends becomes a line above them, and when nothing runs the terminal is as it was. */
class BarProgress implements Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #running = new Set<RunningTask>();
  #bars: MultiBar | null = null;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  note(message: string): void {
    this.#write(message);
    this.#bars?.update();
  }

  begin(label: string, total: number | undefined, unit: ProgressUnit): ProgressTask {
    this.#bars ??= this.#buildBars();
    const payload: BarPayload = { label, unit, total };
    const task = { ...payload, bar: this.#bars.create(total ?? 0, 0, payload), done: 0 };
    this.#running.add(task);
    return {
      advance: (amount) => {
        task.done += amount;
        if (total === undefined) task.bar.setTotal(task.done);
        task.bar.update(task.done);
      },
      end: (outcome) => this.#end(task, outcome ?? formatAmount(task.done, unit)),
    };
  }

  /** Ends the bars; each piece of work that is not finished leaves a line. */
  stop(): void {
    for (const task of this.#running) this.#end(task, `stopped at ${formatAmount(task.done, task.unit)}`);
  }

  #end(task: RunningTask, outcome: string): void {
    if (this.#bars === null || !this.#running.delete(task)) return;
    this.#write(`${task.label.padEnd(LABEL_WIDTH)} ${outcome}`);
    this.#bars.remove(task.bar);
    if (this.#running.size > 0) return;
    this.#bars.stop();
    this.#bars = null;
  }

  #write(line: string): void {
    if (this.#bars === null) this.#stream.write(`${line}\n`);
    else this.#bars.log(`${line}\n`);
  }

  /** The cursor stays visible and lines wrap as ever, so that a killed program leaves the terminal usable. */
  #buildBars(): MultiBar {
    const bars = new cliProgress.MultiBar({
      stream: this.#stream,
      format: (options, params, payload) =>
        renderBar(options, params, payload as BarPayload, this.#stream.columns || DEFAULT_COLUMNS),
      etaBuffer: ETA_STEPS,
      clearOnComplete: true,
      linewrap: true,
      forceRedraw: true,
      gracefulExit: false,
    });
    // What was drawn may be longer than the lines that replace it.
    bars.on("redraw-pre", () => clearScreenDown(this.#stream));
    return bars;
  }
}

/** One line that is narrower than the terminal: label, bar and amounts, without what does not fit. */
function renderBar(
  options: Options,
  { value, progress, eta }: Params,
  { label, unit, total }: BarPayload,
  columns: number,
): string {
  // A cursor in the last column makes some terminals wrap.
  const width = columns - 1;
  if (total === undefined) return `${label.padEnd(LABEL_WIDTH)} ${formatAmount(value, unit)}`.slice(0, width);
  const isTimed = unit === "bytes";
  const done = formatAmount(value, unit);
  const share = `${Math.floor(progress * 100)}%`;
  // The library has words for an unknown time.
  const time = Number.isFinite(eta) ? `, ${cliProgress.Format.TimeFormat(eta, options, 5)} left` : "";
  const amounts = [
    ...(isTimed ? [`${share} ${done} of ${formatAmount(total, unit)}${time}`] : []),
    `${share} ${done}`,
    share,
  ];
  for (const labelWidth of [LABEL_WIDTH, Math.min(label.length, LABEL_WIDTH)]) {
    for (const amount of amounts) {
      const room = width - Math.max(labelWidth, label.length) - amount.length - 2;
      if (room < MIN_BAR_WIDTH) continue;
      const barWidth = Math.min(room, MAX_BAR_WIDTH);
      const full = Math.round(progress * barWidth);
      return `${label.padEnd(labelWidth)} ${"=".repeat(full)}${"-".repeat(barWidth - full)} ${amount}`;
    }
  }
  return `${label.slice(0, Math.max(width - share.length - 1, 0))} ${share}`;
}

function formatAmount(amount: number, unit: ProgressUnit): string {
  return unit === "bytes" ? `${(amount / 1e6).toFixed(1)} MB` : `${formatCount(amount)} ${unit}`;
}
