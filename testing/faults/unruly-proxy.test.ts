import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { faults, startUnrulyProxy } from "./unruly-proxy.ts";

const open: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** A server that answers what it hears, a proxy that strikes with this fault, and a client that has been answered. */
async function throughProxy(fault: (typeof faults)[number]) {
  const served: Socket[] = [];
  const server = createServer((socket) => {
    served.push(socket);
    socket.on("error", () => {});
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // the first draw picks the connection, the second the fault, the third the length
  const share = (faults.indexOf(fault) + 0.5) / faults.length;
  const draws = [0, share, 0.05];
  const proxy = await startUnrulyProxy(address, () => draws.shift() ?? 0);
  const client = connect(Number(new URL(proxy.url).port), "127.0.0.1");
  client.on("error", () => {});
  open.push(
    () => server.close(),
    () => proxy.close(),
    () => client.destroy(),
  );
  await once(client, "connect");
  client.write("hello");
  expect(String((await once(client, "data"))[0])).toBe("hello");
  return { proxy, client, served };
}

/** `once` would throw the reset that is wanted here. */
const closed = (socket: Socket) =>
  socket.closed ? null : new Promise<void>((resolve) => socket.on("close", () => resolve()));

it("cuts a connection at both ends", async () => {
  const { proxy, client, served } = await throughProxy("reset");
  expect(proxy.strike()).toBe("reset");
  await closed(client);
  await closed(served[0] as Socket);
});

it("cuts in the middle of what is said", async () => {
  const { proxy, client } = await throughProxy("cut-in-frame");
  expect(proxy.strike()).toBe("cut-in-frame");
  let heard = "";
  client.on("data", (data) => {
    heard += data;
  });
  client.write("x".repeat(1_000));
  await closed(client);
  expect(heard.length).toBeLessThanOrEqual(20);
});

it("is slow, and keeps the order", async () => {
  const { proxy, client } = await throughProxy("slow");
  expect(proxy.strike()).toBe("slow");
  let heard = "";
  client.on("data", (data) => {
    heard += data;
  });
  for (const letter of "abcdef") client.write(letter);
  while (heard.length < 6) await once(client, "data");
  expect(heard).toBe("abcdef");
});

it("leaves a line half open: nothing comes, and nobody says so", async () => {
  const { proxy, client, served } = await throughProxy("half-open");
  expect(proxy.strike()).toBe("half-open");
  client.write("are you there");
  served[0]?.end("an answer that is lost");
  await once(served[0] as Socket, "end").catch(() => {});
  expect(client.destroyed).toBe(false);
  expect(client.bytesRead).toBe("hello".length);
  expect(proxy.strike()).toBeNull();
});
