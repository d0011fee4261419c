/** Progress for people: bars where the output is a terminal, one plain line per piece of work elsewhere. */
import cliProgress, { type MultiBar } from "cli-progress";
import type { Progress, ProgressTask, ProgressUnit } from "./effects.js";
import { formatCount } from "./report.js";

/** Reports to `stream`, which is standard error in the program, so that standard output holds only the result. */
export function buildProgress(stream: NodeJS.WriteStream): Progress & { stop(): void } {
  return stream.isTTY ? new BarProgress(stream) : new LineProgress(stream);
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

interface BarPayload {
  readonly label: string;
  readonly done: string;
  readonly format: string;
}

const RUNNING = "{label} {bar} {percentage}% {done}";
const RUNNING_BYTES = "{label} {bar} {percentage}% {done} of {whole}, {eta_formatted} left";
/** Time left is told by the speed of so many steps; a chunk off the network is one. */
const ETA_STEPS = 100;

class BarProgress implements Progress {
  readonly #bars: MultiBar;

  constructor(stream: NodeJS.WriteStream) {
    this.#bars = new cliProgress.MultiBar({
      stream,
      format: (options, params, payload) =>
        cliProgress.Format.Formatter({ ...options, format: (payload as BarPayload).format }, params, payload),
      etaBuffer: ETA_STEPS,
      clearOnComplete: false,
      hideCursor: true,
      gracefulExit: false,
    });
  }

  note(message: string): void {
    this.#bars.log(`${message}\n`);
    this.#bars.update();
  }

  begin(label: string, total: number | undefined, unit: ProgressUnit): ProgressTask {
    const name = label.padEnd(28);
    const isTimed = unit === "bytes" && total !== undefined;
    const whole = isTimed ? formatAmount(total, unit) : "";
    const bar = this.#bars.create(total ?? 0, 0, {
      label: name,
      done: "",
      whole,
      format: isTimed ? RUNNING_BYTES : RUNNING,
    });
    let done = 0;
    return {
      advance: (amount) => {
        done += amount;
        if (total === undefined) bar.setTotal(done);
        bar.update(done, { done: formatAmount(done, unit) });
      },
      end: (outcome) => {
        const end = total ?? Math.max(done, 1);
        bar.setTotal(end);
        // A download that was cut off keeps the length that it has.
        const reached = unit === "bytes" && done > 0 ? done : end;
        bar.update(reached, { done: outcome ?? formatAmount(done, unit), format: RUNNING });
        bar.stop();
      },
    };
  }

  stop(): void {
    this.#bars.stop();
  }
}

function formatAmount(amount: number, unit: ProgressUnit): string {
  return unit === "bytes" ? `${(amount / 1e6).toFixed(1)} MB` : `${formatCount(amount)} ${unit}`;
}
