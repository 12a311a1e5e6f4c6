import { sql } from "drizzle-orm";
import { connectPostgres } from "#db/connect-postgres.ts";
import { archivedMessages } from "#db/tables/index.ts";
import { makeMentorship, makeRoom } from "#testing/factories.ts";
import type { RunningStack } from "#testing/stack.ts";
import { makePerson } from "./people.ts";

/**
 * A room that has talked for weeks, one message each six minutes up to now, in words of one to many lines: as it stands
 * when its object was lost. The archive holds it all, and the room restores itself from there when it is opened.
 */
export async function aLongRoom(stack: RunningStack, messages: number) {
  const [mentor, mentee] = await Promise.all([
    makePerson(stack, { name: "Ida Mentor", places: 3 }),
    makePerson(stack, { name: "Ben Mentee" }),
  ]);
  const { db } = connectPostgres({ url: stack.postgresUrl });
  const between = { mentorId: mentor.id, menteeId: mentee.id };
  const mentorship = await makeMentorship(db, { ...between, state: "active", goal: "A gate that closes." });
  const { id: roomId } = await makeRoom(db, [mentor.id, mentee.id], { mentorshipId: mentorship.id });
  // in parts, since the laptop's database serves one at a time, and other specs wait meanwhile
  for (let from = 1; from <= messages; from += 250) {
    const to = Math.min(messages, from + 249);
    await db.execute(sql`
      insert into ${archivedMessages} (room_id, id, seq, version, author_id, body, sent_at)
      select ${roomId}::uuid, gen_random_uuid(), n, n,
        case when (n / 3) % 2 = 0 then ${mentor.id}::uuid else ${mentee.id}::uuid end,
        'Message ' || n || repeat(' and what there is to say', (n * 7) % 23),
        now() - (${messages}::int - n) * interval '6 minutes'
      from generate_series(${from}::int, ${to}::int) n`);
  }
  return { mentor, mentee, roomId };
}
