/** Processor time and memory of a process, read from /proc; null on systems without it. */
import { readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second here, whatever the clock of the kernel. */
const TICK_US = 10_000;

/** Processor time of all threads so far, user and system, in microseconds. */
export function readProcessorUs(pid) {
  const text = readProc(pid, "stat");
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
}

export function readResidentBytes(pid) {
  const text = readProc(pid, "status");
  return text === null ? null : Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)[1]) * 1024;
}

function readProc(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return null;
  }
}
