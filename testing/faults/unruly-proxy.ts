import { once } from "node:events";
import { type AddressInfo, connect as connectTo, createServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** What a network does to a connection. */
export const faults = ["reset", "cut-in-frame", "slow", "half-open"] as const;
export type Fault = (typeof faults)[number];

const SLOW_MS = 120;
/** A cut in mid-frame lets so many bytes at most through first. */
const MAX_BYTES_BEFORE_CUT = 400;

/** One connection through the proxy: bytes go through in order, or what its fault makes of them. */
class Link {
  #fault: Fault | null = null;
  #bytesLeft = Number.POSITIVE_INFINITY;
  #queues = new Map<Socket, Promise<void>>();

  constructor(
    readonly client: Socket,
    readonly server: Socket,
  ) {
    this.#pump(client, server);
    this.#pump(server, client);
  }

  get isWell(): boolean {
    return this.#fault === null && !this.client.destroyed && !this.server.destroyed;
  }

  strike(fault: Fault, random: () => number): void {
    this.#fault = fault;
    if (fault === "reset") this.cut();
    if (fault === "cut-in-frame") this.#bytesLeft = Math.floor(random() * MAX_BYTES_BEFORE_CUT);
  }

  cut(): void {
    this.client.resetAndDestroy();
    this.server.resetAndDestroy();
  }

  #pump(from: Socket, to: Socket): void {
    from.on("data", (chunk) => {
      const before = this.#queues.get(to) ?? Promise.resolve();
      this.#queues.set(
        to,
        before.then(() => this.#forward(chunk, to)),
      );
    });
    // each end hears of the other's end, unless the line is dead without a word
    from.on("close", () => this.#fault !== "half-open" && to.destroy());
    from.on("error", () => {});
  }

  async #forward(chunk: Buffer, to: Socket): Promise<void> {
    if (this.#fault === "half-open") return;
    if (this.#fault === "slow") await delay(SLOW_MS);
    const passing = chunk.subarray(0, this.#bytesLeft);
    this.#bytesLeft -= passing.length;
    if (!to.destroyed) to.write(passing);
    if (passing.length < chunk.length) this.cut();
  }
}

/** A TCP proxy before a server, which treats connections as badly as it is told to. */
export async function startUnrulyProxy(targetUrl: string, random: () => number = Math.random) {
  const target = new URL(targetUrl);
  const links = new Set<Link>();
  const server = createServer((client) => {
    const link = new Link(client, connectTo(Number(target.port), target.hostname));
    links.add(link);
    client.on("close", () => links.delete(link));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** Strikes one of the connections that are well. @returns with what, or null when there is none */
    strike(): Fault | null {
      const well = [...links].filter((link) => link.isWell);
      const link = well[Math.floor(random() * well.length)];
      const fault = faults[Math.floor(random() * faults.length)] ?? "reset";
      link?.strike(fault, random);
      return link ? fault : null;
    },
    async close() {
      for (const link of links) link.cut();
      server.close();
      await once(server, "close");
    },
  };
}
