import { z } from "zod";
import { announceReady, endWithParent, partOptions } from "../processes/part.ts";
import { startLlm } from "./llm.ts";

/** The stand-in for a language model as a process of its own. */
const { port } = z.object({ port: z.number() }).parse(partOptions());
const llm = await startLlm({ port });
endWithParent(llm.close);
announceReady({ url: llm.url });
