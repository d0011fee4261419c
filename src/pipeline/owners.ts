/** Marks files and folders with their process in the name, so that other processes can remove abandoned ones. */
import { hostname } from "node:os";

/** This machine, in characters that are safe in file names and patterns. */
export const HOST = hostname().replace(/[^A-Za-z0-9]/g, "_");

/** The mark of this process in names. */
export const OWNER = `${HOST}-${process.pid}`;

/** Whether an owner is an ended process of this machine; false for processes of other machines. */
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
