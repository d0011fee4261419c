/** A database of PostgreSQL: its pool of connections, and sessions that read one state of it. */
import pg from "pg";
import type { Block } from "../../table/selection.js";
import type { PostgresAddress } from "./address.js";
import { CopyOut } from "./copy-stream.js";
import { buildTimeout, explainQueryFailure } from "./failures.js";
import { nameSetting } from "./parameters.js";
import type { RowDecoder } from "./row-decoder.js";

export interface PostgresOptions {
  /** Connections that queries may use at once. */
  readonly poolSize: number;
  /** The time in which a query waits for a connection, or for a new one to be made. */
  readonly connectTimeoutMs: number;
  /** The time that a query may take the database; 0 for no limit. */
  readonly queryTimeoutMs: number;
}

export type Row = readonly (string | null)[];

const APPLICATION = "datadecide";

/** Values as the server writes them. */
const AS_TEXT = { getTypeParser: () => (text: string) => text };

export class PostgresDatabase {
  readonly #config: pg.ClientConfig;
  readonly #options: PostgresOptions;
  readonly #pool: pg.Pool;

  constructor({ connectionString }: PostgresAddress, options: PostgresOptions) {
    this.#options = options;
    this.#config = {
      connectionString,
      application_name: APPLICATION,
      connectionTimeoutMillis: options.connectTimeoutMs,
      keepAlive: true,
    };
    this.#pool = new pg.Pool({ ...this.#config, max: options.poolSize, allowExitOnIdle: true });
    // An idle connection that ends is replaced by the next query, which reports whatever is wrong then.
    this.#pool.on("error", () => {});
  }

  /**
   * Begins to read one state of the database, whatever is written meanwhile. An abort of the signal cancels what runs.
   * Throws what the driver does.
   */
  async begin(signal: AbortSignal, queryTimeoutMs = this.#options.queryTimeoutMs): Promise<Session> {
    signal.throwIfAborted();
    const client = await this.#pool.connect();
    const session = new Session(client, signal, queryTimeoutMs, (pid) => this.#cancel(pid));
    try {
      await session.start();
      return session;
    } catch (error) {
      await session.abandon();
      throw error;
    }
  }

  /** Runs one piece of work in a session. Throws ProblemError, or what `use` throws. */
  async read<T>(dataset: string, signal: AbortSignal, use: (session: Session) => Promise<T>): Promise<T> {
    let session: Session | null = null;
    try {
      session = await this.begin(signal);
      const result = await use(session);
      await session.commit();
      return result;
    } catch (error) {
      await session?.abandon();
      signal.throwIfAborted();
      throw explainQueryFailure(error as Error, dataset);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  /** On a connection of its own, since all of the pool may be in use. */
  async #cancel(pid: number): Promise<void> {
    const client = new pg.Client(this.#config);
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query("SELECT pg_cancel_backend($1)", [pid]);
    } catch {
      // A server that cannot be reached runs no query.
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/** One connection in a transaction that reads only. It has to be committed or abandoned, once. */
export class Session {
  readonly #client: pg.PoolClient;
  readonly #signal: AbortSignal;
  readonly #cancelBackend: (pid: number) => Promise<void>;
  readonly #onAbort = () => void this.cancel();
  readonly #queryTimeoutMs: number;
  #isRunning = false;
  #hasEnded = false;
  #cancelled: Promise<void> | null = null;

  constructor(
    client: pg.PoolClient,
    signal: AbortSignal,
    queryTimeoutMs: number,
    cancelBackend: (pid: number) => Promise<void>,
  ) {
    this.#client = client;
    this.#signal = signal;
    this.#queryTimeoutMs = queryTimeoutMs;
    this.#cancelBackend = cancelBackend;
    // A connection that ends rejects what runs, and has to be listened to besides.
    client.on("error", ignore);
    signal.addEventListener("abort", this.#onAbort);
  }

  async start(): Promise<void> {
    await this.#run(
      `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = ${this.#queryTimeoutMs}`,
    );
  }

  /** The rows of a small result. */
  rows(sql: string, values: readonly string[] = []): Promise<Row[]> {
    return this.#run(sql, values);
  }

  /** Copies the result of a query, whose values are in settings, to a decoder; yields its blocks. */
  async *copy(
    query: string,
    decoder: RowDecoder,
    dataset: string,
    isStreamed: boolean,
  ): AsyncGenerator<Block> {
    // A client that reads slowly is no reason to stop the query: the time limit is for what the server takes.
    if (isStreamed) await this.#run("SET LOCAL statement_timeout = 0");
    this.#signal.throwIfAborted();
    const copy = new CopyOut(`COPY (${query}) TO STDOUT (FORMAT binary)`, (bytes) => decoder.add(bytes));
    this.#isRunning = true;
    this.#client.query(copy);
    let remainingMs = this.#queryTimeoutMs;
    while (!copy.hasEnded) {
      const startMs = performance.now();
      let isOver = false;
      const stop = () => {
        isOver = true;
        void this.cancel();
      };
      const timer = this.#queryTimeoutMs === 0 ? undefined : setTimeout(stop, Math.max(remainingMs, 1));
      try {
        await copy.advance(() => decoder.hasBlock);
      } catch (error) {
        throw isOver ? buildTimeout(dataset) : error;
      } finally {
        clearTimeout(timer);
        remainingMs -= performance.now() - startMs;
        this.#isRunning = !copy.hasEnded;
      }
      yield* decoder.takeBlocks();
    }
    const last = decoder.takeLast();
    if (last !== null) yield last;
  }

  /** Stops what the server does for this session. */
  cancel(): Promise<void> {
    const { processID } = this.#client as unknown as { readonly processID: number };
    this.#cancelled ??= this.#isRunning ? this.#cancelBackend(processID) : Promise.resolve();
    return this.#cancelled;
  }

  /** Ends well; the connection is free for other queries. */
  async commit(): Promise<void> {
    await this.#run("COMMIT");
    this.#end(false);
  }

  /** Ends the session and whatever runs in it; does nothing after an end. */
  async abandon(): Promise<void> {
    if (this.#hasEnded) return;
    // The query must not outlive its session, nor its cancellation meet the query of another one.
    await this.cancel();
    this.#end(true);
  }

  #end(isBroken: boolean): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#signal.removeEventListener("abort", this.#onAbort);
    // The pool listens from now on; a broken connection may still report its end.
    if (!isBroken) this.#client.off("error", ignore);
    this.#client.release(isBroken || this.#cancelled !== null);
  }

  async #run(sql: string, values: readonly string[] = []): Promise<Row[]> {
    this.#signal.throwIfAborted();
    this.#isRunning = true;
    try {
      const query = { text: sql, values: [...values], rowMode: "array" as const, types: AS_TEXT };
      return (await this.#client.query<(string | null)[]>(query)).rows;
    } finally {
      this.#isRunning = false;
    }
  }
}

function ignore(): void {}

/** Settings of a transaction with the values of a query, as expressions of a SELECT whose parameters they are. */
export function buildSettings(values: readonly string[], firstPlace: number): string[] {
  return values.map(
    (_, index) => `set_config('${nameSetting(index + 1)}', $${firstPlace + index}::text, true)`,
  );
}
