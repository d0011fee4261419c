import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { DatasetStore } from "../../src/engines/dataset-store.js";
import {
  ALL_PATHS,
  buildServedApp,
  DATA,
  DATA_PATHS,
  expectProblem,
  FT,
  HEALTH,
  type LogLine,
  ready,
} from "../support/served-app.js";
import { buildSmallDatasets } from "../support/small-datasets.js";

const SECRET = "postgres://admin:hunter2@10.0.0.7";

class BrokenStore extends DatasetStore {
  override get(): never {
    throw new Error(`cannot reach ${SECRET}`);
  }
}

let full: DatasetStore;
let app: FastifyInstance;

beforeAll(async () => {
  full = ready(buildSmallDatasets());
  ({ app } = await buildServedApp(full));
});

describe("400 for a query with a mistake", () => {
  it.each([
    [`${DATA}?metrics=pile-valppl`, "metrics", "pile-valppl", "is not a parameter of this route", "metric"],
    [`${DATA}?metric=pile-valpl`, "metric", "pile-valpl", "is not a known value", "pile-valppl"],
    [`${DATA}?data=Dolma9`, "data", "Dolma9", "is not a known value", "Dolma1.7"],
    [`${DATA}?params=151M`, "params", "151M", "is not a known value", "150M"],
    [`${DATA}?step=5001`, "step", "5001", "is not a value of this column", "5000"],
    [`${DATA}?limit=-1`, "limit", "-1", "is not a whole number of rows, 0 or more", null],
    [`${DATA}?sort=-steps`, "sort", "-steps", "is not a column of the result", "step"],
    [`${DATA}?shape=round`, "shape", "round", "is not a known shape", "long"],
    [`${DATA}?checkpoint=last`, "checkpoint", "last", "is not a known choice", "final"],
    [`${DATA}?step__gt=7&step__lt=6`, "step__gt", "7", "leaves no number together with step__lt=6", null],
    [`${FT}?seed=99`, "seed", "99", "is not a value of this column", "2"],
    [`${FT}?sort=ft_loss_list`, "sort", "ft_loss_list", "holds lists, which have no order", null],
  ])(
    "%s names the parameter, the value, what is wrong and near-by values",
    async (url, parameter, value, message, near) => {
      const response = await app.inject(url);
      const body = expectProblem(response, "invalid-query", message === "" ? /./ : new RegExp(message));
      expect(body.instance).toBe(url);
      expect(body.errors).toHaveLength(1);
      expect(Object.keys(body.errors[0])).toEqual(["parameter", "value", "message", "suggestions"]);
      expect(body.errors[0]).toMatchObject({ parameter, message });
      if (value !== null) expect(body.errors[0].value).toBe(value);
      if (near !== null) expect(body.errors[0].suggestions).toContain(near);
      expect(response.headers["access-control-allow-origin"]).toBe("*");
      expect(response.headers["x-total-count"]).toBeUndefined();
    },
  );

  it("lists every mistake of a query at once", async () => {
    const body = expectProblem(
      await app.inject(`${DATA}?metric=x&data=y&params=z&step=q&limit=l&nonsense=1`),
      "invalid-query",
      /and 5 more/,
    );
    const named = body.errors.map(({ parameter }: { parameter: string }) => parameter);
    expect(named.sort()).toEqual(["data", "limit", "metric", "nonsense", "params", "step"]);
  });

  it("has the right length when the mistake is not ASCII", async () => {
    const response = await app.inject(`${DATA}?data=${encodeURIComponent("Дольма💧")}`);
    const body = expectProblem(response, "invalid-query", /Дольма💧/);
    expect(body.errors[0].value).toBe("Дольма💧");
  });
});

describe("404 for an unknown route", () => {
  it.each([
    ["/api/visualize/data/smal", "/api/visualize/data/small"],
    ["/api/visualise/data", "/api/visualize/data"],
    ["/api/healthz", "/api/health"],
    ["/API/HEALTH", "/api/health"],
    ["/api/health//", "/api/health"],
    ["//api/health", "/api/health"],
    ["/api/visualize/data.xyz", "/api/visualize/data"],
  ])("%s suggests %s", async (url, near) => {
    const body = expectProblem(await app.inject(url), "not-found", /^There is no route .+ The nearest are /);
    expect(body.detail).toContain(near);
    expect(body.instance).toBe(url);
    expect(body.errors).toEqual([]);
  });

  it.each(["/a%", "/%", "/%zz/%2", "/%ff%fe", "/api/health%", "/api/visualize/data%?limit=1", "/%%%25"])(
    "%s, where a percent sign begins no escape, is unknown like any other",
    async (url) => {
      const body = expectProblem(await app.inject(url), "not-found", /^There is no route /);
      expect(body.detail).toContain(`no route ${url.split("?")[0]}.`);
      expect(body.instance).toBe(url);
    },
  );

  it.each(["/api%2Fhealth", "/api/visualize%2fdata", "/%2e%2e/%2e%2e/etc/passwd", "/api/health%00"])(
    "%s, whose encoded characters are not slashes of the path, is unknown",
    async (url) => {
      expectProblem(await app.inject(url), "not-found", /^There is no route /);
    },
  );

  it("decodes escapes of plain letters", async () => {
    expect((await app.inject("/api/%68ealth")).statusCode).toBe(200);
    expectProblem(
      await app.inject({ method: "POST", url: "/api/%68ealth" }),
      "method-not-allowed",
      "POST is not offered on /api/health; use GET.",
    );
  });

  it("does not run what a path contains, and keeps it out of the headers", async () => {
    const url = "/<script>alert(1)</script>%0d%0aset-cookie:a=b";
    const response = await app.inject(url);
    const body = expectProblem(response, "not-found", /^There is no route /);
    expect(body.instance).toContain("script");
    expect(response.headers["set-cookie"]).toBeUndefined();
  });
});

describe("405 for another method", () => {
  const bodies: [string | undefined, string][] = [
    [undefined, ""],
    ["application/json", '{"a":1}'],
    ["application/json", "{garbage"],
    ["application/json", ""],
    ["text/plain", "text"],
    ["application/x-www-form-urlencoded", "a=1"],
    ["multipart/form-data; boundary=x", "--x--"],
    ["no/such-type; charset=klingon", "\u0000\u0001"],
    ["not a media type", "x"],
  ];

  it.each(["POST", "PUT", "DELETE", "PATCH"] as const)(
    "%s is refused with what is allowed, whatever the body",
    async (method) => {
      for (const path of [...ALL_PATHS, `${HEALTH}/`]) {
        for (const [type, payload] of bodies) {
          const headers = type === undefined ? {} : { "content-type": type };
          const response = await app.inject({ method, url: `${path}?x=1`, headers, payload });
          const detail = `${method} is not offered on ${path.replace(/\/$/, "")}; use GET.`;
          expectProblem(response, "method-not-allowed", detail);
          expect(response.headers.allow).toBe("GET, HEAD, OPTIONS");
          expect(response.headers["access-control-allow-origin"]).toBe("*");
        }
      }
    },
  );

  it.each(["PROPFIND", "TRACE", "QUERY", "SEARCH", "LOCK", "MKCOL", "REPORT", "PURGE", "LINK", "M-SEARCH"])(
    "%s is refused like the usual methods",
    async (method) => {
      const response = await app.inject({ method: method as "GET", url: DATA });
      expectProblem(response, "method-not-allowed", `${method} is not offered on ${DATA}; use GET.`);
      expect(response.headers.allow).toBe("GET, HEAD, OPTIONS");
    },
  );

  it("is a 404 on an unknown route", async () => {
    const response = await app.inject({ method: "POST", url: "/nowhere", payload: { a: 1 } });
    expectProblem(response, "not-found", /^There is no route \/nowhere\./);
    expect(response.headers.allow).toBeUndefined();
  });
});

describe("414 for a URL that is too long", () => {
  it.each([`${DATA}?metric=${"m".repeat(40_000)}`, `/${"p".repeat(40_000)}`])(
    "is refused with the limit (%#)",
    async (url) => {
      const detail = `The URL has ${url.length} bytes, the maximum is 32768; use wildcards (metric=mmlu_*) to name many values.`;
      expectProblem(await app.inject(url), "url-too-long", detail);
    },
  );

  it("accepts a URL of exactly the limit", async () => {
    const url = `${HEALTH}?${"x".repeat(32 * 1024)}`.slice(0, 32 * 1024);
    expect((await app.inject(url)).statusCode).toBe(200);
    expectProblem(await app.inject(`${url}x`), "url-too-long", /^The URL has 32769 bytes/);
  });
});

describe("503 before the data is there", () => {
  it.each(ALL_PATHS)("%s has a Retry-After", async (path) => {
    const { app: loading, log } = await buildServedApp();
    for (const method of ["GET", "HEAD"] as const) {
      const response = await loading.inject({ method, url: `${path}?limit=1` });
      expect(response.statusCode).toBe(503);
      expect(response.headers["retry-after"]).toBe("2");
      expect(response.headers["access-control-allow-origin"]).toBe("*");
      if (method === "HEAD") continue;
      const body = expectProblem(response, "not-ready", /^The data files are being read/);
      expect(body.instance).toBe(`${path}?limit=1`);
    }
    expect(log.every(({ level }) => level < 50)).toBe(true);
  });

  it("still distinguishes unknown routes from unknown methods", async () => {
    const { app: loading } = await buildServedApp();
    expectProblem(await loading.inject("/nowhere"), "not-found", /^There is no route/);
    const post = await loading.inject({ method: "POST", url: DATA });
    expectProblem(post, "method-not-allowed", /^POST is not offered/);
  });

  it("ends when the data arrives", async () => {
    const store = new DatasetStore(0);
    const { app: loading } = await buildServedApp(store);
    expect((await loading.inject(HEALTH)).statusCode).toBe(503);
    store.publish(full.get().datasets);
    expect((await loading.inject(HEALTH)).statusCode).toBe(200);
    expect((await loading.inject(`${DATA}?limit=1`)).statusCode).toBe(200);
  });
});

describe("500 for a failure of the server", () => {
  it.each(ALL_PATHS)("%s gives the client a request id and the log the rest", async (path) => {
    const { app: broken, log } = await buildServedApp(new BrokenStore(0));
    const response = await broken.inject(path);
    const id = response.headers["x-request-id"];
    const detail = `The request could not be answered. The log has the reason under the request id ${id}.`;
    expectProblem(response, "internal-error", detail);
    expect(JSON.stringify([response.body, response.headers])).not.toMatch(/hunter2|Error|at |src/);
    expect(response.headers["access-control-allow-origin"]).toBe("*");
    const line = log.find(({ level }) => level === 50) as LogLine & {
      err: { message: string; stack: string };
    };
    expect(line).toMatchObject({ reqId: id, msg: "the request failed" });
    expect(line.err.message).toBe(`cannot reach ${SECRET}`);
    expect(line.err.stack).toContain("problems.test.ts");
  });
});

describe("CORS", () => {
  const urlByStatus: [number, string, "GET" | "POST"][] = [
    [200, HEALTH, "GET"],
    [200, `${DATA}?limit=1`, "GET"],
    [400, `${DATA}?metric=x`, "GET"],
    [404, "/nowhere", "GET"],
    [405, DATA, "POST"],
    [414, `${DATA}?x=${"y".repeat(40_000)}`, "GET"],
    [500, HEALTH, "GET"],
    [503, DATA, "GET"],
  ];

  function storeFor(status: number): DatasetStore {
    return status === 500 ? new BrokenStore(0) : status === 503 ? new DatasetStore(0) : full;
  }

  it.each(urlByStatus)("%i is readable from any origin under *", async (status, url, method) => {
    const { app } = await buildServedApp(storeFor(status));
    for (const headers of [{}, { origin: "https://example.org" }, { origin: "null" }]) {
      const response = await app.inject({ method, url, headers });
      expect(response.statusCode).toBe(status);
      expect(response.headers["access-control-allow-origin"]).toBe("*");
      expect(response.headers["access-control-expose-headers"]).toBe(
        "ETag, Link, X-Total-Count, X-Request-Id, Accept-Ranges, Content-Range",
      );
      expect(response.headers["access-control-allow-credentials"]).toBeUndefined();
    }
  });

  it.each(urlByStatus)("%i is readable from the listed origins only", async (status, url, method) => {
    const { app } = await buildServedApp(storeFor(status), ["https://a.org", "http://b.org:8080"]);
    const getResponse = (origin?: string) =>
      app.inject({ method, url, headers: origin === undefined ? {} : { origin } });
    for (const origin of ["https://a.org", "http://b.org:8080"]) {
      const { headers, statusCode } = await getResponse(origin);
      expect(statusCode).toBe(status);
      expect(headers["access-control-allow-origin"]).toBe(origin);
      expect(headers.vary).toMatch(/\bOrigin\b/);
    }
    for (const origin of ["https://a.org.evil.org", "http://a.org", "https://a.org:444", "null", undefined]) {
      const { headers, statusCode } = await getResponse(origin);
      expect(statusCode).toBe(status);
      expect(headers["access-control-allow-origin"]).toBeUndefined();
      // Without it a shared cache would hand this response to an allowed origin.
      expect(headers.vary).toMatch(/\bOrigin\b/);
    }
  });

  it.each([...ALL_PATHS, "/nowhere"])(
    "a preflight of %s is allowed without touching the data",
    async (url) => {
      const { app } = await buildServedApp(new BrokenStore(0));
      const headers = {
        origin: "https://example.org",
        "access-control-request-method": "GET",
        "access-control-request-headers": "x-anything",
      };
      const response = await app.inject({ method: "OPTIONS", url, headers });
      expect(response.statusCode).toBe(204);
      expect(response.body).toBe("");
      expect(response.headers).toMatchObject({
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, HEAD, OPTIONS",
        "access-control-allow-headers": "x-anything",
        "access-control-max-age": "86400",
      });
    },
  );

  it("responds to a preflight of an unlisted origin without allowing it", async () => {
    const { app } = await buildServedApp(full, ["https://a.org"]);
    const headers = { origin: "https://evil.org", "access-control-request-method": "GET" };
    const response = await app.inject({ method: "OPTIONS", url: DATA, headers });
    expect(response.statusCode).toBe(204);
    expect(response.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it.each(DATA_PATHS)("a plain OPTIONS of %s, with any body, has no content", async (url) => {
    for (const type of ["application/json", "no/such-type"]) {
      const response = await app.inject({
        method: "OPTIONS",
        url,
        headers: { "content-type": type },
        payload: "{x",
      });
      expect(response.statusCode).toBe(204);
      expect(response.headers["access-control-allow-methods"]).toBe("GET, HEAD, OPTIONS");
      expect(response.body).toBe("");
    }
  });
});
