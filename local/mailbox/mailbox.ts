import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { mailboxPage, messagePage } from "./mailbox-page.ts";

const letterSchema = z.object({
  from: z.string().min(1),
  to: z.union([z.string(), z.array(z.string()).min(1).max(50)]).transform((to) => [to].flat()),
  subject: z.string(),
  html: z.string().optional(),
  text: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
});
const storedSchema = letterSchema.extend({
  id: z.string(),
  created_at: z.string(),
  idempotencyKey: z.string().nullable(),
});
export type StoredLetter = z.infer<typeof storedSchema>;

const troubleSchema = z.object({
  status: z.number().int().min(400).max(599),
  times: z.number().int().min(0),
});

export interface Mailbox {
  /** What the Worker gets as MAILBOX_URL. */
  url: string;
  close(): Promise<void>;
}

/**
 * Stands in for the mail provider: takes `POST /emails` as Resend does (https://resend.com/docs/api-reference),
 * keeps every letter and shows them at `/dev/mailbox`. `GET /emails?to=` and `/emails/:id` answer JSON.
 * `PUT /trouble {status, times}` makes the next letters fail; `GET /trouble` says how many are still to.
 */
export async function startMailbox({ port = 0, file }: { port?: number; file: string }): Promise<Mailbox> {
  const letters = await readLetters(file);
  const context: State = { letters, file, trouble: { status: 500, times: 0 } };
  const server = createServer((request, response) => {
    answer(context, request, response).catch((error: unknown) => {
      const bad = error instanceof z.ZodError || error instanceof SyntaxError;
      sendJson(response, bad ? 422 : 500, {
        name: bad ? "validation_error" : "internal",
        message: String(error),
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface State {
  /** Oldest first. */
  letters: StoredLetter[];
  file: string;
  trouble: z.infer<typeof troubleSchema>;
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://mailbox");
  const path = url.pathname.replace(/^\/dev\/mailbox|^\/$/, "/emails");
  if (path === "/trouble") {
    if (request.method === "PUT") state.trouble = troubleSchema.parse(JSON.parse(await text(request)));
    return sendJson(response, 200, state.trouble);
  }
  if (request.method === "POST" && path === "/emails") return receive(state, request, response);
  if (request.method === "GET" && path.startsWith("/emails"))
    return show(state, path, url, request, response);
  sendJson(response, 404, { name: "not_found", message: "There is nothing here." });
}

/** One letter or all of them, as a page for browsers and JSON for others. */
function show(
  { letters }: State,
  path: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const wantsPage = request.headers.accept?.includes("text/html");
  const id = path.split("/")[2];
  if (id) {
    const letter = letters.find((one) => one.id === id);
    if (!letter) return sendJson(response, 404, { name: "not_found", message: "No letter has this id." });
    return wantsPage ? sendHtml(response, messagePage(letter)) : sendJson(response, 200, letter);
  }
  const to = url.searchParams.get("to");
  const data = letters.filter((letter) => !to || letter.to.includes(to)).toReversed();
  return wantsPage ? sendHtml(response, mailboxPage(data)) : sendJson(response, 200, { data });
}

/** A key that was seen before answers with the first letter's id; with another text it is a conflict, as at Resend. */
async function receive(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (state.trouble.times > 0) {
    state.trouble.times -= 1;
    return sendJson(response, state.trouble.status, {
      name: "application_error",
      message: "Trouble on purpose.",
    });
  }
  const letter = letterSchema.parse(JSON.parse(await text(request)));
  const key = request.headers["idempotency-key"];
  const idempotencyKey = typeof key === "string" ? key : null;
  const known = idempotencyKey && state.letters.find((one) => one.idempotencyKey === idempotencyKey);
  if (known) {
    if (known.subject === letter.subject && known.html === letter.html && known.text === letter.text)
      return sendJson(response, 200, { id: known.id });
    return sendJson(response, 409, {
      name: "invalid_idempotent_request",
      message: "This idempotency key was used with another letter.",
    });
  }
  const stored = { ...letter, id: randomUUID(), created_at: new Date().toISOString(), idempotencyKey };
  state.letters.push(stored);
  await appendFile(state.file, `${JSON.stringify(stored)}\n`);
  sendJson(response, 200, { id: stored.id });
}

async function readLetters(file: string): Promise<StoredLetter[]> {
  await mkdir(dirname(file), { recursive: true });
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, "utf8")).split("\n");
  // the last line may be cut where the machine went down
  return lines.flatMap((line) => {
    try {
      return [storedSchema.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function sendHtml(response: ServerResponse, html: string): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
}
