/** What the benchmark commands share: a log with the time since the start, and a time limit for the whole run. */

/** Logs to standard error, so that standard output is the report alone. */
export function buildLog() {
  const startMs = performance.now();
  return (text) => {
    const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
    console.error(`${seconds.padStart(4)} s  ${text}`);
  };
}

/** Ends a run that hangs, with code 1; its children end with it. */
export function limitRunTime(limitMs, log) {
  setTimeout(() => {
    log(`stopped: the run took longer than ${limitMs / 1000} s`);
    process.exit(1);
  }, limitMs).unref();
}
