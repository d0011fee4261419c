/** One request at a time, with the bytes as they came: no decoding, no sharing of connections. */
import { get } from "node:http";

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

/** Milliseconds of all stages of a Server-Timing header together. */
export function sumServerTiming(header) {
  const stages = [...header.matchAll(/dur=([\d.]+)/g)].map(([, ms]) => Number(ms));
  return stages.reduce((sum, ms) => sum + ms, 0);
}
