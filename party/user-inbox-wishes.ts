import { type InboxEvent, inboxEventSchema } from "#domain/notifications/schema.ts";
import { defaultPreferences, type Preferences, preferencesSchema } from "#domain/preferences/schema.ts";

export const selectNotifications =
  "select id, kind, title, preview, href, at, read_at readAt from notifications";

/** What the person wants to see here, and what waits for a digest. */
export class InboxWishes {
  constructor(readonly storage: DurableObjectStorage) {}

  get preferences(): Preferences {
    const { saved } = this.storage.sql
      .exec<{ saved: string | null }>("select preferences saved from inbox")
      .one();
    return saved === null ? defaultPreferences : preferencesSchema.parse(JSON.parse(saved));
  }

  /** A late job brings nothing back. */
  setPreferences(preferences: Preferences): void {
    if (preferences.version <= this.preferences.version) return;
    this.storage.sql.exec("update inbox set preferences = ?", JSON.stringify(preferences));
  }

  /** What waits for a digest becomes this job's, once; newest first. */
  takeDigest(jobId: string): InboxEvent[] {
    return this.storage.transactionSync(() => {
      this.storage.sql.exec(
        `update notifications set digest_job = ?1
         where for_digest = 1 and digest_job is null and (shown = 0 or read_at is null)
           and not exists (select 1 from notifications where digest_job = ?1)`,
        jobId,
      );
      return this.storage.sql
        .exec(`${selectNotifications} where digest_job = ? order by id desc`, jobId)
        .toArray()
        .map((row) => inboxEventSchema.parse(row));
    });
  }
}
