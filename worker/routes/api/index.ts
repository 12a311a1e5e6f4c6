import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { generateSpecs } from "hono-openapi";
import { DomainError, errorTable } from "#domain/errors.ts";
import type { AppEnv } from "../../app-env.ts";
import { blocks } from "./blocks.ts";
import { communities } from "./communities.ts";
import { connections } from "./connections.ts";
import { devices } from "./devices.ts";
import { docsPage } from "./docs-page.ts";
import { live } from "./live.ts";
import { mentors } from "./mentors.ts";
import { profiles } from "./profiles.ts";
import { reports } from "./reports.ts";
import { requests } from "./requests.ts";
import { saved } from "./saved.ts";
import { sessions } from "./sessions.ts";

/** Bodies are JSON. Hono's validator would take another content type for an empty body and blame its fields. */
const jsonBodies = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.raw.body !== null && (await c.req.text()) !== "") {
    const type = c.req.header("content-type") ?? "";
    if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) {
      throw new DomainError("unsupported_media_type", { log: `content type ${type.slice(0, 80)}` });
    }
    // Parsed here once; Hono keeps what it read for the validator.
    await c.req.json().catch((cause) => {
      throw new DomainError("malformed_json", { log: "body is no JSON", cause });
    });
  }
  await next();
});

const v1 = new Hono<AppEnv>()
  .use(jsonBodies)
  .route("/", sessions)
  .route("/", profiles)
  .route("/", mentors)
  .route("/", requests)
  .route("/", connections)
  .route("/", saved)
  .route("/", blocks)
  .route("/", communities)
  .route("/", reports)
  .route("/", live)
  .route("/", devices);

const openApiDocument = (appUrl: string) =>
  generateSpecs(v1, {
    documentation: {
      info: {
        title: "ATAS",
        version: "1",
        description:
          "The same verbs as the pages. Sign in with POST /sessions and send the token as Authorization: Bearer, or use the browser's session cookie.",
      },
      servers: [{ url: `${appUrl}/api/v1` }],
      components: {
        securitySchemes: {
          bearer: { type: "http", scheme: "bearer" },
          cookie: { type: "apiKey", in: "cookie", name: "session" },
        },
      },
    },
  });

/** `/api`: version 1, its OpenAPI document, and the same as a page. */
export const api = new Hono<AppEnv>()
  .route("/v1", v1)
  .get("/openapi.json", async (c) => c.json(await openApiDocument(c.var.ctx.appUrl)))
  .get("/docs", async (c) =>
    c.html(docsPage(await openApiDocument(c.var.ctx.appUrl), errorTable, c.var.nonce)),
  );
