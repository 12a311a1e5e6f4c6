import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { DomainError } from "#domain/errors.ts";
import { listNotifications } from "#domain/notifications/list-notifications.ts";
import { markNotificationsRead } from "#domain/notifications/mark-notifications-read.ts";
import { Page, PageHead } from "../components/layout/page.tsx";
import { Line, OpenEnd, Stop } from "../components/line/line.tsx";
import { groupNotifications, newInWords } from "../components/notifications/group-notifications.ts";
import { NotificationList } from "../components/notifications/notification-list.tsx";
import { Button, ButtonLink } from "../components/ui/button.tsx";
import { formAction } from "../form-action.server.ts";
import { useReader } from "../hooks/use-reader.ts";
import { titled } from "../titles.ts";

export async function loader({ context: { ctx }, request }: LoaderFunctionArgs) {
  if (ctx.actor.kind !== "user") throw new DomainError("not_signed_in");
  const before = Number(new URL(request.url).searchParams.get("before"));
  const older = Number.isSafeInteger(before) && before > 0;
  return { older, ...(await listNotifications(ctx, older ? { before } : {})) };
}

/** `id`: one; `upTo`: all that the page showed, so that what came meanwhile stays new. */
export const action = formAction(async ({ context: { ctx }, request }, form) => {
  const number = (name: string) => Number(form.get(name) ?? Number.NaN);
  await markNotificationsRead(ctx, form.has("id") ? { ids: [number("id")] } : { upTo: number("upTo") });
  const before = new URL(request.url).searchParams.get("before");
  return redirect(before ? `/notifications?before=${encodeURIComponent(before)}` : "/notifications");
});

export const meta: MetaFunction = () => titled("Notifications");

export default function Notifications() {
  const { notifications, more, older } = useLoaderData<typeof loader>();
  const { unread, timeZone, now } = useReader();
  const [newest] = notifications;
  const oldest = notifications.at(-1);
  return (
    <Page
      className="pad-end"
      head={
        <PageHead title="Notifications">
          {newInWords(unread)} <Link to="/notifications/preferences">Choose what you hear of</Link>
        </PageHead>
      }
    >
      <div className="list">
        {newest && unread > 0 && !older && <MarkAll upTo={newest.id} />}
        {newest ? (
          <NotificationList groups={groupNotifications(notifications, { timeZone, now })} />
        ) : (
          <NothingYet older={older} />
        )}
        <nav aria-label="Pages" className="acts">
          {older && (
            <ButtonLink look="quiet" to="/notifications">
              Newest
            </ButtonLink>
          )}
          {more && oldest && (
            <ButtonLink look="quiet" to={`/notifications?before=${oldest.id}`}>
              Older
            </ButtonLink>
          )}
        </nav>
      </div>
    </Page>
  );
}

function MarkAll({ upTo }: { upTo: number }) {
  const pending = useNavigation().formData?.has("upTo");
  return (
    <Form method="post" className="mark-all">
      <input type="hidden" name="upTo" value={upTo} />
      <Button look="quiet" pending={pending} pendingWords="Marking">
        Mark all as read
      </Button>
    </Form>
  );
}

function NothingYet({ older }: { older: boolean }) {
  if (older) return <p className="lead pt-8">Nothing older.</p>;
  return (
    <Line className="pt-8">
      <ul className="stops">
        <Stop kind="you">
          <h2>Nothing has happened yet</h2>
          <p className="soft">Answers to your requests and messages to you stand here as they come.</p>
          <ButtonLink look="strong" to="/mentors">
            Find a mentor
          </ButtonLink>
        </Stop>
      </ul>
      <OpenEnd />
    </Line>
  );
}
