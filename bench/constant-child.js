/**
 * The baseline: bare Fastify routes that send bytes made beforehand, with the headers that describe the bytes and no
 * others. A 304 has the three that it must repeat (RFC 9110, section 15.4.5). `/stream` sends the body of
 * `recordedUrl`, downloaded at the start, in chunks.
 */
import { Readable } from "node:stream";
import fastify from "fastify";
import { fetchRaw } from "./http-client.js";

/** As large as the chunks of the server. */
const CHUNK_BYTES = 64 * 1024;

process.once("message", async ({ responses = [], recordedUrl = null }) => {
  const app = fastify();
  for (const [index, { status, headers, body }] of responses.entries()) {
    const bytes = Buffer.from(body);
    if (status === 304) app.get(`/${index}`, (_request, reply) => reply.code(304).headers(headers).send());
    else app.get(`/${index}`, (_request, reply) => reply.headers(headers).send(bytes));
  }
  if (recordedUrl !== null) {
    const { contentType, chunks } = await record(recordedUrl);
    app.get("/stream", (_request, reply) =>
      reply.type(contentType).send(Readable.from(chunks, { objectMode: false })),
    );
  }
  await app.listen({ host: "127.0.0.1", port: 0 });
  process.send({ port: app.server.address().port });
});

/** Downloads a body, and cuts it into chunks of one size. */
async function record(url) {
  const { headers, body } = await fetchRaw(url);
  const count = Math.ceil(body.length / CHUNK_BYTES);
  const chunks = Array.from({ length: count }, (_, index) =>
    body.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES),
  );
  return { contentType: headers["content-type"], chunks };
}
