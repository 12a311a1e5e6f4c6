import { verifyPassword } from "better-auth/crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasNativePostgres, type NativePostgres, startNativePostgres } from "#testing/native-postgres.ts";
import { seed } from "../seed.ts";

describe.runIf(hasNativePostgres)("seed", () => {
  let postgres: NativePostgres;
  let client: pg.Client;
  beforeAll(async () => {
    postgres = await startNativePostgres();
    client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
  });
  afterAll(() => client.end());

  const value = async (query: string) => (await client.query<{ v: unknown }>(query)).rows[0]!.v;
  const everything = () =>
    value(`select json_build_object(
      'users', (select count(*) from users), 'skills', (select count(*) from profile_skills),
      'times', (select count(*) from availability_rules), 'connections', (select count(*) from connections),
      'mentorships', (select json_agg(m order by id) from mentorships m),
      'messages', (select count(*) from archived_messages), 'audit', (select count(*) from audit_events),
      'owed', (select count(*) from outbox), 'reviews', (select json_agg(r order by mentorship_id) from reviews r),
      'totals', (select json_agg(t) from review_totals t), 'profiles', (select json_agg(p order by user_id) from profiles p)) as v`);

  it("fills a database, and leaves it as it is the second time", async () => {
    const lines: string[] = [];
    const accounts = await seed({
      databaseUrl: postgres.url,
      people: 60,
      onProgress: (line) => lines.push(line),
    });
    expect(lines).toEqual(["60 of 60 people"]);
    expect(accounts.map(({ role }) => role)).toEqual(["mentee", "mentor", "admin"]);
    expect(await value("select count(*)::int as v from users")).toBe(61);

    // a person moves on: the seed must not undo it
    await client.query(
      "delete from profile_skills where profile_id = (select id from users where email like 'elif@%')",
    );
    await client.query("update mentorships set state = 'withdrawn' where state = 'pending'");
    const before = await everything();
    await seed({ databaseUrl: postgres.url, people: 60 });
    expect(await everything()).toEqual(before);
  });

  it("lets people talk in communities and one circle, each counted, with words of its members alone", async () => {
    expect(
      await value(`select json_agg(json_build_object('kind', kind, 'right', member_count = (
        select count(*) from room_members m where m.room_id = rooms.id)) order by kind) as v
        from rooms where kind <> 'direct'`),
    ).toEqual([...Array(3).fill({ kind: "community", right: true }), { kind: "group", right: true }]);
    expect(
      await value(`select count(*)::int as v from archived_messages a join rooms r on r.id = a.room_id
        where r.kind <> 'direct' and not exists (
          select 1 from room_members m where m.room_id = a.room_id and m.user_id = a.author_id)`),
    ).toBe(0);
  });

  it("gives the three sign-ins a password that opens, and nobody else one", async () => {
    const [account] = await seed({ databaseUrl: postgres.url, people: 60 });
    expect(await value("select count(*)::int as v from accounts")).toBe(3);
    const hash = await value(
      `select a.password as v from accounts a join users u on u.id = a.user_id where u.email = '${account!.email}'`,
    );
    expect(await verifyPassword({ hash: String(hash), password: account!.password })).toBe(true);
  });

  it("adds people when more are asked for", async () => {
    await seed({ databaseUrl: postgres.url, people: 350 });
    expect(await value("select count(*)::int as v from users")).toBe(351);
  });

  it("agrees with itself: places, rooms, the trail", async () => {
    const wrong = await client.query(`
      select 'places' as what from profiles p where active_mentees > capacity or active_mentees <>
        (select count(*) from mentorships m where m.mentor_id = p.user_id and m.state = 'active')
      union all select 'room' from mentorships m where (m.room_id is null) <> (m.state not in ('active','completed','ended'))
      union all select 'members' from rooms r where r.kind = 'direct' and (select count(*) from room_members m where m.room_id = r.id) <> 2
      union all select 'sums' from profiles p where (review_count, review_stars) <>
        (select count(*), coalesce(sum(stars), 0) from reviews r where r.mentor_id = p.user_id)
      union all select 'totals' from review_totals where (reviews, stars) <> (select count(*), sum(stars) from reviews)
      union all select 'reviewed' from reviews r join mentorships m on m.id = r.mentorship_id
        where m.state not in ('completed', 'ended') or r.created_at < m.ended_at
          or (r.mentor_id, r.mentee_id) <> (m.mentor_id, m.mentee_id)
      union all select 'trail' from mentorships m
        where not exists (select 1 from audit_events e where e.target_id = m.id::text and e.actor_id = 'seed')`);
    expect(wrong.rows).toEqual([]);
    expect(await value("select count(*)::int as v from reviews")).toBeGreaterThan(0);
  });
});
