/** Long spellings of cheap queries have the results of the short ones and do not block others for long. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HttpClient, listen } from "../support/http-client.js";
import { buildServedApp, DATA, FT, ready, type ServedApp } from "../support/served-app.js";
import { buildSmallDatasets } from "../support/small-datasets.js";

let served: ServedApp;
let client: HttpClient;

beforeAll(async () => {
  served = await buildServedApp(ready(buildSmallDatasets()), ["*"], 0);
  client = await listen(served.app);
});
afterAll(async () => {
  client.close();
  await served.app.close();
});

const BASE = "metric=pile-valppl&data=C4";

async function expectSame(long: string, short: string) {
  const [one, other] = [await client.get(long), await client.get(short)];
  expect(one.status, one.body.toString().slice(0, 300)).toBe(200);
  expect(one.headers.etag).toBe(other.headers.etag);
  expect(one.body.equals(other.body)).toBe(true);
}

describe("a query at great length", () => {
  it("sorts by one column a thousand times", async () => {
    const thousand = Array(1000).fill("value").join(",");
    await expectSame(`${DATA}?${BASE}&sort=${thousand}`, `${DATA}?${BASE}&sort=value`);
    const turns = Array(1000).fill("-step,value").join(",");
    await expectSame(`${DATA}?${BASE}&sort=${turns}`, `${DATA}?${BASE}&sort=-step,value`);
    await expectSame(`${DATA}?sort=${thousand}&limit=3`, `${DATA}?sort=value&limit=3`);
  });

  it("names six thousand values", async () => {
    const numbers = Array.from({ length: 6000 }, (_, index) => index);
    const { status, body } = await client.get(`${DATA}?value=${numbers.join(",")}&limit=5`);
    expect(status).toBe(200);
    const { meta, data } = JSON.parse(body.toString());
    expect(meta.filters.value).toEqual(numbers);
    expect(data).toHaveLength(Math.min(5, meta.total));
    for (const { value } of data) expect(numbers).toContain(value);
  });

  it("names all columns fifteen thousand times", async () => {
    const stars = Array(15_000).fill("*").join(",");
    await expectSame(`${DATA}?${BASE}&columns=${stars}`, `${DATA}?${BASE}`);
    await expectSame(`${FT}?columns=${stars}&limit=2`, `${FT}?limit=2`);
    await expectSame(
      `${DATA}?metric=${stars}&limit=2&columns=value`,
      `${DATA}?metric=*&limit=2&columns=value`,
    );
  });

  it("names one recipe, one step and one size thousands of times", async () => {
    await expectSame(
      `${DATA}?metric=pile-valppl&data=${Array(10_000).fill("C4").join(",")}`,
      `${DATA}?${BASE}`,
    );
    await expectSame(
      `${DATA}?${BASE}&step=${Array(6000).fill("5000").join(",")}`,
      `${DATA}?${BASE}&step=5000`,
    );
    await expectSame(
      `${DATA}?${BASE}&${Array(3000).fill("params=1B").join("&")}`,
      `${DATA}?${BASE}&params=1B`,
    );
  });

  it("has thousands of mistakes and lists twenty", async () => {
    for (const query of [
      `metric=${Array(8000).fill("x*y").join(",")}`,
      `sort=${Array.from({ length: 6000 }, (_, index) => `c${index}`).join(",")}`.slice(0, 30_000),
      Array.from({ length: 4000 }, (_, index) => `p${index}=1`)
        .join("&")
        .slice(0, 30_000),
      `step=${Array.from({ length: 6000 }, (_, index) => index * 3 + 1).join(",")}`.slice(0, 30_000),
    ]) {
      const { status, body } = await client.get(`${DATA}?${query}`);
      expect(status).toBe(400);
      expect(JSON.parse(body.toString()).errors).toHaveLength(20);
      expect(body.length).toBeLessThan(20_000);
    }
  });

  it("has many wildcards in one name", async () => {
    const { status } = await client.get(`${DATA}?metric=${"*a".repeat(15_000)}`);
    expect(status).toBe(400);
    await expectSame(`${DATA}?metric=${"*".repeat(15_000)}valppl&limit=1`, `${DATA}?metric=*valppl&limit=1`);
  });

  it("leaves the server as it was", async () => {
    expect(served.log.filter(({ level }) => level >= 50)).toEqual([]);
  });
});
