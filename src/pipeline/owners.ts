/** Files and folders that carry the process they belong to in their names, so that others tell when nobody needs them. */
import { hostname } from "node:os";

/** This machine, in letters that a name may have and a pattern needs not escape. */
export const HOST = hostname().replace(/[^A-Za-z0-9]/g, "_");

/** How this process is written in names. */
export const OWNER = `${HOST}-${process.pid}`;

/** Whether an owner was a process of this machine that has ended; of another machine's nobody here can tell. */
export function isGone(host: string, pid: number): boolean {
  return host === HOST && pid !== process.pid && !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
