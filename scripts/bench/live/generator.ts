import { readFile } from "node:fs/promises";
import { z } from "zod";
import { announceReady, endWithParent, partOptions } from "#local/processes/part.ts";
import { jobSchema } from "./job.ts";
import { idle } from "./loads/idle.ts";
import { rooms } from "./loads/rooms.ts";
import { storm } from "./loads/storm.ts";
import { streams } from "./loads/streams.ts";

/** The load generator: a process of its own, which does one job and says on stdout what came of it. */
const loads = { rooms, streams, storm, idle };
endWithParent(async () => {});
const { file } = z.object({ file: z.string() }).parse(partOptions());
const job = jobSchema.parse(JSON.parse(await readFile(file, "utf8")));
const say = (line: object) => console.log(JSON.stringify(line));
announceReady({});
try {
  const result = await loads[job.load](job, (phase) => say({ phase }));
  say({ result });
} catch (error) {
  say({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
