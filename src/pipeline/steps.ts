/** The tasks of a command, with progress while they run and times for the report. */
import type { Effects, ProgressTask, ProgressUnit } from "./effects.js";
import type { ReportBuilder } from "./report.js";

export class Steps {
  constructor(
    readonly effects: Pick<Effects, "progress" | "signal">,
    readonly report: ReportBuilder,
  ) {}

  /** Runs one task. Throws what it throws, and the reason of an interruption. */
  async run<T>(label: string, work: () => Promise<T>): Promise<T> {
    return await this.#time(label, 1, "steps", async (task) => {
      const result = await work();
      task.advance(1);
      return result;
    });
  }

  /** Like `run`, for a task with a known number of rows that reports its own progress. */
  async runRows<T>(label: string, rows: number, work: (task: ProgressTask) => Promise<T>): Promise<T> {
    return await this.#time(label, rows, "rows", work);
  }

  async #time<T>(
    label: string,
    total: number,
    unit: ProgressUnit,
    work: (task: ProgressTask) => Promise<T>,
  ): Promise<T> {
    this.effects.signal.throwIfAborted();
    const task = this.effects.progress.begin(label, total, unit);
    const result = await work(task);
    // An interruption between two statements of the database does not stop the task itself.
    this.effects.signal.throwIfAborted();
    task.end(formatSeconds(this.report.lap(label)));
    return result;
  }

  /** Runs a task for every item, with progress. */
  async each<Item>(
    label: string,
    items: readonly Item[],
    work: (item: Item) => Promise<void>,
  ): Promise<void> {
    const task = this.effects.progress.begin(label, items.length, "steps");
    for (const item of items) {
      this.effects.signal.throwIfAborted();
      await work(item);
      task.advance(1);
    }
    this.effects.signal.throwIfAborted();
    task.end(formatSeconds(this.report.lap(label)));
  }
}

function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
