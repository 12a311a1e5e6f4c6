import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { listAuditEvents } from "#domain/audit/list-audit-events.ts";
import { listDenials } from "#domain/audit/list-denials.ts";
import { DomainError } from "#domain/errors.ts";
import { pageSize } from "#domain/paging.ts";
import { adminPlacesOf } from "../admin/admin-places.server.ts";
import { AdminTabs } from "../components/admin/admin-tabs.tsx";
import { AuditEvent } from "../components/admin/audit-event.tsx";
import { AuditFilters } from "../components/admin/audit-filters.tsx";
import { Denial } from "../components/admin/denial.tsx";
import { Page, PageHead } from "../components/layout/page.tsx";
import { Line } from "../components/line/line.tsx";
import { Pages } from "../components/ui/pages.tsx";
import { titled } from "../titles.ts";

const DAY_MS = 86_400_000;

export async function loader({ context: { ctx }, request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const typed = (name: string) => asked.get(name)?.trim() ?? "";
  const values = {
    actorId: typed("actorId"),
    action: typed("action"),
    targetId: typed("targetId"),
    from: typed("from"),
    to: typed("to"),
  };
  const frame = { values, places: adminPlacesOf(ctx.actor), perPage: pageSize };
  const filter = {
    ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== "")),
    ...(values.to && { to: dayAfter(values.to) }),
    page: asked.get("page") ?? 1,
  };
  try {
    return asked.get("view") === "denials"
      ? { ...frame, view: "denials" as const, errors: {}, ...(await listDenials(ctx, filter)) }
      : { ...frame, view: "changes" as const, errors: {}, ...(await listAuditEvents(ctx, filter)) };
  } catch (error) {
    if (!(error instanceof DomainError) || !error.fields) throw error;
    const nothing = { view: "changes" as const, events: [], total: 0, page: 1, pages: 1 };
    return data({ ...frame, ...nothing, errors: error.fields }, { status: error.status });
  }
}

/** The day that was typed belongs to the period; what is no day goes on as it is, to be refused. */
function dayAfter(day: string): string {
  const ms = Date.parse(day);
  return Number.isNaN(ms) ? day : new Date(ms + DAY_MS).toISOString();
}

export const meta: MetaFunction = () => titled("Audit");

export default function Audit() {
  const loaded = useLoaderData<typeof loader>();
  const { view, values, errors, places, total, page, pages, perPage } = loaded;
  const [params] = useSearchParams();
  const hrefOf = (to: number) => {
    const next = new URLSearchParams(params);
    next.set("page", String(to));
    return `/admin/audit?${next}`;
  };
  return (
    <Page
      className="pad-end"
      head={
        <>
          <PageHead title="Audit">
            {view === "changes"
              ? "Every change, in the order in which it happened."
              : "Every refusal, counted by the minute."}
          </PageHead>
          <AdminTabs places={places} current={view === "changes" ? "audit" : "denials"} />
        </>
      }
    >
      <AuditFilters view={view} values={values} errors={errors} />
      {total === 0 && (
        <p className="lead pt-8">
          {Object.values(values).some(Boolean)
            ? "Nothing here fits this filter."
            : "Nothing was refused yet."}
        </p>
      )}
      {total > 0 && (
        <Line as="ol" className="chain">
          {loaded.view === "changes"
            ? loaded.events.map((event) => <AuditEvent key={event.id} event={event} />)
            : loaded.denials.map((denial) => (
                <Denial
                  key={`${denial.actorId} ${denial.action} ${denial.targetId} ${denial.minute.getTime()}`}
                  denial={denial}
                />
              ))}
        </Line>
      )}
      <Pages page={page} pages={pages} perPage={perPage} total={total} hrefOf={hrefOf} />
    </Page>
  );
}
