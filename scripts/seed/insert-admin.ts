import type pg from "pg";
import { accounts, profiles, users } from "#db/tables/index.ts";
import { bulkInsert, inTransaction } from "./bulk-insert.ts";
import { seedId } from "./random.ts";

export const ADMIN_EMAIL = "admin@people.atas.example";

/** Somebody who looks after the place, whom search and recommendations never show. */
export function insertAdmin(client: pg.ClientBase, passwordHash: string, now: Date) {
  const id = seedId("admin");
  return inTransaction(client, async () => {
    const user = { id, name: "Imke Petersen", email: ADMIN_EMAIL, emailVerified: true };
    const times = { createdAt: now, updatedAt: now };
    const added = await bulkInsert(client, users, [{ ...user, roles: ["mentee", "admin"], ...times }], "id");
    if (!added.has(id)) return;
    const headline = "Looks after this place";
    const profile = {
      userId: id,
      headline,
      bio: "",
      goals: "",
      languages: ["en"],
      timeZone: "Europe/Berlin",
    };
    const places = { isMentor: false, isMentee: true, capacity: 0, activeMentees: 0, skillsText: "" };
    await bulkInsert(client, profiles, [
      {
        ...profile,
        ...places,
        visibility: "hidden" as const,
        onboardedAt: now,
        version: 1,
        lastActiveAt: now,
        ...times,
      },
    ]);
    const account = { id: seedId("sign-in admin"), userId: id, accountId: id, providerId: "credential" };
    await bulkInsert(client, accounts, [{ ...account, password: passwordHash, ...times }]);
  });
}
