import { availableParallelism } from "node:os";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { whyNoNeo4j } from "./local/neo4j/neo4j.ts";
import { makeVapidKeys } from "./local/stack/vapid-keys.ts";

// Keeps miniflare from asking the network where this machine is.
process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";

const noGraph = whyNoNeo4j();
if (noGraph) console.error(`${noGraph} Its tests are left out.`);
const vapid = makeVapidKeys();
const product = ["domain/**", "worker/**", "party/**", "db/**"];

export default defineConfig({
  test: {
    // Two even on two cores, where the default is one: half of the time the tests wait for databases and processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    coverage: {
      provider: "istanbul",
      include: product.map((folder) => `${folder}/*.ts`),
      exclude: ["**/*.test.ts", "**/*.d.ts", "db/migrations/**"],
      // the pages are for reading at home, and take seconds to write
      reporter: ["text-summary", "json-summary", ...(process.env.CI ? [] : ["html"])],
      thresholds: { lines: 90, branches: 90 },
    },
    projects: [
      {
        plugins: [worker()],
        test: {
          name: "workerd",
          // One isolate for all files: starting one for each took as long as the tests. They own their data anyway.
          isolate: false,
          include: product.map((folder) => `${folder}/*.test.ts`),
          exclude: ["**/*.native.test.ts", "**/*.graph.test.ts"],
          globalSetup: ["./testing/setup-workerd.ts"],
          setupFiles: ["./testing/strict.ts"],
          testTimeout: 30_000,
        },
      },
      {
        plugins: [worker({ graph: true })],
        test: {
          name: "graph",
          include: noGraph ? [] : product.map((folder) => `${folder}/*.graph.test.ts`),
          globalSetup: ["./testing/setup-workerd.ts", "./testing/setup-graph.ts"],
          setupFiles: ["./testing/strict.ts"],
          // a Neo4j that has just started plans its first queries for many seconds, more beside other work
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "node",
          globalSetup: ["./testing/setup-native-postgres.ts"],
          setupFiles: ["./testing/strict.ts"],
          include: [
            "{local,scripts,testing}/**/*.test.ts",
            "{db,domain}/**/*.native.test.ts",
            "app/**/*.test.ts",
          ],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

/** The Worker of wrangler.toml with a test's settings; the databases are started by the projects' setups. */
function worker({ graph = false } = {}) {
  return cloudflareTest(({ inject }) => ({
    wrangler: { configPath: "./wrangler.toml" },
    miniflare: {
      bindings: {
        ENVIRONMENT: "test",
        APP_URL: "http://atas.test",
        DATABASE_URL: inject("databaseUrl"),
        AUTH_SECRET: "a secret for tests, not a secret at all",
        VAPID_PUBLIC_KEY: vapid.publicKey,
        VAPID_PRIVATE_KEY: vapid.privateKey,
        EMBEDDING_PROVIDER: "static",
        MAIL_PROVIDER: "mailbox",
        MAILBOX_URL: "http://127.0.0.1:9/mailbox-is-faked",
        ...(graph && { NEO4J_URL: inject("neo4jUrl") }),
      },
    },
  }));
}
