import { afterEach, describe, expect, it, vi } from "vitest";
import { newId } from "#domain/ids.ts";
import { makeMail } from "./mail.ts";

const mailbox = {
  MAIL_PROVIDER: "mailbox",
  MAIL_FROM: "ATAS <a@b.example>",
  MAILBOX_URL: "http://127.0.0.1:9",
} as const;
const message = () => ({
  idempotencyKey: newId(),
  to: "elif@people.example",
  subject: "Subject",
  html: "<p>Hello</p>",
  text: "Hello",
});

/** Fakes the one outgoing call and keeps what was sent. */
function provider(answer: () => Response | Promise<Response>) {
  const calls: { url: string; headers: Headers; body: unknown }[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (url, init) => {
    const request = new Request(url, init as RequestInit);
    calls.push({ url: request.url, headers: request.headers, body: await request.json() });
    return answer();
  });
  return calls;
}

afterEach(() => vi.restoreAllMocks());

describe("the mail client", () => {
  it("hands a letter to the laptop's mailbox in the provider's format", async () => {
    const calls = provider(() => Response.json({ id: "mail-1" }));
    const mail = message();
    expect(await makeMail(mailbox).send({ ...mail, headers: { "X-Entity-Ref-ID": "1" } })).toEqual({
      providerId: "mail-1",
    });
    expect(calls[0]!.url).toBe("http://127.0.0.1:9/emails");
    expect(calls[0]!.headers.get("idempotency-key")).toBe(mail.idempotencyKey);
    expect(calls[0]!.headers.get("authorization")).toBeNull();
    expect(calls[0]!.body).toEqual({
      from: "ATAS <a@b.example>",
      to: [mail.to],
      subject: "Subject",
      html: "<p>Hello</p>",
      text: "Hello",
      headers: { "X-Entity-Ref-ID": "1" },
    });
  });

  it("hands it to Resend with the key", async () => {
    const calls = provider(() => Response.json({}));
    const settings = { ...mailbox, MAIL_PROVIDER: "resend", RESEND_API_KEY: "re_1" } as const;
    expect(await makeMail(settings).send(message())).toEqual({ providerId: "unknown" });
    expect(calls[0]!.url).toBe("https://api.resend.com/emails");
    expect(calls[0]!.headers.get("authorization")).toBe("Bearer re_1");
  });

  it.each([
    ["a failure", () => Response.json({ name: "internal_server_error" }, { status: 500 })],
    ["a failure without JSON", () => new Response("<h1>bad gateway</h1>", { status: 502 })],
    [
      "a repeat that is still running",
      () => Response.json({ name: "concurrent_idempotent_requests" }, { status: 409 }),
    ],
    ["no answer", () => Promise.reject(new Error("connection refused"))],
  ])("asks for another try after %s", async (_, answer) => {
    provider(answer);
    await expect(makeMail(mailbox).send(message())).rejects.toMatchObject({ code: "unavailable" });
  });

  it("takes a key that the provider knows with another text for sent", async () => {
    provider(() => Response.json({ name: "invalid_idempotent_request" }, { status: 409 }));
    const mail = message();
    expect(await makeMail(mailbox).send(mail)).toEqual({ providerId: `repeat:${mail.idempotencyKey}` });
  });

  it("says by name what is missing", async () => {
    const attempt = makeMail({ ...mailbox, MAILBOX_URL: undefined }).send(message());
    await expect(attempt).rejects.toThrow("MAILBOX_URL is not set");
  });
});
