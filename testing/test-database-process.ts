import { announceReady, endWithParent } from "#local/processes/part.ts";
import { startTestDatabase } from "./test-database.ts";

const database = await startTestDatabase();
endWithParent(() => database.close());
announceReady({ url: database.url });
