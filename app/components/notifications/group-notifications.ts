import type { InboxEvent } from "#domain/notifications/schema.ts";
import { numberInWords } from "../people/number-words.ts";
import { daysAgo } from "../time/calendar.ts";

export interface NotificationGroup {
  title: string;
  notifications: InboxEvent[];
}

/** "Today", "This week" (the six days before), "Earlier": newest first, no empty group. */
export function groupNotifications(
  notifications: readonly InboxEvent[],
  { timeZone, now }: { timeZone: string; now: string },
): NotificationGroup[] {
  const groups: NotificationGroup[] = [];
  for (const notification of notifications) {
    const ago = daysAgo(notification.at, timeZone, now);
    const title = ago <= 0 ? "Today" : ago < 7 ? "This week" : "Earlier";
    const last = groups.at(-1);
    if (last?.title === title) last.notifications.push(notification);
    else groups.push({ title, notifications: [notification] });
  }
  return groups;
}

/** "Nothing new.", "Two new.", "14 new." */
export function newInWords(unread: number): string {
  return unread === 0 ? "Nothing new." : `${numberInWords(unread)} new.`;
}
