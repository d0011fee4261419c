/** The rows of one query on their way from a session, block by block at the pace of the reader. */
import { InvariantError } from "../../errors.js";
import type { Block, Pending } from "../../table/selection.js";
import type { StoredColumn } from "../sql/stored-columns.js";
import type { PostgresDatabase, Session } from "./database.js";
import { buildChanged, explainQueryFailure } from "./failures.js";
import { RowDecoder } from "./row-decoder.js";

/** What is known of a result before its rows. */
export interface PreparedRows {
  /** Rows before offset and limit. */
  readonly total: number;
  readonly rowCount: number;
  /** Whether a reader takes the rows at its own pace. */
  readonly isStreamed: boolean;
  /** A query whose values are in settings of the session. */
  readonly sql: string;
  readonly columns: readonly StoredColumn[];
}

export interface RowRequest {
  readonly database: PostgresDatabase;
  readonly dataset: string;
  readonly signal: AbortSignal;
  readonly prepare: (session: Session) => Promise<PreparedRows>;
}

/** A response of which nothing has been read for so long is a HEAD, and gives its connection back. */
const UNREAD_MS = 250;

export class RowStream {
  readonly prepared: PreparedRows;
  readonly #request: RowRequest;
  readonly #session: Session;
  readonly #decoder: RowDecoder;
  readonly #blocks: AsyncIterator<Block>;
  #block: Block | null = null;
  #unreadTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(request: RowRequest, session: Session, prepared: PreparedRows) {
    const { sql, columns, rowCount, isStreamed } = prepared;
    this.prepared = prepared;
    this.#request = request;
    this.#session = session;
    this.#decoder = new RowDecoder(columns, rowCount);
    this.#blocks = session.copy(sql, this.#decoder, request.dataset, isStreamed);
  }

  /** Begins a session and fetches the first block, if there are rows. Throws ProblemError, or the reason of an abort. */
  static async open(request: RowRequest): Promise<RowStream> {
    let session: Session | null = null;
    try {
      session = await request.database.begin(request.signal);
      const rows = new RowStream(request, session, await request.prepare(session));
      if (rows.prepared.rowCount === 0) rows.#end();
      else await rows.#advance();
      return rows;
    } catch (error) {
      throw await fail(request, session, error as Error);
    }
  }

  /** All blocks. Throws as open. */
  async collect(): Promise<Block[]> {
    const collected: Block[] = [];
    for (; this.#block !== null; await this.#fetch()) collected.push(this.#block);
    return collected;
  }

  /** Ends the session soon unless it is read. */
  closeUnlessRead(): this {
    this.#unreadTimer = setTimeout(() => this.#close(), UNREAD_MS).unref();
    return this;
  }

  /**
   * Yields each block, after a promise if it has not arrived. A result that has been read or closed is fetched once more. An early
   * end cancels the query.
   */
  static *read(first: RowStream | null, request: RowRequest): Generator<Block | Pending> {
    const held: { rows: RowStream | null } = { rows: first === null || first.#isClosed ? null : first };
    let hasEnded = false;
    try {
      if (held.rows === null) {
        yield RowStream.open(request).then((opened) => {
          held.rows = opened;
          if (hasEnded) opened.#close();
        });
      }
      const { rows: opened } = held;
      if (opened === null) throw new InvariantError("a block was taken before it arrived");
      clearTimeout(opened.#unreadTimer);
      for (let block = opened.#block; block !== null; block = opened.#block) {
        yield block;
        yield opened.#fetch();
      }
    } finally {
      hasEnded = true;
      if (held.rows !== null) held.rows.#close();
    }
  }

  /** As advance, and ends the session for a failure. */
  async #fetch(): Promise<void> {
    try {
      await this.#advance();
    } catch (error) {
      this.#isClosed = true;
      throw await fail(this.#request, this.#session, error as Error);
    }
  }

  async #advance(): Promise<void> {
    const { done, value } = await this.#blocks.next();
    this.#block = done === true ? null : value;
    if (done !== true) return;
    // The number of rows has been promised to the client.
    if (this.#decoder.rowCount !== this.prepared.rowCount) throw buildChanged(this.#request.dataset);
    this.#end();
  }

  /** Ends the session well; nobody waits for it. */
  #end(): void {
    this.#isClosed = true;
    void this.#session.commit().catch(() => this.#session.abandon());
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    void this.#session.abandon();
  }
}

/** Ends the session. Returns what is to be thrown. */
async function fail(
  { signal, dataset }: RowRequest,
  session: Session | null,
  error: Error,
): Promise<unknown> {
  await session?.abandon();
  return signal.aborted ? signal.reason : explainQueryFailure(error, dataset);
}
