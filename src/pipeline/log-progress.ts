/** Progress for a server's log: a line at the start of a piece of work, at every tenth of it, and at its end. */
import type { Progress } from "./effects.js";

/** Where progress is logged; a pino logger fits. */
export interface ProgressLog {
  info(details: object, message: string): void;
  warn(message: string): void;
}

/** What is noted counts as a warning: a server has nothing else to note than what went wrong on the way. */
export function buildLogProgress(log: ProgressLog): Progress {
  return {
    note: (message) => log.warn(message),
    begin: (label, total, unit) => {
      let done = 0;
      let tenth = 0;
      log.info({ label, total, unit }, "begun");
      return {
        advance: (amount) => {
          done += amount;
          const reached = total === undefined || total === 0 ? 0 : Math.floor((10 * done) / total);
          if (reached <= tenth || reached >= 10) return;
          tenth = reached;
          log.info({ label, done, total, unit }, `${tenth * 10}%`);
        },
        end: (outcome) => log.info({ label, done, unit }, outcome ?? "done"),
      };
    },
  };
}
