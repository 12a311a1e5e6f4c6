/** One JSON line about something that went wrong in an object and will be tried again; no words of people. */
export function logWarning(message: string, error: unknown, fields: Record<string, unknown> = {}): void {
  const line = {
    "@timestamp": new Date().toISOString(),
    "log.level": "warn",
    "service.name": "atas",
    message,
    "error.message": error instanceof Error ? error.message : String(error),
    ...fields,
  };
  // biome-ignore lint/suspicious/noConsole: the one place in the objects that writes log lines
  console.log(JSON.stringify(line));
}
