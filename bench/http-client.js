/** One request on a connection of its own, with the bytes of the response as they were sent. */
import { get } from "node:http";

/** Resolves to status, headers and body; the body is not decoded. */
export function fetchRaw(url, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      );
      response.on("error", reject);
    });
    request.on("error", reject);
  });
}

/** Resolves to the size of a body that is not kept. Rejects unless the status is 200 and the body complete. */
export function fetchSize(url) {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (response) => {
      let sizeBytes = 0;
      response.on("data", (chunk) => {
        sizeBytes += chunk.length;
      });
      response.on("end", () => {
        if (response.statusCode === 200 && response.complete) resolve(sizeBytes);
        else reject(new Error(`${url}: status ${response.statusCode}, ${sizeBytes} bytes, incomplete`));
      });
      response.on("error", reject);
    });
    request.on("error", reject);
  });
}

/** The sum of all stages of a Server-Timing header, in milliseconds. */
export function sumServerTiming(header) {
  const stages = [...header.matchAll(/dur=([\d.]+)/g)].map(([, ms]) => Number(ms));
  return stages.reduce((sum, ms) => sum + ms, 0);
}
