import { z } from "zod";
import { inboxEventSchema, inboxStateSchema } from "#domain/notifications/schema.ts";
import type { InboxListener } from "./inbox-listener.ts";
import type { Signed } from "./room-writer.ts";
import { until } from "./until.ts";
import { addUp, judge, type Verdict } from "./verdict.ts";

const pageSchema = z.object({ notifications: z.array(inboxEventSchema), more: z.boolean() });

interface Case {
  url: string;
  person: Signed;
  devices: readonly InboxListener[];
  /** How many invitations were acknowledged. */
  acknowledged: number;
  withinMs: number;
}

/**
 * Waits until what was acknowledged has arrived, and holds what each device heard against a fresh list; then marks
 * everything as read and waits until each device says so.
 * @throws Error when the devices do not agree in the end
 */
export async function judgeInbox({ url, person, devices, acknowledged, withinMs }: Case): Promise<Verdict> {
  let list: number[] = [];
  const arrived = async () => {
    list = await listOf(url, person);
    return list.length >= acknowledged;
  };
  // what does not come is counted as lost below
  await until("every notification has arrived", withinMs, arrived).catch(() => {});
  const { lastId } = await stateOf(url, person);
  const upToDate = () => devices.every(({ state }) => (state?.lastId ?? 0) >= lastId);
  await until("every device is up to date", withinMs, upToDate);
  const verdicts = devices.map(({ heard, outOfOrder, resets }) => {
    const {
      lost,
      doubled,
      outOfOrder: shuffled,
    } = judge({ acknowledged: [list.map(String)], stored: heard.map(String) });
    return { lost: resets > 0 ? 0 : lost, doubled, outOfOrder: outOfOrder + shuffled };
  });
  const missing = Math.max(0, acknowledged - list.length);
  await fetch(`${url}/api/v1/notifications/read`, {
    method: "POST",
    headers: { ...headersOf(person), "content-type": "application/json" },
    body: JSON.stringify({ upTo: lastId }),
  });
  await until("every device says that all is read", withinMs, () =>
    devices.every(({ state }) => state?.unread === 0),
  );
  return addUp([...verdicts, { lost: missing, doubled: 0, outOfOrder: 0 }]);
}

const headersOf = ({ token }: Signed) => ({ authorization: `Bearer ${token}` });

/** Ids, oldest first. */
async function listOf(url: string, person: Signed): Promise<number[]> {
  const ids: number[] = [];
  for (let before = ""; ; before = `&before=${ids[0]}`) {
    const answer = await fetch(`${url}/api/v1/notifications?limit=100${before}`, {
      headers: headersOf(person),
    });
    const { notifications, more } = pageSchema.parse(await answer.json());
    ids.unshift(...notifications.map(({ id }) => id).toReversed());
    if (!more) return ids;
  }
}

async function stateOf(url: string, person: Signed) {
  const answer = await fetch(`${url}/api/v1/inbox`, { headers: headersOf(person) });
  return inboxStateSchema.parse(await answer.json());
}
