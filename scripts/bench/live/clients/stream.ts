import { once } from "node:events";
import { request } from "node:http";

export interface OpenStream {
  close(): void;
}

/**
 * A connection of its own that takes server-sent events, as a browser's EventSource does.
 * @param hear the data of each event
 * @throws Error when it is refused
 */
export async function openStream(
  url: string,
  headers: Record<string, string>,
  hear: (data: string) => void,
): Promise<OpenStream> {
  const asked = request(url, { headers: { accept: "text/event-stream", ...headers }, agent: false });
  asked.end();
  const [answer] = await once(asked, "response");
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
  let text = "";
  answer.setEncoding("utf8");
  answer.on("data", (chunk: string) => {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: ?(.*)$/m.exec(block)?.[1];
      if (data) hear(data);
    }
  });
  answer.on("error", () => {});
  asked.on("error", () => {});
  return { close: () => asked.destroy() };
}
