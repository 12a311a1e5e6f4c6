import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { type ShouldRevalidateFunctionArgs, useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { pageSize } from "#domain/paging.ts";
import { parseInput } from "#domain/parse-input.ts";
import { dismissReport } from "#domain/reports/dismiss-report.ts";
import { listReports } from "#domain/reports/list-reports.ts";
import { upholdReport } from "#domain/reports/uphold-report.ts";
import { adminPlacesOf } from "../admin/admin-places.server.ts";
import { AdminTabs } from "../components/admin/admin-tabs.tsx";
import { Report } from "../components/admin/report.tsx";
import { reportIntents } from "../components/admin/report-acts.tsx";
import { ErrorSummary } from "../components/forms/error-summary.tsx";
import { useAnswer } from "../components/forms/use-answer.ts";
import { Page, PageHead } from "../components/layout/page.tsx";
import { counted } from "../components/time/calendar.ts";
import { Notice } from "../components/ui/notice.tsx";
import { Pages } from "../components/ui/pages.tsx";
import { fieldsOf, formAction } from "../form-action.server.ts";
import { titled } from "../titles.ts";

export async function loader({ context: { ctx }, request }: LoaderFunctionArgs) {
  const page = Number(new URL(request.url).searchParams.get("page") ?? 1);
  const found = await listReports(ctx, { page: Number.isInteger(page) && page > 0 ? page : 1 });
  return { ...found, perPage: pageSize, places: adminPlacesOf(ctx.actor) };
}

const actSchema = z.object({
  intent: z.enum(reportIntents),
  id: z.string(),
  reason: z.string().default(""),
});

export const action = formAction(async ({ context: { ctx }, request }, form) => {
  const { intent, id, reason } = parseInput(actSchema, fieldsOf(form));
  if (intent === "remove") await upholdReport(ctx, { id });
  else await dismissReport(ctx, { id, reason });
  const next = new URL(request.url).searchParams;
  next.set("done", intent);
  return redirect(`/admin/reports?${next}`);
});

/** A conflict means that the page is older than the report: it is read again, and shows who decided what. */
export const shouldRevalidate = ({ actionStatus, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) =>
  actionStatus === 409 || defaultShouldRevalidate;

export const meta: MetaFunction = () => titled("Reports");

const doneWords: Record<string, string> = {
  remove: "The message is taken out, and what was reported of it is settled.",
  dismiss: "The report is dismissed. The message stays where it is.",
};

export default function Reports() {
  const { reports, open, total, page, pages, perPage, places } = useLoaderData<typeof loader>();
  const failed = useAnswer<typeof action>();
  const done = doneWords[useSearchParams()[0].get("done") ?? ""];
  const about = failed && reports.find(({ id, decision }) => id === failed.values.id && !decision);
  return (
    <Page
      className="pad-end"
      notice={done && !failed && <Notice>{done}</Notice>}
      head={
        <>
          <PageHead title="Reports">
            {open === 0
              ? "No report waits for a decision."
              : `${counted(open, "report")} ${open === 1 ? "waits" : "wait"} for a decision, the oldest first.`}
          </PageHead>
          <AdminTabs places={places} current="reports" count={open} />
        </>
      }
    >
      {failed && !about && (
        <div className="pt-8">
          <ErrorSummary problem={{ message: failed.message }} />
        </div>
      )}
      {total === 0 ? (
        <p className="lead pt-8">Nobody has reported a message.</p>
      ) : (
        <ul className="rows" aria-label="Reports">
          {reports.map((report) => (
            <Report key={report.id} report={report} failed={(report.id === about?.id && failed) || null} />
          ))}
        </ul>
      )}
      <Pages
        page={page}
        pages={pages}
        perPage={perPage}
        total={total}
        hrefOf={(to) => `/admin/reports?page=${to}`}
        words={{ back: "Before", on: "Next" }}
      />
    </Page>
  );
}
