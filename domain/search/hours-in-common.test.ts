import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { availabilityRules } from "#db/tables/index.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import { commonHours, readerHours, sayHours } from "./hours-in-common.ts";

interface Rule {
  weekday: number;
  from: string;
  to: string;
}
const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Hours in common, told in the reader's zone. `reader.rules` left out: the usual working day. */
async function common(
  now: string,
  mentor: { zone: string; rules: Rule[] },
  reader: { zone: string; rules?: Rule[] },
): Promise<string> {
  const { db } = testContext();
  const one = await makeMentor(db, { timeZone: mentor.zone });
  const other = await makeMentee(db, { timeZone: reader.zone });
  const rows = [
    ...mentor.rules.map((rule) => ({ profileId: one.id, ...rule })),
    ...(reader.rules ?? []).map((rule) => ({ profileId: other.id, ...rule })),
  ].map(({ profileId, weekday, from, to }) => ({
    id: newId(),
    profileId,
    weekday,
    startMinute: minutes(from),
    endMinute: minutes(to),
  }));
  await db.insert(availabilityRules).values(rows);
  const at = new Date(now);
  const found = await db.execute(sql`with ${readerHours({ userId: other.id, timeZone: reader.zone, now: at })}
    select coalesce(json_agg(json_build_object('from', lower(span), 'to', upper(span)) order by span), '[]') as spans
    from profiles p cross join lateral (${commonHours(at, "p")}) c where p.user_id = ${one.id}`);
  const spans = found.rows[0]?.spans as { from: string; to: string }[];
  return spans.length === 0 ? "none" : sayHours(spans, reader.zone);
}

const wednesday = (from: string, to: string): Rule => ({ weekday: 3, from, to });

// clocks go back in Europe on 25 October 2026, in New York on 1 November; ahead on 29 March and 8 March 2026
it.each([
  ["both on summer time", "2026-10-12T12:00:00Z", "14:00", "Wednesdays, 20:00 to 21:00 your time"],
  [
    "Europe's clocks back, New York's not yet",
    "2026-10-27T12:00:00Z",
    "14:00",
    "Wednesdays, 19:00 to 20:00 your time",
  ],
  ["both on winter time", "2026-11-10T12:00:00Z", "14:00", "Wednesdays, 20:00 to 21:00 your time"],
  ["New York ahead, Europe not yet", "2026-03-10T12:00:00Z", "14:00", "Wednesdays, 19:00 to 20:00 your time"],
])("compares clocks on the day itself: %s", async (_, now, from, said) => {
  const to = `${Number(from.slice(0, 2)) + 1}:00`;
  const mentor = { zone: "America/New_York", rules: [wednesday(from, to)] };
  const reader = { zone: "Europe/Berlin", rules: [wednesday("18:00", "22:00")] };
  expect(await common(now, mentor, reader)).toBe(said);
});

it.each([
  [
    "cuts to the part that both have",
    "Europe/Lisbon",
    "09:00",
    "12:00",
    "Wednesdays, 11:00 to 13:00 your time",
  ],
  ["finds none where they only touch", "Europe/Lisbon", "16:00", "18:00", "none"],
  [
    "follows the mentor over midnight into the reader's next day",
    "America/Los_Angeles",
    "22:00",
    "24:00",
    "Thursdays, 07:00 to 09:00 your time",
  ],
])("%s", async (_, zone, from, to, said) => {
  const mentor = { zone, rules: [wednesday(from, to)] };
  const rules = [wednesday("11:00", "17:00"), { weekday: 4, from: "06:00", to: "09:30" }];
  expect(await common("2026-11-10T12:00:00Z", mentor, { zone: "Europe/Berlin", rules })).toBe(said);
});

it("takes Monday to Friday, nine to five, for a reader who saved no hours", async () => {
  const rules = [wednesday("08:00", "10:00"), { weekday: 6, from: "10:00", to: "12:00" }];
  const said = await common(
    "2026-11-10T12:00:00Z",
    { zone: "Europe/Berlin", rules },
    { zone: "Europe/Berlin" },
  );
  expect(said).toBe("Wednesdays, 09:00 to 10:00 your time");
});

it("survives an hour that does not exist on the night of the change", async () => {
  const sunday = [{ weekday: 7, from: "02:30", to: "03:00" }];
  const said = await common(
    "2026-03-24T12:00:00Z",
    { zone: "Europe/Berlin", rules: sunday },
    { zone: "Europe/Berlin", rules: [{ weekday: 7, from: "00:00", to: "06:00" }] },
  );
  expect(said).toMatch(/^Sundays, 03:\d\d to 03:\d\d your time$/);
});

it("spells out two stretches and counts the rest", () => {
  const on = (day: number) => ({ from: `2026-11-1${day}T10:00:00Z`, to: `2026-11-1${day}T11:30:00Z` });
  expect(sayHours([on(2), on(0), on(1)], "UTC")).toBe(
    "Tuesdays, 10:00 to 11:30; Wednesdays, 10:00 to 11:30 your time; and 1 more",
  );
});
