import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchJson } from "../../src/explorer/api-client.js";

afterEach(() => vi.unstubAllGlobals());

describe("the page's requests", () => {
  it("ask the server whether what the browser has kept is still its answer", async () => {
    const fetchStub = vi.fn(async (_path: string, _options: RequestInit) => Response.json({ rows: 1 }));
    vi.stubGlobal("fetch", fetchStub);
    expect(await fetchJson("/api/visualize/facets", new AbortController().signal)).toEqual({ rows: 1 });
    expect(fetchStub.mock.calls[0][1].cache).toBe("no-cache");
  });
});
