/** The requests of the explorer page, with a `fetch` that the tests respond to. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Failure, fetchJson, RequestFailure } from "../../src/explorer/fetch-json.js";

interface SentRequest {
  readonly path: string;
  readonly init: RequestInit;
  readonly respond: (response: Response) => void;
}

const sent: SentRequest[] = [];
let testCount = 0;
let path: string;

beforeEach(() => {
  sent.length = 0;
  // Responses are cached by path for the lifetime of the module.
  path = `/api/test/${testCount++}`;
  vi.stubGlobal(
    "fetch",
    (url: string, init: RequestInit) =>
      new Promise<Response>((respond, reject) => {
        sent.push({ path: url, init, respond });
        init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      }),
  );
});
afterEach(() => vi.unstubAllGlobals());

async function catchFailure(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.catch((reason: unknown) => reason);
  if (!(error instanceof RequestFailure)) throw new Error(`not a failure: ${error}`);
  return error.failure;
}

describe("callers of one path", () => {
  it("share a request, which revalidates what the browser has cached", async () => {
    const calls = [1, 2].map(() => fetchJson(path, new AbortController().signal));
    expect(sent.map((request) => [request.path, request.init.cache])).toEqual([[path, "no-cache"]]);
    sent[0].respond(Response.json({ rows: 1 }));
    expect(await Promise.all(calls)).toEqual([{ rows: 1 }, { rows: 1 }]);
    expect(await fetchJson(path, new AbortController().signal)).toEqual({ rows: 1 });
    expect(sent).toHaveLength(1);
  });

  it.each(["first", "second"])("get their response although the %s one aborts", async (aborting) => {
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(({ signal }) => fetchJson(path, signal));
    const [aborted, waiting] = aborting === "first" ? [0, 1] : [1, 0];
    controllers[aborted].abort();
    await expect(calls[aborted]).rejects.toMatchObject({ name: "AbortError" });
    expect(sent[0].init.signal?.aborted).toBe(false);
    sent[0].respond(Response.json({ rows: 2 }));
    expect(await calls[waiting]).toEqual({ rows: 2 });
    expect(sent).toHaveLength(1);
  });

  it("abort the request when the last of them aborts, and a later caller sends another", async () => {
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(({ signal }) => fetchJson(path, signal));
    const rejections = calls.map((call) => expect(call).rejects.toMatchObject({ name: "AbortError" }));
    for (const controller of controllers) controller.abort();
    await Promise.all(rejections);
    expect(sent[0].init.signal?.aborted).toBe(true);
    const later = fetchJson(path, new AbortController().signal);
    sent[1].respond(Response.json({ rows: 3 }));
    expect(await later).toEqual({ rows: 3 });
  });

  it("keep a response whose caller aborts afterwards", async () => {
    const controller = new AbortController();
    const call = fetchJson(path, controller.signal);
    sent[0].respond(Response.json({ rows: 4 }));
    await call;
    controller.abort();
    expect(await fetchJson(path, new AbortController().signal)).toEqual({ rows: 4 });
    expect(sent).toHaveLength(1);
  });

  it("send nothing when they have aborted before", async () => {
    await expect(fetchJson(path, AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" });
    expect(sent).toEqual([]);
  });

  it("all get a failure, and a later caller sends another request", async () => {
    const calls = [1, 2].map(() => catchFailure(fetchJson(path, new AbortController().signal)));
    sent[0].respond(new Response("<h1>Bad Gateway</h1>", { status: 502, statusText: "Bad Gateway" }));
    const failure = {
      kind: "problem",
      title: "Bad Gateway",
      detail: "The response was 502 Bad Gateway",
      errors: [],
    };
    expect(await Promise.all(calls)).toEqual([failure, failure]);
    void fetchJson(path, new AbortController().signal);
    expect(sent).toHaveLength(2);
  });
});

describe("a failure", () => {
  const errors = [{ parameter: "metric", value: "x", message: "is not a known value", suggestions: ["y"] }];
  const problem = (status: number, body: string) =>
    new Response(body, { status, headers: { "content-type": "application/problem+json" } });

  it.each([
    [
      "an error status with problem details",
      () => problem(400, JSON.stringify({ title: "The query has a mistake", detail: "metric=x …", errors })),
      { kind: "problem", title: "The query has a mistake", detail: "metric=x …", errors },
    ],
    [
      "problem details that are cut off",
      () => problem(500, '{"title":"An er'),
      {
        kind: "problem",
        title: "The server responded with status 500",
        detail: "The response was 500",
        errors: [],
      },
    ],
    [
      "problem details of a proxy without errors",
      () => problem(429, '{"title":"Too Many Requests","errors":null}'),
      { kind: "problem", title: "Too Many Requests", detail: "The response was 429", errors: [] },
    ],
    [
      "a server that is not ready",
      () => problem(503, JSON.stringify({ title: "Not ready", detail: "reading", errors: [] })),
      { kind: "starting", title: "Not ready", detail: "reading", errors: [] },
    ],
    [
      "a success that is not JSON",
      () => new Response("<h1>Sign in</h1>"),
      { kind: "problem", title: "The response is not from this API", detail: expect.any(String), errors: [] },
    ],
    [
      "no response",
      () => Promise.reject(new TypeError("fetch failed")),
      { kind: "unreachable", title: "The server cannot be reached", detail: expect.any(String), errors: [] },
    ],
  ])("names the reason: %s", async (_, respond, failure) => {
    vi.stubGlobal("fetch", async () => respond());
    vi.stubGlobal("navigator", { onLine: true });
    expect(await catchFailure(fetchJson(path, new AbortController().signal))).toEqual(failure);
  });
});
