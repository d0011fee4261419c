/**
 * When an answer is over: sent whole, given up, or lost with its connection. One place hears of it, whoever wants to
 * know, because every further listener on a response costs as much as answering a small part of it.
 */
import type { ServerResponse } from "node:http";

const ENDS = Symbol("what is done when the answer is over");

interface WatchedResponse extends ServerResponse {
  /** Null once it is over. */
  [ENDS]?: (() => void)[] | null;
}

/** Watches a response from its first moment on. */
export function watchEnd(response: WatchedResponse): void {
  response[ENDS] = [];
  // Not once: the end is noted in its own place, and a listener that takes itself away costs twice as much.
  response.on("close", () => endAnswer(response));
}

/** Does what was asked for at the end of a watched response, unless it was done before. */
export function endAnswer(response: WatchedResponse): void {
  const ends = response[ENDS];
  if (ends === undefined || ends === null) return;
  response[ENDS] = null;
  for (const end of ends) end();
}

/** Calls `end` once, when the answer is over; at once if it is already. */
export function whenOver(response: WatchedResponse, end: () => void): void {
  const ends = response[ENDS];
  // One that came in by no connection, as those of Fastify's own inject.
  if (ends === undefined) response.once("close", end);
  else if (ends === null) end();
  else ends.push(end);
}
