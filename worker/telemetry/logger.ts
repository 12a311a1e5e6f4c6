import type { Logger } from "#domain/context.ts";
import { DomainError } from "#domain/errors.ts";

export type LogLine = Record<string, unknown>;

/**
 * One JSON line a call, in the field names of the Elastic Common Schema.
 * @param base fields of every line, such as the request id
 * @param write defaults to standard output, of which Workers keeps every line
 */
export function makeLogger(base: LogLine, write: (line: string) => void = writeLine): Logger {
  const line = (level: string, message: string, fields: LogLine) =>
    write(
      JSON.stringify({
        "@timestamp": new Date().toISOString(),
        "log.level": level,
        message,
        "service.name": "atas",
        ...base,
        ...fields,
      }),
    );
  return {
    info: (message, fields = {}) => line("info", message, fields),
    warn: (message, fields = {}) => line("warn", message, fields),
    error: (message, error, fields = {}) => line("error", message, { ...describeError(error), ...fields }),
  };
}

function writeLine(line: string) {
  // biome-ignore lint/suspicious/noConsole: the one place that writes log lines
  console.log(line);
}

/** Names, reasons and places of an error and its causes, without the values that a failed query carried. */
export function describeError(error: unknown): LogLine {
  if (!(error instanceof Error)) return { "error.type": typeof error, "error.message": withoutValues(error) };
  const causes: string[] = [];
  for (let e = error.cause; e instanceof Error && causes.length < 5; e = e.cause) {
    causes.push(`${e.name}: ${withoutValues(e)}`);
  }
  return {
    "error.type": error.name,
    ...(error instanceof DomainError && { "error.code": error.code }),
    "error.message": withoutValues(error),
    "error.stack_trace": stackOf(error),
    ...(causes.length > 0 && { "error.causes": causes }),
  };
}

/** Drizzle writes the parameters (e-mails, tokens, texts) into the message of a failed query, after "params:". */
function withoutValues(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s*params:[\s\S]*$/, "").slice(0, 1_000);
}

/** The frames alone: a stack begins with the message, which may hold values. */
function stackOf(error: Error): string {
  return (error.stack ?? "")
    .split("\n")
    .filter((frame) => /^\s+at /.test(frame))
    .slice(0, 20)
    .join("\n");
}
