import type { Page } from "@playwright/test";

export interface Shot {
  name: string;
  who: "stranger" | "mentee" | "mentor" | "admin";
  path: string;
  /** Brings the page into the state that is to be seen. */
  prepare?(page: Page): Promise<unknown>;
}

const need = "I am fine in rehearsal and freeze under the lights, when it counts";
const search = `/mentors?q=${encodeURIComponent(need)}`;

/** Opens a link in the page to an address that holds these words, the first unless told otherwise. */
const follow =
  (part: string, nth = 0) =>
  async (page: Page) => {
    await page.goto((await page.locator(`main a[href*="${part}"]`).nth(nth).getAttribute("href")) ?? "");
  };

/** Every page of the product in the states that the seed has: for screenshots and for the accessibility checks. */
export const shots: Shot[] = [
  { name: "landing", who: "stranger", path: "/" },
  { name: "sign-in", who: "stranger", path: "/sign-in" },
  {
    name: "sign-in-wrong",
    who: "stranger",
    path: "/sign-in",
    prepare: async (page) => {
      await page.getByLabel("E-mail").fill("nobody@people.example");
      await page.getByLabel("Password").fill("not the right one");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").waitFor();
    },
  },
  { name: "sign-up", who: "stranger", path: "/sign-up" },
  { name: "check-your-mail", who: "stranger", path: "/check-your-mail" },
  { name: "forgot-password", who: "stranger", path: "/forgot-password" },
  { name: "reset-password", who: "stranger", path: "/reset-password?token=gone" },
  { name: "verify-email", who: "stranger", path: "/verify-email?token=gone" },
  { name: "discover-stranger", who: "stranger", path: search },
  { name: "home", who: "mentee", path: "/" },
  { name: "onboarding-1", who: "mentee", path: "/onboarding/1" },
  { name: "onboarding-2", who: "mentee", path: "/onboarding/2" },
  { name: "onboarding-3", who: "mentee", path: "/onboarding/3" },
  { name: "discover", who: "mentee", path: search },
  {
    name: "discover-empty",
    who: "mentee",
    path: "/mentors?q=public+speaking&skill=welding&lang=eu&hours=40",
  },
  { name: "mentor", who: "mentee", path: search, prepare: follow("/mentors/") },
  { name: "request-new", who: "mentee", path: search, prepare: follow("/ask", 1) },
  { name: "request-mentee", who: "mentee", path: "/requests?as=mentee", prepare: follow("/requests/") },
  { name: "review", who: "mentee", path: "/requests?as=mentee", prepare: follow("#review") },
  { name: "requests-mentee", who: "mentee", path: "/requests?as=mentee" },
  { name: "requests-mentor", who: "mentor", path: "/requests?as=mentor" },
  { name: "request", who: "mentor", path: "/requests?as=mentor", prepare: follow("/requests/") },
  { name: "conversations", who: "mentee", path: "/conversations" },
  { name: "room", who: "mentee", path: "/conversations", prepare: follow("/conversations/") },
  { name: "communities", who: "mentee", path: "/communities" },
  { name: "circle-new", who: "mentor", path: "/conversations/new" },
  { name: "notifications", who: "mentee", path: "/notifications" },
  { name: "notification-preferences", who: "mentee", path: "/notifications/preferences" },
  { name: "connections", who: "mentee", path: "/connections" },
  { name: "saved", who: "mentee", path: "/saved" },
  { name: "blocked-nobody", who: "admin", path: "/blocked" },
  { name: "connections-nobody", who: "admin", path: "/connections" },
  { name: "profile", who: "mentor", path: "/profile" },
  { name: "admin-people", who: "admin", path: "/admin" },
  { name: "admin-reports-none", who: "admin", path: "/admin/reports" },
  { name: "admin-audit", who: "admin", path: "/admin/audit" },
  { name: "admin-denials", who: "admin", path: "/admin/audit?view=denials" },
  { name: "admin-dead-letters", who: "admin", path: "/admin/dead-letters" },
  { name: "admin-refused", who: "mentee", path: "/admin" },
  { name: "not-found", who: "stranger", path: "/nothing-here" },
  { name: "api-docs", who: "stranger", path: "/api/docs" },
];
