import { Form, useFetcher } from "@remix-run/react";
import clsx from "clsx";
import { actionOf, type InboxEvent } from "#domain/notifications/schema.ts";
import { useReader } from "../../hooks/use-reader.ts";
import { moment } from "../time/calendar.ts";
import { ClockText } from "../time/clock-text.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import type { NotificationGroup } from "./group-notifications.ts";

/** Notifications under the day or week in which they came; unread ones by weight and a yellow stop. */
export function NotificationList({ groups }: { groups: NotificationGroup[] }) {
  return groups.map(({ title, notifications }) => (
    <section key={title} className="bells" aria-label={title}>
      <h2 className="h2">{title}</h2>
      <ul className="rows close">
        {notifications.map((notification) => (
          <NotificationRow key={notification.id} notification={notification} />
        ))}
      </ul>
    </section>
  ));
}

function NotificationRow({ notification }: { notification: InboxEvent }) {
  const { id, kind, title, preview, href, at, readAt } = notification;
  const { timeZone, now } = useReader();
  const fetcher = useFetcher();
  // read as soon as it is opened, before the server has said so
  const isNew = readAt === null && fetcher.state === "idle";
  return (
    <li className={clsx("bell", isNew && "is-new")}>
      <i aria-hidden="true" />
      <div>
        <p dir="auto">
          {isNew && <span className="sr-only">New: </span>}
          {title}
          {preview && <span className="soft"> “{preview}”</span>}
        </p>
        <p className="soft small">
          <ClockText at={at}>{moment(at, timeZone, now)}</ClockText>
        </p>
        <div className="under">
          <ButtonLink
            look="strong"
            className="plain"
            to={href}
            onClick={() =>
              isNew && fetcher.submit({ id }, { method: "post", action: "/notifications?index" })
            }
          >
            {actionOf(kind)}
          </ButtonLink>
          {isNew && (
            <Form method="post" preventScrollReset>
              <Button look="quiet" className="plain" name="id" value={id}>
                Mark as read<span className="sr-only">: {title}</span>
              </Button>
            </Form>
          )}
        </div>
      </div>
    </li>
  );
}
