import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { z } from "zod";
import { newId } from "#domain/ids.ts";
import { type RunningStack, readyLine } from "#testing/stack.ts";

const mailSchema = z.object({ subject: z.string(), text: z.string() });

export interface Person {
  name: string;
  email: string;
  password: string;
}

interface Fixtures {
  stack: RunningStack;
  /** A page of a browser of its own, signed in as one of the seed's accounts, or nobody's. */
  browserOf(role?: "mentee" | "mentor" | "admin"): Promise<Page>;
  /** The newest letter to that address with these words in its subject; waits for it. */
  letterTo(email: string, subject: RegExp): Promise<z.infer<typeof mailSchema>>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that one needs from this pattern
  stack: async ({}, use) => {
    await use(readyLine(process.env.ATAS_STACK ?? ""));
  },
  baseURL: async ({ stack }, use) => {
    await use(stack.url);
  },
  browserOf: async ({ browser, stack, contextOptions }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (role) => {
      const context = await browser.newContext({ ...contextOptions, baseURL: stack.url });
      opened.push(context);
      const page = await context.newPage();
      failOnPageErrors(page);
      if (role) await signIn(page, accountOf(stack, role));
      return page;
    });
    for (const context of opened) await context.close();
  },
  letterTo: async ({ stack, request }, use) => {
    await use(async (email, subject) => {
      let found: z.infer<typeof mailSchema> | undefined;
      await expect
        .poll(async () => {
          const response = await request.get(`${stack.mailboxUrl}?to=${encodeURIComponent(email)}`, {
            headers: { accept: "application/json" },
          });
          const { data } = z.object({ data: z.array(mailSchema) }).parse(await response.json());
          found = data.find((mail) => subject.test(mail.subject));
          return found?.subject;
        })
        .toMatch(subject);
      return mailSchema.parse(found);
    });
  },
});
export { expect };

export const accountOf = (stack: RunningStack, role: string) => {
  const account = stack.accounts.find((one) => one.role === role);
  if (!account) throw new Error(`The stack has no ${role}`);
  return account;
};

export async function signIn(page: Page, { email, password }: { email: string; password: string }) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(
    page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Requests" }),
  ).toBeVisible();
}

export const somebodyNew = (): Person => {
  const id = newId();
  return {
    name: `Nadia Ferrante ${id.slice(-4)}`,
    email: `${id}@people.example`,
    password: "a sentence that is long enough",
  };
};

/** An exception in the page, or a refusal by the Content-Security-Policy, fails the test. */
export function failOnPageErrors(page: Page): void {
  page.on("pageerror", (error) => {
    throw error;
  });
  page.on("console", (message) => {
    if (/Content.Security.Policy|Hydration|did not match/i.test(message.text()))
      throw new Error(message.text());
  });
}
