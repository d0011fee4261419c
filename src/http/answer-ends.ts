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

/** Watches a response from its first timestamp on. */
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
  if (response[ENDS] === undefined) watchAlone(response);
  const ends = response[ENDS];
  if (ends === undefined || ends === null) end();
  else ends.push(end);
}

/**
 * Watches a response of a connection that nobody follows: of one that is about to end, of a second address that a host
 * name stands for, of Fastify's own inject.
 */
function watchAlone(response: WatchedResponse): void {
  const { socket } = response.req;
  const end = () => endAnswer(response);
  watchEnd(response);
  socket.once("close", end);
  response[ENDS]?.push(() => socket.off("close", end));
}
