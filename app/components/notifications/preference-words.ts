import type { Channel, DigestPeriod, Topic } from "#domain/preferences/schema.ts";

export const topicWords: Record<Topic, string> = {
  requests: "Somebody asks for my help",
  answers: "Somebody answers my request",
  mentorships: "A mentorship ends",
  messages: "A message to me or my circles",
  communities: "Something new in a community",
  connections: "Somebody would like to know me",
  searches: "Somebody new fits a search of mine",
  reports: "A message that I reported is decided about",
};

export const channelWords: Record<Channel, string> = {
  here: "Here",
  mail: "E-mail",
  push: "Device",
  digest: "Digest",
};

export const digestWords: Record<DigestPeriod, string> = {
  off: "No digest",
  daily: "Every morning at eight",
  weekly: "On Mondays at eight",
};

/** 1350 → "22:30", as an `<input type="time">` has it. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** "22:30" → 1350; null for what is no time of a day. */
export function minuteOf(clock: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)(?::\d\d)?$/.exec(clock) ?? [];
  return hours && minutes ? Number(hours) * 60 + Number(minutes) : null;
}
