import type { Line } from "#domain/mentorships/schema.ts";

/** Who waits for a place: "Two people wait", "You are next of 3 in line". When a place comes free is said beside it, where the mentor knows. */
export function lineInWords({ waiting, yours }: Line): string {
  if (yours !== null) {
    const others = waiting > 1 ? ` of ${waiting}` : "";
    return yours === 1 ? `You are next${others} in line` : `You are number ${yours}${others} in line`;
  }
  if (waiting === 0) return "Nobody waits in line yet";
  return waiting === 1 ? "One person waits in line" : `${waiting} people wait in line`;
}
