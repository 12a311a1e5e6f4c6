import { z } from "zod";

const lineSchema = z.object({
  "log.level": z.string(),
  message: z.string(),
  "url.path": z.string().optional(),
  "http.response.status_code": z.number().optional(),
  "error.message": z.string().optional(),
  "error.stack_trace": z.string().optional(),
  "error.causes": z.array(z.string()).optional(),
});

/**
 * What a developer wants to see of the Worker's output: warnings and errors in words, and whatever is no log line.
 * @returns null for what needs no eye
 */
export function readableLine(line: string): string | null {
  const parsed = parse(line);
  if (!parsed) return line.trim() === "" ? null : line;
  const level = parsed["log.level"];
  if (level !== "warn" && level !== "error") return null;
  const words = [level, parsed.message, parsed["url.path"], parsed["http.response.status_code"]];
  const details = [parsed["error.message"], ...(parsed["error.causes"] ?? []), parsed["error.stack_trace"]];
  const first = words.filter((word) => word !== undefined).join(" ");
  return [first, ...details.filter((detail) => detail)].join("\n  ");
}

function parse(line: string): z.infer<typeof lineSchema> | null {
  if (!line.startsWith("{")) return null;
  try {
    return lineSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
