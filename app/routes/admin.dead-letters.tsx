import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { listDeadLetters } from "#domain/outbox/list-dead-letters.ts";
import { replayDeadLetter } from "#domain/outbox/replay-dead-letter.ts";
import { adminPlacesOf } from "../admin/admin-places.server.ts";
import { AdminTabs } from "../components/admin/admin-tabs.tsx";
import { DeadLetter } from "../components/admin/dead-letter.tsx";
import { ErrorSummary } from "../components/forms/error-summary.tsx";
import { useAnswer } from "../components/forms/use-answer.ts";
import { Page, PageHead } from "../components/layout/page.tsx";
import { Notice } from "../components/ui/notice.tsx";
import { Pages } from "../components/ui/pages.tsx";
import { formAction, textOf } from "../form-action.server.ts";
import { titled } from "../titles.ts";

export async function loader({ context: { ctx }, request }: LoaderFunctionArgs) {
  const page = Number(new URL(request.url).searchParams.get("page") ?? 1);
  const found = await listDeadLetters(ctx, { page: Number.isInteger(page) && page > 0 ? page : 1 });
  return { ...found, places: adminPlacesOf(ctx.actor) };
}

export const action = formAction(async ({ context: { ctx } }, form) => {
  await replayDeadLetter(ctx, { id: textOf(form, "id") });
  return redirect("/admin/dead-letters?replayed");
});

export const meta: MetaFunction = () => titled("Failed jobs");

export default function DeadLetters() {
  const { deadLetters, total, page, pages, places } = useLoaderData<typeof loader>();
  const failed = useAnswer<typeof action>();
  const [params] = useSearchParams();
  return (
    <Page
      className="pad-end"
      notice={params.has("replayed") && !failed && <Notice>The job is back in its queue.</Notice>}
      head={
        <>
          <PageHead title="Failed jobs">
            What was tried again and again and failed. A job that is replayed does nothing twice.
          </PageHead>
          <AdminTabs places={places} current="dead-letters" />
        </>
      }
    >
      <ErrorSummary problem={failed && { message: failed.message }} />
      {deadLetters.length === 0 ? (
        <p className="lead pt-8">No job has failed.</p>
      ) : (
        <ul className="rows">
          {deadLetters.map((letter) => (
            <DeadLetter key={letter.id} letter={letter} />
          ))}
        </ul>
      )}
      <Pages
        page={page}
        pages={pages}
        perPage={Math.ceil(total / pages)}
        total={total}
        hrefOf={(to) => `/admin/dead-letters?page=${to}`}
      />
    </Page>
  );
}
