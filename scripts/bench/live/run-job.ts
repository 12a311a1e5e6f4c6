import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { scriptCommand, startPart } from "#local/processes/child.ts";
import { type Job, phaseSchema, resultSchema } from "./job.ts";

const lineSchema = z.union([phaseSchema, resultSchema, z.object({ failed: z.string() })]);
type Phase = z.infer<typeof phaseSchema>["phase"];
/** No load here is longer. */
const MAX_JOB_MS = 300_000;

/**
 * One job by a generator of its own, which ends with it. `onPhase` is told as it happens.
 * @throws Error with the generator's words when it failed or took too long
 */
export async function runJob(job: Job, onPhase: (phase: Phase) => void): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), "atas-bench-live-"));
  const file = join(folder, "job.json");
  await writeFile(file, JSON.stringify(job));
  let hear: (line: string) => void = () => {};
  const command = scriptCommand("generator", new URL("./generator.ts", import.meta.url), { file });
  const generator = await startPart({ ...command, onLine: (line) => hear(line) });
  const timer = setTimeout(() => void generator.stop(), MAX_JOB_MS);
  try {
    return await new Promise<Record<string, number>>((resolve, reject) => {
      hear = (line) => {
        if (!line.startsWith("{")) return console.error(`generator: ${line}`);
        const said = lineSchema.parse(JSON.parse(line));
        if ("phase" in said) onPhase(said.phase);
        else if ("result" in said) resolve(said.result);
        else reject(new Error(said.failed));
      };
      void generator.exited.then(() => reject(new Error(`The generator ended within ${job.load}`)));
    });
  } finally {
    clearTimeout(timer);
    await generator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
