/** "Tuesday 1 December", where the reader is; in UTC when the zone is unknown to the platform. */
export function dayInWords(at: Date, timeZone: string): string {
  const options = { weekday: "long", day: "numeric", month: "long" } as const;
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone }).format(at);
  } catch {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(at);
  }
}
