/** What an engine gets of a request: a signal that the client has left, made only where it is used. */
import type { FastifyRequest } from "fastify";
import type { QueryContext } from "../../engines/engine.js";

export class RequestContext implements QueryContext {
  readonly #request: FastifyRequest;

  constructor(request: FastifyRequest) {
    this.#request = request;
  }

  /** Aborts when the client closes its connection before the response has ended. */
  get signal(): AbortSignal {
    return this.#request.signal;
  }
}
