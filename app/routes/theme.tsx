import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import { safePath, textOf } from "#app/form-action.server.ts";
import { themes } from "#app/root-data.ts";
import { themeCookie } from "#app/theme.server.ts";

/** Keeps the theme in a cookie and leads back. It is about this browser, so it changes nothing in the product. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const theme = themes.find((known) => known === textOf(form, "theme")) ?? "system";
  return redirect(safePath(textOf(form, "back")), { headers: { "Set-Cookie": themeCookie(theme) } });
}

export const loader = () => redirect("/");
