/** A fetch for the commands and the server that uses the proxies of the environment. */
import { type Dispatcher, EnvHttpProxyAgent, Pool, fetch as undiciFetch } from "undici";
import { PipelineError } from "../errors.js";

type Fetch = typeof globalThis.fetch;
type Environment = Readonly<Record<string, string | undefined>>;

/** A failure on the way to a proxy, or beyond it. */
export class ProxyFailure extends Error {
  override readonly name = "ProxyFailure";
  constructor(
    /** Host and port, without credentials. */
    readonly proxy: string,
    /** Whether the proxy had connected, so that the cause is beyond it. */
    readonly isConnected: boolean,
    /** The status with which the proxy refused to connect, null without a response. */
    readonly status: number | null,
    cause?: unknown,
  ) {
    super(`proxy ${proxy}`, { cause });
  }
}

/**
 * A fetch that follows HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in upper or lower case, as curl does. It rejects with a
 * TypeError whose cause may be a ProxyFailure, and with PipelineError bad-proxy on first use.
 */
export function buildFetch(environment: Environment): Fetch {
  let network: ProxiedNetwork | undefined;
  return async (input, init) => {
    // Parsed here, so that an invalid proxy does not fail commands without network use.
    network ??= new ProxiedNetwork(environment);
    return await network.fetch(input as string | URL, init);
  };
}

class ProxiedNetwork {
  readonly #agent: Dispatcher;
  /** The proxies that have connected, by the host and port that they connected to. */
  readonly #proxyByTarget = new Map<string, string>();

  constructor(environment: Environment) {
    const read = (name: string) => environment[name.toLowerCase()] ?? environment[name] ?? "";
    this.#agent = new EnvHttpProxyAgent({
      httpsProxy: parseProxy(read("HTTPS_PROXY"), "HTTPS_PROXY"),
      httpProxy: parseProxy(read("HTTP_PROXY"), "HTTP_PROXY"),
      noProxy: read("NO_PROXY"),
      clientFactory: (origin, options) => new ProxyPool(origin, options, this.#proxyByTarget),
    });
  }

  async fetch(input: string | URL, init: RequestInit | undefined): Promise<Response> {
    try {
      // Node's own fetch uses another version of this library, which does not accept this dispatcher.
      const options = { ...init, dispatcher: this.#agent } as Parameters<typeof undiciFetch>[1];
      return (await undiciFetch(input, options)) as unknown as Response;
    } catch (error) {
      const proxy = this.#proxyByTarget.get(nameTarget(new URL(input)));
      const { cause } = error as Error;
      if (proxy === undefined || cause === undefined || cause instanceof ProxyFailure) throw error;
      throw new TypeError("fetch failed", { cause: new ProxyFailure(proxy, true, null, cause) });
    }
  }
}

type ConnectOptions = Parameters<Pool["connect"]>[0];
type ConnectCallback = Parameters<Pool["connect"]>[1];

/** The connections to a proxy; their failures are distinguished from those of the servers behind it. */
class ProxyPool extends Pool {
  readonly #proxy: string;
  readonly #proxyByTarget: Map<string, string>;

  constructor(origin: URL, options: Pool.Options, proxyByTarget: Map<string, string>) {
    super(origin, options);
    this.#proxy = origin.host;
    this.#proxyByTarget = proxyByTarget;
  }

  override connect(options: ConnectOptions): Promise<Dispatcher.ConnectData>;
  override connect(options: ConnectOptions, callback: ConnectCallback): void;
  /** The agent uses the promise and never passes a callback. */
  override async connect(options: ConnectOptions): Promise<Dispatcher.ConnectData> {
    const data = await super.connect(options).catch((error: unknown) => {
      throw new ProxyFailure(this.#proxy, false, null, error);
    });
    if (data.statusCode !== 200) {
      data.socket.on("error", () => undefined).destroy();
      throw new ProxyFailure(this.#proxy, false, data.statusCode);
    }
    this.#proxyByTarget.set(options.path, this.#proxy);
    return data;
  }
}

const PROXY_PROTOCOLS = ["http:", "https:", "socks5:", "socks:"];

/** The address of a proxy, whose scheme is optional; empty if blank. */
function parseProxy(text: string, name: string): string {
  const given = text.trim();
  if (given === "") return "";
  const address = given.includes("://") ? given : `http://${given}`;
  if (URL.canParse(address)) {
    const { protocol, hostname } = new URL(address);
    if (PROXY_PROTOCOLS.includes(protocol) && hostname !== "") return address;
  }
  // Never quoted, because it may contain a password.
  throw new PipelineError("bad-proxy", name, "is not the address of a proxy");
}

function nameTarget({ protocol, hostname, port }: URL): string {
  return `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
}
