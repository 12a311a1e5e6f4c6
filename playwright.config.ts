import { defineConfig } from "@playwright/test";
import { chromiumLaunchOptions } from "#testing/browser.ts";

export default defineConfig({
  testDir: "testing/e2e",
  globalSetup: "./testing/e2e/global-setup.ts",
  // One stack serves all files; every spec works with people of its own.
  workers: process.env.CI ? 2 : 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    launchOptions: await chromiumLaunchOptions(),
    timezoneId: "Europe/Istanbul",
    locale: "en-GB",
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: "retain-on-failure",
  },
});
