import { clsx } from "clsx";
import { shortDay, timeLeft } from "#app/words/time.ts";
import type { RequestView } from "#domain/mentorships/schema.ts";

/** done: travelled; now: where it stands; you: talking; ahead: not yet; end: a no, at which the line ends. */
type StageKind = "done" | "now" | "you" | "ahead" | "end";

export interface Stage {
  kind: StageKind;
  name: string;
  detail: string;
}

type Reader = { timeZone: string; now: string };

/** Where a request stands, as stages from "Sent" to the first talk or to its end. */
export function stagesOf(request: RequestView, { timeZone, now }: Reader): Stage[] {
  const on = (instant: string | null) => (instant ? shortDay(instant, timeZone, now) : "");
  const sent: Stage = { kind: "done", name: "Sent", detail: on(request.createdAt) };
  const accepted: Stage = { kind: "done", name: "Accepted", detail: on(request.respondedAt) };
  const firstTalk: Stage = { kind: "ahead", name: "First talk", detail: "" };
  const ending = (name: string, instant: string | null): Stage => ({
    kind: "end",
    name,
    detail: on(instant),
  });

  switch (request.state) {
    case "pending": {
      const until = request.expiresAt;
      const detail = until ? `by ${on(until)}, ${timeLeft(until, now)}` : "";
      return [{ ...sent, kind: "now" }, { kind: "ahead", name: "Answer", detail }, firstTalk];
    }
    case "waiting": {
      const inLine: Stage = { kind: "now", name: "In line", detail: placeInLine(request.placeInLine) };
      return [sent, inLine, { kind: "ahead", name: "Answer", detail: "" }, firstTalk];
    }
    case "active":
      return [sent, accepted, { kind: "you", name: "Talking", detail: "" }];
    case "completed":
      return [sent, accepted, { kind: "done", name: "Completed", detail: on(request.endedAt) }];
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

/** "next in line", "place 3 in line" */
export function placeInLine(place: number | null): string {
  if (place === null) return "";
  return place === 1 ? "you are next" : `place ${place}`;
}

export function RequestStages({ request, reader }: { request: RequestView; reader: Reader }) {
  return (
    <ol className="stages" aria-label="Stages">
      {stagesOf(request, reader).map(({ kind, name, detail }) => (
        <li
          key={name}
          className={clsx(kind !== "ahead" && kind)}
          aria-current={kind === "now" || kind === "you" ? "step" : undefined}
        >
          <b>{name}</b> {detail}
        </li>
      ))}
    </ol>
  );
}
