/**
 * The open connections and the answers under way on each: nobody else may write to a connection that is being
 * answered, and a stopping server closes each one as soon as no answer is left on it.
 */
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

interface Connection {
  /** Answers under way: a number, since a set of them would hold on to what the collector should take young. */
  answerCount: number;
  /** Ends the connection once the answers under way are complete; null while it may go on. */
  end: (() => void) | null;
}

export class Connections {
  readonly #bySocket = new Map<Socket, Connection>();
  #isStopping = false;

  /** Follows every connection of the application. */
  watch(app: FastifyInstance): void {
    app.server.on("connection", (socket: Socket) => {
      this.#bySocket.set(socket, { answerCount: 0, end: null });
      // Every answer that waits on the connection may listen for its end.
      socket.setMaxListeners(0);
      socket.once("close", () => this.#bySocket.delete(socket));
      // Accepted while the server was stopping.
      if (this.#isStopping) this.endAfterAnswers(socket, () => socket.destroy());
    });
    app.server.prependListener("request", ({ socket }, response: ServerResponse) => {
      const connection = this.#bySocket.get(socket);
      if (connection === undefined) return;
      connection.answerCount++;
      response.once("close", () => {
        connection.answerCount--;
        if (connection.end !== null) this.#endIfAnswered(socket);
      });
    });
    // Node closes only what is idle at that moment: not what is answered later, nor what never sent a request.
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

  #endIfAnswered(socket: Socket): void {
    const connection = this.#bySocket.get(socket);
    if (connection === undefined || connection.answerCount > 0 || connection.end === null) return;
    this.#bySocket.delete(socket);
    connection.end();
  }
}
