import { expect, it } from "vitest";
import { TOO_MANY_STREAMS } from "#domain/notifications/schema.ts";
import { makeEventStream } from "./event-stream.ts";

/** Both ends of a socket, the far one in the hands of the test. */
function pair() {
  const { 0: near, 1: far } = new WebSocketPair();
  far.accept();
  const closed = new Promise<number>((resolve) => far.addEventListener("close", ({ code }) => resolve(code)));
  return { near, far, closed };
}

const text = (chunk: ReadableStreamReadResult<Uint8Array>) => new TextDecoder().decode(chunk.value);

it("sends a comment as heartbeat while nothing happens", async () => {
  const { near, closed } = pair();
  const reader = makeEventStream(near, { heartbeatMs: 5 }).getReader();
  expect(text(await reader.read())).toBe("retry: 2000\n\n");
  expect(text(await reader.read())).toBe(": \n\n");
  expect(text(await reader.read())).toBe(": \n\n");
  await reader.cancel();
  expect(await closed).toBe(1000);
});

it("drops a reader that does not read", async () => {
  const { near, far, closed } = pair();
  const stream = makeEventStream(near, { maxWaiting: 3 });
  for (let lastId = 1; lastId <= 10; lastId += 1) {
    far.send(JSON.stringify({ type: "read", lastId, unread: 0 }));
  }
  expect(await closed).toBe(1000);
  const reader = stream.getReader();
  const chunks: string[] = [];
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) chunks.push(text(chunk));
  expect(chunks).toHaveLength(3);
  expect(chunks[2]).toBe('id: 2\nevent: read\ndata: {"type":"read","lastId":2,"unread":0}\n\n');
});

it("ends when the inbox ends the subscription", async () => {
  const { near, far } = pair();
  const reader = makeEventStream(near).getReader();
  await reader.read();
  far.close(1012, "moved");
  expect(await reader.read()).toMatchObject({ done: true });
});

it("ends by itself after a while, so that the session is looked at again", async () => {
  const { near, closed } = pair();
  const reader = makeEventStream(near, { maxAgeMs: 1 }).getReader();
  await reader.read();
  expect(await reader.read()).toMatchObject({ done: true });
  expect(await closed).toBe(1000);
});

it("tells a reader that made way for another to come back late", async () => {
  const { near, far } = pair();
  const reader = makeEventStream(near).getReader();
  await reader.read();
  far.close(TOO_MANY_STREAMS, "Open too often");
  expect(text(await reader.read())).toBe("retry: 300000\n\n");
  expect(await reader.read()).toMatchObject({ done: true });
});
