import { Hono } from "hono";
import { z } from "zod";
import { dismissReport } from "#domain/reports/dismiss-report.ts";
import { listReports } from "#domain/reports/list-reports.ts";
import { reportMessage } from "#domain/reports/report-message.ts";
import { dismissReason, reportListInputSchema, reportReason, reportSchema } from "#domain/reports/schema.ts";
import { upholdReport } from "#domain/reports/uphold-report.ts";
import type { AppEnv } from "../../app-env.ts";
import { idParam, input, operation } from "./operation.ts";

const tag = "Reports";
const messageParam = idParam.extend({ messageId: z.uuid("Not a valid id.") });
const reportPageSchema = z.object({
  reports: z.array(reportSchema),
  open: z.number(),
  total: z.number(),
  page: z.number(),
  pages: z.number(),
});

export const reports = new Hono<AppEnv>()
  .post(
    "/rooms/:id/messages/:messageId/reports",
    operation({
      summary: "Report somebody's message to the moderators",
      description:
        "They see it with your reason and the two messages before and after it. Its author is not told who reported it. Reporting twice is reporting once.",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "not_found", "conflict", "rate_limited"],
    }),
    input("param", messageParam),
    input("json", z.object({ reason: reportReason })),
    async (c) => {
      const { id: roomId, messageId } = c.req.valid("param");
      await reportMessage(c.var.ctx, { roomId, messageId, ...c.req.valid("json") });
      return c.body(null, 204);
    },
  )
  .get(
    "/reports",
    operation({
      summary: "Reports, the open ones first, as a moderator",
      description: "Whoever waits longest on top. `context` comes with open reports alone.",
      tag,
      answer: { status: 200, schema: reportPageSchema },
      errors: ["invalid_input", "not_allowed"],
    }),
    input("query", reportListInputSchema),
    async (c) => c.json(await listReports(c.var.ctx, c.req.valid("query"))),
  )
  .post(
    "/reports/:id/dismiss",
    operation({
      summary: "Dismiss a report, as a moderator",
      description: "Its reporter is told of the decision, without the reason.",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "not_allowed", "not_found", "conflict"],
    }),
    input("param", idParam),
    input("json", z.object({ reason: dismissReason })),
    async (c) => {
      await dismissReport(c.var.ctx, { ...c.req.valid("param"), ...c.req.valid("json") });
      return c.body(null, 204);
    },
  )
  .post(
    "/reports/:id/uphold",
    operation({
      summary: "Take out the reported message, as a moderator",
      description: "Settles every open report of it, and tells who reported it.",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "not_allowed", "not_found", "conflict"],
    }),
    input("param", idParam),
    async (c) => {
      await upholdReport(c.var.ctx, c.req.valid("param"));
      return c.body(null, 204);
    },
  );
