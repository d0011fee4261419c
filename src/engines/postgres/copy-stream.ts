/** COPY through the driver's interface for queries of one's own: rows out with back-pressure, bytes in with back-pressure. */
import { once } from "node:events";
import type { Duplex } from "node:stream";
import type { Connection, Submittable } from "pg";

/** The part of the driver's connection that COPY needs. */
interface CopyConnection {
  readonly stream: Duplex;
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/** What the driver calls on the query that is active. */
class CopyQuery implements Submittable {
  protected connection: CopyConnection | null = null;
  readonly #sql: string;
  #isReady = false;
  protected failure: Error | null = null;
  protected notify: () => void = () => {};

  constructor(sql: string) {
    this.#sql = sql;
  }

  get hasEnded(): boolean {
    return this.#isReady || this.failure !== null;
  }

  submit(connection: Connection): void {
    this.connection = connection as unknown as CopyConnection;
    this.connection.query(this.#sql);
  }

  handleError(error: Error): void {
    this.failure = error;
    this.notify();
  }

  handleReadyForQuery(): void {
    this.#isReady = true;
    this.notify();
  }

  handleCommandComplete(): void {}
}

/** Rows out of `COPY ... TO STDOUT (FORMAT binary)`; `add` gets the bytes of each message, which are a whole row. */
export class CopyOut extends CopyQuery {
  readonly #add: (bytes: Buffer) => void;
  /** Of `add`; the server does not know of it. */
  #refusal: Error | null = null;

  constructor(sql: string, add: (bytes: Buffer) => void) {
    super(sql);
    this.#add = add;
  }

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    if (this.#refusal !== null) return;
    try {
      this.#add(chunk);
    } catch (error) {
      this.#refusal = error as Error;
    }
    this.notify();
  }

  /** Lets rows arrive until `isEnough` or the end. Throws what the server, the network or `add` does. */
  async advance(isEnough: () => boolean): Promise<void> {
    const stream = this.connection?.stream;
    stream?.resume();
    await new Promise<void>((resolve) => {
      this.notify = () => {
        if (this.hasEnded || this.#refusal !== null || isEnough()) resolve();
      };
      this.notify();
    });
    this.notify = () => {};
    // Until the next call, what has been sent waits in the socket, and then in the server.
    if (!this.hasEnded) stream?.pause();
    const failure = this.#refusal ?? this.failure;
    if (failure !== null) throw failure;
  }
}

/** Bytes into `COPY ... FROM STDIN (FORMAT binary)`. */
export class CopyIn extends CopyQuery {
  readonly #chunks: AsyncIterable<Buffer>;
  /** Resolves after the server has taken everything. */
  readonly done: Promise<void>;

  constructor(sql: string, chunks: AsyncIterable<Buffer>) {
    super(sql);
    this.#chunks = chunks;
    this.done = new Promise((resolve, reject) => {
      this.notify = () => (this.failure === null ? resolve() : reject(this.failure));
    });
  }

  handleCopyInResponse(connection: unknown): void {
    void this.#send(connection as CopyConnection);
  }

  async #send(connection: CopyConnection): Promise<void> {
    try {
      for await (const chunk of this.#chunks) {
        if (this.hasEnded) return;
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain)
          await Promise.race([once(connection.stream, "drain"), this.done]);
      }
      connection.endCopyFrom();
    } catch (error) {
      if (this.failure !== null) return;
      // The server answers with an error of its own, which is not the cause.
      const fail = this.notify;
      this.notify = () => {};
      this.failure = error as Error;
      connection.sendCopyFail("the source failed");
      fail();
    }
  }
}
