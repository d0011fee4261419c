/** The upper bound: a Fastify route that replies the same bytes from a Buffer made beforehand. */
import fastify from "fastify";

process.once("message", async (answers) => {
  const app = fastify();
  for (const [index, { body }] of answers.entries()) {
    const bytes = Buffer.from(body);
    app.get(`/${index}`, (_request, reply) => reply.type("application/json; charset=utf-8").send(bytes));
  }
  await app.listen({ host: "127.0.0.1", port: 0 });
  process.send({ port: app.server.address().port });
});
