import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { announceReady, endWithParent, partOptions } from "../processes/part.ts";
import { startPostgresEndpoint } from "./endpoint.ts";

/** Postgres as a process of its own: PGlite, or only the endpoint in front of another Postgres. */
const options = z
  .object({
    port: z.number().optional(),
    dataDir: z.string().optional(),
    url: z.string().optional(),
    rttMs: z.number().optional(),
  })
  .parse(partOptions());

if (options.dataDir) await mkdir(dirname(options.dataDir), { recursive: true });
const endpoint = await startPostgresEndpoint(options);
endWithParent(() => endpoint.close());
announceReady({ url: endpoint.url, port: endpoint.port });
