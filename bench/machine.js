/** Where and on what the figures were taken. */
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
    commit: git("rev-parse", "--short", "HEAD") ?? "unknown",
    hasChanges: git("--no-optional-locks", "status", "--porcelain", "--", "src", "package-lock.json") !== "",
    loadBefore: loadavg()[0],
  };
}

/** Output of a git command that only looks, or undefined without git. */
function git(...words) {
  try {
    return execFileSync("git", words, {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}
