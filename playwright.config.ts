import { defineConfig } from "@playwright/test";
import { chromiumLaunchOptions } from "#testing/browser.ts";

export default defineConfig({
  testDir: "testing/e2e",
  globalSetup: "./testing/e2e/global-setup.ts",
  // One stack serves all files; every spec works with people of its own.
  workers: 2,
  fullyParallel: false,
  // One failed there that could not be made to fail again. It goes once more, and is told: the first try says how each
  // page stood (fixtures.ts), and the run ends by naming it as flaky. What fails twice fails.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    launchOptions: await chromiumLaunchOptions(),
    timezoneId: "Europe/Istanbul",
    locale: "en-GB",
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    // A trace films every page, which takes a fifth of the time; whoever looks into a failure runs that spec at home.
    trace: process.env.CI ? "off" : "retain-on-failure",
  },
});
