/** The machine, the runtime and the commit of a run. */
import { execFileSync } from "node:child_process";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

export function describeMachine() {
  const cores = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: cores[0]?.model.trim() ?? "unknown",
    cores: cores.length,
    memoryBytes: totalmem(),
    system: `${platform()} ${arch()}`,
    node: process.version,
    commit: readGit("rev-parse", "--short", "HEAD") ?? "unknown",
    hasChanges:
      readGit("--no-optional-locks", "status", "--porcelain", "--", "src", "package-lock.json") !== "",
    loadBefore: loadavg()[0],
  };
}

/** The output of a git command, or undefined without git. */
function readGit(...args) {
  try {
    return execFileSync("git", args, {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}
