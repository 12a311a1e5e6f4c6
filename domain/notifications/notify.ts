import type { JobContext } from "../context.ts";
import { beginning, oneLine } from "../mail/words.ts";
import { type LoadedMentorship, loadMentorship } from "../mentorships/load-mentorship.ts";
import type { Job } from "../outbox/jobs.ts";
import { authorize } from "../permissions.ts";
import type { NewNotification } from "./schema.ts";
import { tell } from "./tell.ts";

type NotifyJob = Extract<Job, { kind: "live.notify" }>;
type RequestEvent = NotifyJob["event"];

interface Telling {
  /** The states in which there is still a reason to tell. */
  while: readonly LoadedMentorship["state"][];
  title(mentorship: LoadedMentorship, other: string): string;
  preview?(mentorship: LoadedMentorship): string | null;
  href?(mentorship: LoadedMentorship): string;
}

const tellings: Record<RequestEvent, Telling> = {
  "request.received": {
    while: ["pending", "waiting"],
    title: ({ state }, other) =>
      state === "waiting" ? `${other} stands in line for a place with you.` : `${other} asks for your help.`,
    preview: ({ message }) => message,
  },
  "request.edited": {
    while: ["pending", "waiting"],
    title: (_, other) => `${other} changed the words of a request.`,
    preview: ({ message }) => message,
  },
  "request.withdrawn": { while: ["withdrawn"], title: (_, other) => `${other} took a request back.` },
  "request.accepted": {
    while: ["active"],
    title: (_, other) => `${other} accepted your request.`,
    preview: ({ goal }) => goal,
    href: ({ id, roomId }) => (roomId ? `/conversations/${roomId}` : `/requests/${id}`),
  },
  "request.declined": {
    while: ["declined"],
    title: (_, other) => `${other} can't take you on now.`,
    preview: ({ declineReason }) => declineReason,
  },
  "request.lapsed": {
    while: ["lapsed"],
    title: (_, other) => `${other} did not get to your request. It was not about you.`,
  },
  "place.free": {
    while: ["pending"],
    title: (_, other) => `${other} has a free place. Your request is next.`,
  },
  "mentorship.ended": {
    while: ["completed", "ended"],
    title: ({ state }, other) =>
      state === "completed" ? `${other} completed your mentorship.` : `${other} ended your mentorship.`,
  },
  "mentorship.reviewed": {
    while: ["completed", "ended"],
    title: (_, other) => `${other} reviewed your mentorship.`,
  },
};

/** Characters of what was written that a notification shows. */
const PREVIEW_LENGTH = 160;

/**
 * Puts a word about a request into a person's inbox, built from how things stand now; nothing when the reason is
 * gone. The job's id is the inbox's key, so a repeat is no double.
 */
export async function notify(
  ctx: JobContext,
  { userId, mentorshipId, event }: Omit<NotifyJob, "kind">,
): Promise<void> {
  authorize(ctx, "notify:user:any", userId);
  const mentorship = await loadMentorship(ctx, { id: mentorshipId });
  if (!mentorship || !tellings[event].while.includes(mentorship.state)) return;
  const people = [mentorship.mentor, mentorship.mentee];
  const other = people.find((person) => person.id !== userId);
  if (!other || people.every((person) => person.id !== userId)) return;
  await tell(ctx, userId, toNotification(ctx.jobId, event, mentorship, other.name));
}

function toNotification(
  jobId: string,
  event: RequestEvent,
  mentorship: LoadedMentorship,
  otherName: string,
): NewNotification {
  const { title, preview, href } = tellings[event];
  const words = preview?.(mentorship);
  return {
    key: `job:${jobId}`,
    kind: event,
    title: title(mentorship, beginning(oneLine(otherName), 100)),
    ...(words && { preview: beginning(oneLine(words), PREVIEW_LENGTH) }),
    href: href?.(mentorship) ?? `/requests/${mentorship.id}`,
  };
}
