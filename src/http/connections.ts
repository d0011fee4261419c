/**
 * The open connections and the answers under way on each: nobody else may write to a connection that is being
 * answered, and a stopping server closes each one as soon as no answer is left on it.
 */
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { endAnswer, watchEnd, whenOver } from "./answer-ends.js";

interface Connection {
  /** Under way, in the order of their requests; seldom more than one. */
  readonly answers: ServerResponse[];
  /** Ends the connection once the answers under way are complete; null while it may go on. */
  end: (() => void) | null;
}

export class Connections {
  readonly #bySocket = new Map<Socket, Connection>();
  #isStopping = false;

  /** Follows every connection of the application. */
  watch(app: FastifyInstance): void {
    app.server.on("connection", (socket: Socket) => {
      this.#bySocket.set(socket, { answers: [], end: null });
      socket.once("close", () => this.#forget(socket));
      // Accepted while the server was stopping.
      if (this.#isStopping) this.endAfterAnswers(socket, () => socket.destroy());
    });
    app.server.prependListener("request", ({ socket }, response: ServerResponse) => {
      const connection = this.#bySocket.get(socket);
      if (connection === undefined) return;
      connection.answers.push(response);
      watchEnd(response);
      whenOver(response, () => {
        connection.answers.splice(connection.answers.indexOf(response), 1);
        if (connection.end !== null) this.#endIfAnswered(socket);
      });
    });
    // Node closes only what is idle at that timestamp: not what is answered later, nor what never sent a request.
    app.addHook("preClose", async () => {
      this.#isStopping = true;
      for (const socket of this.#bySocket.keys()) this.endAfterAnswers(socket, () => socket.destroySoon());
    });
  }

  /** Calls `end`, which must end the connection, once the answers under way on it are complete; the first call counts. */
  endAfterAnswers(socket: Socket, end: () => void): void {
    const connection = this.#bySocket.get(socket);
    if (connection === undefined) {
      end();
      return;
    }
    connection.end ??= end;
    this.#endIfAnswered(socket);
  }

  /** An answer that waits for others on its connection is not told by Node when that goes. */
  #forget(socket: Socket): void {
    const answers = this.#bySocket.get(socket)?.answers ?? [];
    this.#bySocket.delete(socket);
    for (const answer of answers.slice()) endAnswer(answer);
  }

  #endIfAnswered(socket: Socket): void {
    const connection = this.#bySocket.get(socket);
    if (connection === undefined || connection.answers.length > 0 || connection.end === null) return;
    this.#bySocket.delete(socket);
    connection.end();
  }
}
