import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { announceReady, endWithParent } from "#local/processes/part.ts";
import { startTestDatabase } from "./test-database.ts";

/** The database that all tests share, and, for each POST, the address of another one that nobody else has. */
const databases = [await startTestDatabase()];
const more = createServer(async (_, response) => {
  const database = await startTestDatabase();
  databases.push(database);
  response.end(database.url);
});
await new Promise<void>((resolve) => more.listen(0, "127.0.0.1", resolve));
endWithParent(async () => {
  more.closeAllConnections();
  more.close();
  await Promise.all(databases.map((database) => database.close()));
});
const { port } = more.address() as AddressInfo;
announceReady({ url: databases[0]!.url, moreUrl: `http://127.0.0.1:${port}` });
