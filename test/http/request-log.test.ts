/** Log lines of answers, written by hand where that is faster, in the shape that the logger gives its own. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { RequestLog, writeNote } from "../../src/http/request-log.js";
import type { LogLine } from "../support/served-app.js";

const NOTE = { method: "GET", url: '/a?b="\\é\u2028', status: 200, rows: 7, cache: "miss" };

/** Asks once at a log level; the lines as they were written, with and without the short way of writing them. */
async function logOnce(level: string, isShort: boolean): Promise<string[]> {
  const texts: string[] = [];
  const lines = { write: (text: string) => texts.push(text) };
  const log = new RequestLog(pino({ level }, lines), isShort ? lines : null);
  const server = createServer((_request, response) => {
    log.begin(response)("0-1", () => writeNote(NOTE));
    response.end("text");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).text();
  server.close();
  await once(server, "close");
  return texts;
}

function parse([text]: string[]): LogLine {
  expect(text.endsWith("}\n")).toBe(true);
  expect(text.trimEnd()).not.toContain("\n");
  return JSON.parse(text);
}

describe("a line of the request log", () => {
  it("has the fields of the logger's own lines, in their order", async () => {
    const [short, long] = [parse(await logOnce("info", true)), parse(await logOnce("info", false))];
    expect(Object.keys(short)).toEqual(Object.keys(long));
    expect({ ...short, time: 0, ms: 0 }).toEqual({ ...long, time: 0, ms: 0 });
    expect(short).toMatchObject({ ...NOTE, reqId: "0-1", level: 30, pid: process.pid, msg: "answered" });
    expect(Math.abs(Number(short.time) - Date.now())).toBeLessThan(60_000);
  });

  it.each([
    ["trace", 1],
    ["debug", 1],
    ["info", 1],
    ["warn", 0],
    ["error", 0],
    ["silent", 0],
  ])("is there at the levels at which the logger would write it: %s", async (level, count) => {
    expect(await logOnce(level, true)).toHaveLength(count);
    expect(await logOnce(level, false)).toHaveLength(count);
  });

  it("says null where an answer has no rows and no cache", () => {
    const note = writeNote({ method: "HEAD", url: "/", status: 404, rows: null, cache: null });
    expect(JSON.parse(`{${note}}`)).toEqual({
      method: "HEAD",
      url: "/",
      status: 404,
      rows: null,
      cache: null,
    });
  });
});
