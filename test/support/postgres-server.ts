/** A real PostgreSQL server of a test: its own folder and port, as a user that is not root. Without one, its tests are skipped, except in the continuous check. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import pg from "pg";

const DEBIAN = "/usr/lib/postgresql";
export const PASSWORD = "hunter2/geheim";
const USER = "tester";
const START_MS = 60_000;

function findBin(): string | undefined {
  const given = process.env.POSTGRES_BIN;
  if (given !== undefined) return given;
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return versions
    .map((version) => join(DEBIAN, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
}

/** Whether to skip the tests of PostgreSQL. Throws where it is missing and required. */
export function lacksPostgres(): boolean {
  const bin = findBin();
  if (bin !== undefined && existsSync(join(bin, "initdb"))) return false;
  const reason = `There is no initdb in ${bin ?? DEBIAN}; install Debian's postgresql or set POSTGRES_BIN.`;
  if (process.env.CI === "true" || process.env.REQUIRE_POSTGRES === "1") throw new Error(reason);
  console.warn(`The tests of the engine over PostgreSQL are skipped. ${reason}`);
  return true;
}

export class PostgresServer {
  readonly #bin = findBin() as string;
  readonly #folder = mkdtempSync(join(tmpdir(), "datadecide-postgres-"));
  readonly #identity = findIdentity();
  #process: ChildProcess | null = null;
  port = 0;

  /** A new server with an empty database, whose connections need a password. */
  static async start(): Promise<PostgresServer> {
    const server = new PostgresServer();
    server.#initialize();
    server.port = await findFreePort();
    await server.resume();
    return server;
  }

  /** With the password unless another one is given; null for an address without. */
  url(path = "", password: string | null = PASSWORD): string {
    const secret = password === null ? "" : `:${encodeURIComponent(password)}`;
    return `postgres://${USER}${secret}@127.0.0.1:${this.port}/postgres${path}`;
  }

  /** Runs statements in a connection of its own. */
  async run(sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client(this.url());
    await client.connect();
    try {
      const result = await client.query(sql);
      return Array.isArray(result) ? [] : result.rows;
    } finally {
      await client.end();
    }
  }

  /** Starts the server again after a stop. */
  async resume(): Promise<void> {
    const settings = [
      ...["listen_addresses=127.0.0.1", `unix_socket_directories=${this.#folder}`, "fsync=off"],
      ...["shared_buffers=32MB", "max_connections=30", "autovacuum=off", "jit=off"],
    ];
    const args = ["-D", join(this.#folder, "data"), "-p", String(this.port)];
    this.#process = spawn(
      join(this.#bin, "postgres"),
      [...args, ...settings.flatMap((setting) => ["-c", setting])],
      { ...this.#identity, cwd: this.#folder, stdio: "ignore" },
    );
    const deadline = Date.now() + START_MS;
    for (;;) {
      try {
        await this.run("SELECT 1");
        return;
      } catch (error) {
        if (Date.now() > deadline || this.#process.exitCode !== null) throw error;
        await setTimeout(50);
      }
    }
  }

  /** Ends the server at once, and with it all of its connections. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGQUIT");
    await exited;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #initialize(): void {
    const passwordFile = join(this.#folder, "password");
    writeFileSync(passwordFile, PASSWORD);
    const { uid, gid } = this.#identity;
    if (uid !== undefined && gid !== undefined) {
      for (const path of [this.#folder, passwordFile]) chownSync(path, uid, gid);
    }
    const options = ["--no-sync", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, `--username=${USER}`];
    const args = ["-D", join(this.#folder, "data"), ...options, "--locale=C.UTF-8", "--encoding=UTF8"];
    execFileSync(join(this.#bin, "initdb"), args, { ...this.#identity, cwd: this.#folder, stdio: "pipe" });
  }
}

/** The server refuses to run as root. */
function findIdentity(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const read = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: read("-u"), gid: read("-g") };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, "close");
  return port;
}
