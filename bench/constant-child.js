/**
 * The upper bound: bare Fastify routes that reply bytes made beforehand, with the headers that say what the bytes are
 * and no others; for a 304 the three that such an answer must repeat (RFC 9110, 15.4.5).
 */
import fastify from "fastify";

process.once("message", async (answers) => {
  const app = fastify();
  for (const [index, { status, headers, body }] of answers.entries()) {
    const bytes = Buffer.from(body);
    if (status === 304) app.get(`/${index}`, (_request, reply) => reply.code(304).headers(headers).send());
    else app.get(`/${index}`, (_request, reply) => reply.headers(headers).send(bytes));
  }
  await app.listen({ host: "127.0.0.1", port: 0 });
  process.send({ port: app.server.address().port });
});
