import { redirect } from "@remix-run/cloudflare";
import { cookieHeaders } from "#app/cookies.server.ts";
import { formAction } from "#app/form-action.server.ts";
import { signOut } from "#domain/accounts/sign-out.ts";

export const loader = () => redirect("/");

export const action = formAction(async ({ context }) => {
  if (context.ctx.actor.kind !== "user") return redirect("/");
  const { setCookie } = await signOut(context.ctx);
  return redirect("/", { headers: cookieHeaders(setCookie) });
});
