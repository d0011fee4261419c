/** The pieces of work of a command: shown while they run, and timed for its report. */
import type { Effects, ProgressTask, ProgressUnit } from "./effects.js";
import type { ReportBuilder } from "./report.js";

export class Steps {
  constructor(
    readonly effects: Pick<Effects, "progress" | "signal">,
    readonly report: ReportBuilder,
  ) {}

  /** Does one piece of work. Throws what it throws, and the reason of an interruption before its end. */
  async run<T>(label: string, work: () => Promise<T>): Promise<T> {
    return await this.#time(label, 1, "steps", async (task) => {
      const result = await work();
      task.advance(1);
      return result;
    });
  }

  /** As `run`, for work on a known number of rows, which reports its own progress. */
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
    // Nothing interrupts work that was between two statements of the database.
    this.effects.signal.throwIfAborted();
    task.end(formatSeconds(this.report.lap(label)));
    return result;
  }

  /** Does the same for every item, with its progress. */
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
