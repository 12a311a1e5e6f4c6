import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { type RunningStack, readyLine } from "#testing/stack.ts";
import { type Credentials, makePerson, type Person, type PersonOptions } from "./people.ts";

interface Fixtures {
  /**
   * A page of a browser of its own: of one of the seed's accounts, of a person that a test made, or nobody's.
   * An exception in it, or a refusal by the Content-Security-Policy, fails the test.
   */
  browserOf(who?: "mentee" | "mentor" | "admin" | Credentials): Promise<Page>;
  /** Somebody new with an account and a profile. */
  personWith(options?: PersonOptions): Promise<Person>;
}

export const test = base.extend<Fixtures, { stack: RunningStack }>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that one needs from this pattern
    async ({}, use) => {
      await use(readyLine(process.env.ATAS_STACK ?? ""));
    },
    { scope: "worker" },
  ],
  baseURL: async ({ stack }, use) => {
    await use(stack.url);
  },
  browserOf: async ({ browser, stack, contextOptions }, use, info) => {
    const opened: BrowserContext[] = [];
    const wrong: string[] = [];
    const refused: string[] = [];
    await use(async (who) => {
      const context = await browser.newContext({ ...contextOptions, baseURL: stack.url });
      opened.push(context);
      context.on("page", (page) => watchForErrors(page, wrong));
      watchForRefusals(context, refused);
      if (who) await enter(context, stack, typeof who === "string" ? accountOf(stack, who) : who);
      return context.newPage();
    });
    if (info.status !== info.expectedStatus) await tellWhatStood(opened, refused);
    for (const context of opened) await context.close();
    expect(wrong).toEqual([]);
  },
  personWith: async ({ stack }, use) => {
    await use((options) => makePerson(stack, options));
  },
});
export { expect };

export const accountOf = (stack: RunningStack, role: string) => {
  const account = stack.accounts.find((one) => one.role === role);
  if (!account) throw new Error(`The stack has no ${role}`);
  return account;
};

/** Signs in by the page's own action, without drawing the page; accounts.spec.ts looks at the form itself. */
async function enter(context: BrowserContext, { url }: RunningStack, { email, password }: Credentials) {
  const answer = await context.request.post("/sign-in", {
    form: { email, password, next: "/" },
    headers: { origin: url },
    maxRedirects: 0,
  });
  expect(answer.status(), `signing in as ${email}`).toBe(302);
}

function watchForErrors(page: Page, wrong: string[]): void {
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => {
    if (/Content.Security.Policy|Hydration|did not match/i.test(message.text())) wrong.push(message.text());
  });
}

/** Keeps each request that failed, was refused or was to change something, with its time: what a lost press comes down to. */
function watchForRefusals(context: BrowserContext, refused: string[]): void {
  const keep = (what: string) => refused.push(`${new Date().toISOString()} ${what}`);
  context.on("request", (request) => {
    if (request.method() !== "GET") keep(`${request.method()} ${request.url()} sent`);
  });
  context.on("requestfailed", (request) =>
    keep(`${request.method()} ${request.url()} ${request.failure()?.errorText}`),
  );
  context.on("response", (response) => {
    const method = response.request().method();
    const status = response.status();
    if (status >= 400 || method !== "GET") keep(`${method} ${response.url()} ${status}`);
  });
}

/**
 * Says on the console how each page stood when a test failed: where only the log is kept, it is all there is. A log is read
 * by more than the tests' author: passwords, and tokens in addresses, are left out.
 */
async function tellWhatStood(contexts: BrowserContext[], refused: string[]): Promise<void> {
  for (const page of contexts.flatMap((context) => context.pages())) {
    const snapshot = await snapshotOf(page).catch(String);
    console.error(withoutQueries(`${page.url()}\n${snapshot.slice(0, 5_000)}`));
  }
  console.error(withoutQueries(refused.slice(-40).join("\n")));
}

/** The test is over: its page may lose what was typed into it. */
async function snapshotOf(page: Page): Promise<string> {
  await page.locator("input[type=password], input[autocomplete*=password]").evaluateAll((boxes) => {
    for (const box of boxes) (box as HTMLInputElement).value = "";
  });
  return page.locator("body").ariaSnapshot({ timeout: 5_000 });
}

/** Of each address the path alone: what follows may be a token. */
const withoutQueries = (text: string): string => text.replaceAll(/(\/[^\s?#"']*)[?#][^\s"']+/g, "$1?…");

/** How many notifications the bell says are unread. */
export async function unread(page: Page): Promise<number> {
  const bell = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Notifications/ });
  return Number(/\d+/.exec((await bell.textContent()) ?? "")?.[0] ?? 0);
}
