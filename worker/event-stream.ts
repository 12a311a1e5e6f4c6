import { type StreamEvent, streamEventSchema, TOO_MANY_STREAMS } from "#domain/notifications/schema.ts";

const HEARTBEAT_MS = 15_000;
/** Events that wait for a reader; one that falls further behind is dropped and comes back by `Last-Event-ID`. */
const MAX_WAITING = 256;
/** The browser comes back with its cookie, so that the stream of who signed out ends by then. */
const MAX_AGE_MS = 10 * 60_000;
/** How long a browser waits before it reconnects. */
const RETRY_MS = 2_000;
/** How long one waits that made way: it would push out the next at once. */
const MADE_WAY_RETRY_MS = 5 * 60_000;

const encoder = new TextEncoder();

/**
 * Pumps an inbox subscription into a stream of server-sent events (WHATWG HTML, section 9.2), with a comment as
 * heartbeat: a reader that went away is noticed only at a write. When either side ends, so does the other.
 */
export function makeEventStream(
  socket: WebSocket,
  { heartbeatMs = HEARTBEAT_MS, maxWaiting = MAX_WAITING, maxAgeMs = MAX_AGE_MS } = {},
): ReadableStream<Uint8Array> {
  let heartbeat: ReturnType<typeof setInterval>;
  let lastCall: ReturnType<typeof setTimeout>;
  let ended = false;
  function end(controller?: ReadableStreamDefaultController) {
    if (ended) return;
    ended = true;
    clearInterval(heartbeat);
    clearTimeout(lastCall);
    controller?.close();
    socket.close(1000);
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => {
          if (ended) return;
          if ((controller.desiredSize ?? 0) <= 0) end(controller);
          else controller.enqueue(encoder.encode(text));
        };
        socket.addEventListener("message", ({ data }) => write(formatEvent(parseEvent(data))));
        socket.addEventListener("close", ({ code }) => {
          if (code === TOO_MANY_STREAMS) write(`retry: ${MADE_WAY_RETRY_MS}\n\n`);
          end(controller);
        });
        socket.addEventListener("error", () => end(controller));
        heartbeat = setInterval(() => write(": \n\n"), heartbeatMs);
        lastCall = setTimeout(() => end(controller), maxAgeMs);
        write(`retry: ${RETRY_MS}\n\n`);
        socket.accept();
      },
      cancel: () => end(),
    },
    new CountQueuingStrategy({ highWaterMark: maxWaiting }),
  );
}

const parseEvent = (data: unknown): StreamEvent => streamEventSchema.parse(JSON.parse(String(data)));

/** JSON holds no line break, so one `data` line is enough. */
export const formatEvent = (event: StreamEvent): string =>
  `id: ${event.lastId}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
