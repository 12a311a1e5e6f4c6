import { redirect } from "@remix-run/cloudflare";
import { formAction, safePath, textOf } from "#app/form-action.server.ts";
import { themes } from "#app/root-data.ts";
import { themeCookie } from "#app/theme.server.ts";

/** Keeps the theme in a cookie and leads back. It is about this browser, so it changes nothing in the product. */
export const action = formAction((_, form) => {
  const theme = themes.find((known) => known === textOf(form, "theme")) ?? "system";
  return redirect(safePath(textOf(form, "back")), { headers: { "Set-Cookie": themeCookie(theme) } });
});

export const loader = () => redirect("/");
