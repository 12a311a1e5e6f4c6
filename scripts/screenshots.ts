/**
 * Every page at 390 and 1280 px, light and dark, into screenshots/.
 *   npm run screenshots [-- --only NAME] [-- --url URL]     (a stack of its own unless a URL is given)
 */
import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "@playwright/test";
import { chromiumLaunchOptions } from "#testing/browser.ts";
import { type Shot, shots } from "#testing/pages.ts";
import { startStack } from "#testing/stack.ts";

const { values } = parseArgs({
  options: { only: { type: "string" }, out: { type: "string", default: "screenshots" } },
});
const widths = [390, 1280];
const themes = ["light", "dark"] as const;

mkdirSync(values.out, { recursive: true });
const stack = await startStack(["--ephemeral"]);
const browser = await chromium.launch(await chromiumLaunchOptions());
try {
  const wanted = shots.filter(({ name }) => !values.only || name.includes(values.only));
  for (const who of new Set(wanted.map((shot) => shot.who))) {
    await takeAs(
      browser,
      who,
      wanted.filter((shot) => shot.who === who),
    );
  }
} finally {
  await browser.close();
  await stack.stop();
}

async function takeAs(browser: Browser, who: Shot["who"], wanted: Shot[]) {
  const context = await browser.newContext({
    baseURL: stack.url,
    timezoneId: "Europe/Istanbul",
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const account = stack.accounts.find(({ role }) => role === who);
  if (account) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(account.email);
    await page.getByLabel("Password").fill(account.password);
    await Promise.all([
      page.waitForURL((url) => url.pathname !== "/sign-in"),
      page.getByRole("button", { name: "Sign in" }).click(),
    ]);
  }
  for (const shot of wanted) await take(page, shot);
  await context.close();
}

async function take(page: Page, { name, path, prepare }: Shot) {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(path);
  await prepare?.(page);
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      await page.screenshot({ path: `${values.out}/${name}-${width}-${theme}.png`, fullPage: true });
    }
  }
  console.error(name);
}
