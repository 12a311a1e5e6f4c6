import type { RequestView } from "#domain/mentorships/schema.ts";
import type { Stage } from "../line/stages.tsx";
import { shortDay } from "../time/calendar.ts";
import { timeLeft } from "../time/clock.ts";

/** Where a request stands, as stages from "Sent" to the first talk or to its end. */
export function stagesOf(request: RequestView, reader: { timeZone: string; now: string }): Stage[] {
  const on = (instant: string | null) =>
    instant ? ` ${shortDay(instant, reader.timeZone, reader.now)}` : "";
  const sent: Stage = { state: "done", label: "Sent", note: on(request.createdAt) };
  const accepted: Stage = { state: "done", label: "Accepted", note: on(request.respondedAt) };
  const firstTalk: Stage = { state: "ahead", label: "First talk" };
  const ending = (label: string, instant: string | null): Stage => ({
    state: "end",
    label,
    note: on(instant),
  });

  switch (request.state) {
    case "pending": {
      const until = request.expiresAt;
      const note = until && ` by${on(until)}, ${timeLeft(until, reader.now)} left`;
      return [{ ...sent, state: "now" }, { state: "ahead", label: "Answer", note }, firstTalk];
    }
    case "waiting": {
      const inLine: Stage = { state: "now", label: "In line", note: placeInLine(request.placeInLine) };
      return [sent, inLine, { state: "ahead", label: "Answer" }, firstTalk];
    }
    case "active":
      return [sent, accepted, { state: "you", label: "Talking" }];
    case "completed":
      return [sent, accepted, { state: "done", label: "Completed", note: on(request.endedAt) }];
    case "ended":
      return [sent, accepted, ending("Ended", request.endedAt)];
    case "declined":
      return [sent, ending("Declined", request.respondedAt), firstTalk];
    case "withdrawn":
      return [sent, ending("Taken back", request.endedAt ?? request.updatedAt), firstTalk];
    case "lapsed":
      return [sent, ending("No answer", request.endedAt ?? request.updatedAt), firstTalk];
  }
}

function placeInLine(place: number | null): string {
  if (place === null) return "";
  return place === 1 ? " you are next" : ` place ${place}`;
}
