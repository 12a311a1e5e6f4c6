import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { DomainError } from "#domain/errors.ts";
import { listNotifications } from "#domain/notifications/list-notifications.ts";
import { markNotificationsRead } from "#domain/notifications/mark-notifications-read.ts";
import { type NotificationFilter, notificationFilters } from "#domain/notifications/schema.ts";
import { Page, PageHead } from "../components/layout/page.tsx";
import { Line, OpenEnd, Stop } from "../components/line/line.tsx";
import { groupNotifications, newInWords } from "../components/notifications/group-notifications.ts";
import { NotificationList } from "../components/notifications/notification-list.tsx";
import { Button, ButtonLink } from "../components/ui/button.tsx";
import { TabLinks } from "../components/ui/tabs.tsx";
import { formAction } from "../form-action.server.ts";
import { useReader } from "../hooks/use-reader.ts";
import { titled } from "../titles.ts";

export async function loader({ context: { ctx }, request }: LoaderFunctionArgs) {
  if (ctx.actor.kind !== "user") throw new DomainError("not_signed_in");
  const query = new URL(request.url).searchParams;
  const before = Number(query.get("before"));
  const older = Number.isSafeInteger(before) && before > 0;
  const show = filterOf(query.get("show"));
  return { older, show, ...(await listNotifications(ctx, { show, ...(older && { before }) })) };
}

/** `id`: one; `upTo`: all that the page showed, so that what came meanwhile stays new. */
export const action = formAction(async ({ context: { ctx }, request }, form) => {
  const number = (name: string) => Number(form.get(name) ?? Number.NaN);
  await markNotificationsRead(ctx, form.has("id") ? { ids: [number("id")] } : { upTo: number("upTo") });
  const query = new URL(request.url).searchParams;
  const before = Number(query.get("before"));
  return redirect(pathOf(filterOf(query.get("show")), before > 0 ? before : undefined));
});

/** What nobody offers is all. */
const filterOf = (text: string | null): NotificationFilter =>
  notificationFilters.find((filter) => filter === text) ?? "all";

function pathOf(show: NotificationFilter, before?: number): string {
  const query = new URLSearchParams({
    ...(show !== "all" && { show }),
    ...(before !== undefined && { before: String(before) }),
  });
  return query.size > 0 ? `/notifications?${query}` : "/notifications";
}

const filterWords: Record<NotificationFilter, string> = {
  all: "All",
  new: "New",
  requests: "Requests",
  messages: "Messages",
  people: "People",
};

export const meta: MetaFunction = () => titled("Notifications");

export default function Notifications() {
  const { notifications, more, older, show } = useLoaderData<typeof loader>();
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
      <TabLinks
        label="Which notifications"
        tabs={notificationFilters.map((filter) => ({
          ...{ to: pathOf(filter), label: filterWords[filter], current: filter === show },
        }))}
      />
      <div className="list">
        {newest && unread > 0 && !older && show === "all" && <MarkAll upTo={newest.id} />}
        {newest ? (
          <NotificationList groups={groupNotifications(notifications, { timeZone, now })} />
        ) : (
          <NothingYet older={older} show={show} />
        )}
        <nav aria-label="Pages" className="acts">
          {older && (
            <ButtonLink look="quiet" to={pathOf(show)}>
              Newest
            </ButtonLink>
          )}
          {more && oldest && (
            <ButtonLink look="quiet" to={pathOf(show, oldest.id)}>
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

function NothingYet({ older, show }: { older: boolean; show: NotificationFilter }) {
  if (older) return <p className="lead pt-8">Nothing older.</p>;
  if (show === "new") return <p className="lead pt-8">You have seen everything.</p>;
  if (show !== "all") return <p className="lead pt-8">Nothing of this kind has happened yet.</p>;
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
