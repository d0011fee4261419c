/** The built program as a process of its own. Whoever starts one stops it; every wait is bounded. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { until } from "./raw-socket.js";
import { type LogLine, ROOT } from "./served-app.js";

const PROGRAM = join(ROOT, "dist/server.js");

export class ServerProcess {
  readonly child: ChildProcess;
  #stdout = "";
  stderr = "";
  #exitCode: number | null | undefined;

  constructor(settings: Readonly<Record<string, string>> = {}) {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there; run npm run build before the tests`);
    const { PATH = "" } = process.env;
    // What was prepared on this machine, or not, is no matter of these tests.
    const env = { PATH, HOST: "127.0.0.1", PORT: "0", PREPARED_PATH: "/nowhere/prepared.bin", ...settings };
    this.child = spawn(process.execPath, [PROGRAM], { env, stdio: ["ignore", "pipe", "pipe"] });
    this.child.stdout?.on("data", (text) => {
      this.#stdout += text;
    });
    this.child.stderr?.on("data", (text) => {
      this.stderr += text;
    });
    // Unlike exit, close comes after the last output.
    this.child.on("close", (code) => {
      this.#exitCode = code;
    });
  }

  /** The complete log lines so far; throws if one of them is not JSON. */
  get log(): LogLine[] {
    const lines = this.#stdout.split("\n");
    return lines.slice(0, -1).map((line) => JSON.parse(line));
  }

  get isOver(): boolean {
    return this.#exitCode !== undefined;
  }

  /** The port from the log line of the listening server. */
  async port(): Promise<number> {
    const find = () => this.log.find(({ msg }) => /^Server listening at /.test(msg));
    await this.#until(() => find() !== undefined, "it listens");
    return Number(/:(\d+)$/.exec(find()?.msg ?? "")?.[1]);
  }

  /** Waits for a log line. */
  async line(message: string): Promise<LogLine> {
    const find = () => this.log.find(({ msg }) => msg === message);
    await this.#until(() => find() !== undefined, `it logs "${message}"`);
    return find() as LogLine;
  }

  /** The exit code; null after an end by signal. */
  async exitCode(): Promise<number | null> {
    await until(
      () => this.isOver,
      () => `the process ends; it said: ${this.#stdout}${this.stderr}`,
    );
    return this.#exitCode ?? null;
  }

  signal(name: "SIGTERM" | "SIGINT"): void {
    this.child.kill(name);
  }

  /** Ends the process if it has not ended. */
  async end(): Promise<void> {
    if (!this.isOver) this.child.kill("SIGKILL");
    await this.exitCode();
  }

  async #until(condition: () => boolean, what: string): Promise<void> {
    await until(
      () => condition() || this.isOver,
      () => `${what}; it said: ${this.#stdout}${this.stderr}`,
    );
    if (!condition()) throw new Error(`the process ended before ${what}: ${this.#stdout}${this.stderr}`);
  }
}
