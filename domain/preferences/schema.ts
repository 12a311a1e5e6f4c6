import { z } from "zod/mini";
import { type NotificationKind, notificationKinds } from "../notifications/schema.ts";

/** What notifications are about, as people choose among them. */
export const topics = [
  "requests",
  "answers",
  "mentorships",
  "messages",
  "communities",
  "connections",
  "searches",
  "reports",
] as const;
export type Topic = (typeof topics)[number];

/** Ways to hear of something: in the product, by a letter at once, on devices that were told to (web push), in the digest. */
export const channels = ["here", "mail", "push", "digest"] as const;
export type Channel = (typeof channels)[number];

export const digestPeriods = ["off", "daily", "weekly"] as const;
export type DigestPeriod = (typeof digestPeriods)[number];

const topicOfKind: Record<NotificationKind, Topic> = {
  "request.received": "requests",
  "request.edited": "requests",
  "request.withdrawn": "requests",
  "request.accepted": "answers",
  "request.declined": "answers",
  "request.lapsed": "answers",
  "place.free": "answers",
  "mentorship.ended": "mentorships",
  "mentorship.reviewed": "mentorships",
  "connection.invited": "connections",
  "connection.accepted": "connections",
  "search.new-mentor": "searches",
  "message.new": "messages",
  "group.added": "messages",
  "community.new": "communities",
  "report.decided": "reports",
};

export const topicOf = (kind: NotificationKind): Topic => topicOfKind[kind];

/** The kinds of a topic: what a filter by topic shows. */
export const kindsOf = (topic: Topic): NotificationKind[] =>
  notificationKinds.filter((kind) => topicOfKind[kind] === topic);

/** @param push what holds for choices that were saved before there was push */
const choice = (push: boolean) =>
  z.object({
    here: z.boolean(),
    mail: z.boolean(),
    push: z._default(z.boolean(), push),
    digest: z.boolean(),
  });
/** A community is loud: who wants to hear of more than what names them says so. */
const nothing = { here: false, mail: false, push: false, digest: false };
/** A decision is rare and waited for, but not by the minute: who reports may not come back to look. */
const hereAndByLetter = { here: true, mail: true, push: false, digest: false };
const minute = z.int().check(z.gte(0), z.lte(1439));

/** What a topic's letter, digest or line in the inbox is allowed to do. */
export const choicesSchema = z.object({
  requests: choice(true),
  answers: choice(true),
  mentorships: choice(false),
  messages: choice(true),
  communities: z._default(choice(false), nothing),
  connections: choice(false),
  searches: choice(false),
  reports: z._default(choice(false), hereAndByLetter),
});
export type Choices = z.infer<typeof choicesSchema>;

/** From and until are minutes after midnight where the person lives; until may be on the next day. */
export const quietSchema = z.nullable(z.object({ from: minute, until: minute }));
export type Quiet = z.infer<typeof quietSchema>;

export const preferencesSchema = z.object({
  /** 0 for who has never saved any. */
  version: z.int().check(z.gte(0)),
  choices: choicesSchema,
  quiet: quietSchema,
  digest: z.enum(digestPeriods),
});
export type Preferences = z.infer<typeof preferencesSchema>;

/**
 * What everybody starts with: letters and, once a device is told to show them, pushes where somebody waits for an answer;
 * no digest.
 */
export const defaultPreferences: Preferences = {
  version: 0,
  choices: {
    requests: { here: true, mail: true, push: true, digest: false },
    answers: { here: true, mail: true, push: true, digest: false },
    mentorships: { here: true, mail: true, push: false, digest: false },
    messages: { here: true, mail: true, push: true, digest: false },
    communities: nothing,
    connections: { here: true, mail: false, push: false, digest: false },
    searches: { here: true, mail: false, push: false, digest: false },
    reports: hereAndByLetter,
  },
  quiet: null,
  digest: "off",
};
