import { type Context, Hono } from "hono";
import { openAttachment } from "#domain/attachments/open-attachment.ts";
import { receiveUpload } from "#domain/attachments/receive-upload.ts";
import { requestUpload } from "#domain/attachments/request-upload.ts";
import { isPictureType } from "#domain/attachments/schema.ts";
import { DomainError } from "#domain/errors.ts";
import type { AppEnv } from "../app-env.ts";

/** `POST /rooms/:roomId/attachments` asks where to bring a file, `GET …/attachments/:attachmentId` gives one. */
export const attachments = new Hono<AppEnv>()
  .post("/:roomId/attachments", async (c) => {
    const { name, type, size } = await readJson(c);
    return c.json(await requestUpload(c.var.ctx, { roomId: c.req.param("roomId"), name, type, size }));
  })
  .get("/:roomId/attachments/:attachmentId", async (c) => {
    const { name, type, size, body } = await openAttachment(c.var.ctx, c.req.param());
    return new Response(body, {
      headers: {
        "Content-Type": type === "text/plain" ? "text/plain; charset=utf-8" : type,
        "Content-Length": `${size}`,
        "Content-Disposition": disposition(isPictureType(type) ? "inline" : "attachment", name),
        // whatever a browser takes it for, nothing in it runs or reaches out
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, max-age=31536000, immutable",
        // somebody else at the same browser has to ask anew
        Vary: "Cookie, Authorization",
      },
    });
  });

/** `PUT …/attachments/:attachmentId?token=`: the bytes. Apart from the rest, since they may be more than any other body. */
export const uploads = new Hono<AppEnv>().put("/:roomId/attachments/:attachmentId", async (c) => {
  const length = c.req.header("content-length");
  const receipt = await receiveUpload(c.var.ctx, {
    ...c.req.param(),
    token: c.req.query("token") ?? "",
    length: length === undefined ? null : Number(length),
    body: c.req.raw.body,
  });
  return c.json(receipt, 201);
});

async function readJson(c: Context<AppEnv>): Promise<Record<string, unknown>> {
  let json: unknown;
  try {
    json = await c.req.json();
  } catch {
    throw new DomainError("malformed_json");
  }
  return typeof json === "object" && json !== null ? { ...json } : {};
}

/** RFC 6266: a name in ASCII for old readers, and the name itself. */
function disposition(kind: "inline" | "attachment", name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const exact = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`;
}
