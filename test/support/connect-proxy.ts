/** A proxy on the loopback address that connects as requested, requires a password, or refuses. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export class ConnectProxy {
  /** The `host:port` of every CONNECT so far. */
  readonly targets: string[] = [];
  /** The Proxy-Authorization of every CONNECT so far. */
  readonly credentials: (string | undefined)[] = [];
  /** With what status the next ones are refused; none connects. */
  refusals: number[] = [];
  /** Where a host that is not here really is, by `host:port`. */
  readonly addresses = new Map<string, number>();
  /** Its host and port. */
  host = "";
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((_, response) => response.writeHead(405).end());

  static async start(): Promise<ConnectProxy> {
    const proxy = new ConnectProxy();
    proxy.#server.on("connect", (request, socket) => proxy.#connect(request, socket as Socket));
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    proxy.host = `127.0.0.1:${(proxy.#server.address() as AddressInfo).port}`;
    return proxy;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.closeAllConnections();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  #connect(request: IncomingMessage, client: Socket): void {
    const target = request.url ?? "";
    this.targets.push(target);
    this.credentials.push(request.headers["proxy-authorization"]);
    this.#keep(client);
    const status = this.refusals.shift();
    if (status !== undefined) {
      client.end(`HTTP/1.1 ${status} refused\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const [host, port] = [
      target.slice(0, target.lastIndexOf(":")),
      target.slice(target.lastIndexOf(":") + 1),
    ];
    const known = this.addresses.get(target);
    const server = connect({ host: known === undefined ? host : "127.0.0.1", port: known ?? Number(port) });
    this.#keep(server);
    server.once("connect", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      server.pipe(client).pipe(server);
    });
    server.once("error", () => client.end("HTTP/1.1 502 refused\r\ncontent-length: 0\r\n\r\n"));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy()).once("close", () => this.#sockets.delete(socket));
  }
}
