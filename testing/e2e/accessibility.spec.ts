import { shots } from "#testing/pages.ts";
import { problems } from "./axe.ts";
import { expect, test } from "./fixtures.ts";

const people = ["stranger", "mentee", "mentor", "admin"] as const;

for (const who of people) {
  test(`axe finds nothing on any page that the ${who} sees, on a phone and on a desktop, light and dark`, async ({
    browserOf,
  }) => {
    test.setTimeout(240_000);
    const page = await browserOf(who === "stranger" ? undefined : who);
    // a colour on its way to another is neither of the two
    await page.emulateMedia({ reducedMotion: "reduce" });
    for (const { name, path, prepare } of shots.filter((shot) => shot.who === who)) {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(path);
      await prepare?.(page);
      expect.soft(await problems(page), `${name}, phone, light`).toEqual([]);
      expect.soft(await overflow(page), `${name} scrolls sideways on a phone`).toBe(0);
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.emulateMedia({ colorScheme: "dark" });
      expect.soft(await problems(page), `${name}, desktop, dark`).toEqual([]);
    }
  });
}

/** Pixels by which the page is wider than its window. */
const overflow = (page: import("@playwright/test").Page) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
