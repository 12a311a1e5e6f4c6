import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData, useSearchParams } from "@remix-run/react";
import { changeRoles } from "#domain/accounts/change-roles.ts";
import { listUsers } from "#domain/accounts/list-users.ts";
import { changeRolesSchema } from "#domain/accounts/schema.ts";
import { pageSize } from "#domain/paging.ts";
import { parseInput } from "#domain/parse-input.ts";
import { may } from "#domain/permissions.ts";
import { unverifyMentor } from "#domain/profiles/unverify-mentor.ts";
import { verifyMentor } from "#domain/profiles/verify-mentor.ts";
import { adminPlacesOf } from "../admin/admin-places.server.ts";
import { AdminTabs } from "../components/admin/admin-tabs.tsx";
import { PeopleTable } from "../components/admin/people-table.tsx";
import { useAnswer } from "../components/forms/use-answer.ts";
import { Page, PageHead } from "../components/layout/page.tsx";
import { Button } from "../components/ui/button.tsx";
import { Notice } from "../components/ui/notice.tsx";
import { Pages } from "../components/ui/pages.tsx";
import { TextField } from "../components/ui/text-field.tsx";
import { formAction, textOf } from "../form-action.server.ts";
import { titled } from "../titles.ts";

export async function loader({ context: { ctx }, request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const query = asked.get("q")?.trim().slice(0, 200) ?? "";
  const page = Number(asked.get("page") ?? 1);
  const found = await listUsers(ctx, { query, page: Number.isInteger(page) && page > 0 ? page : 1 });
  const mayChange = may(ctx.actor, "update:user-role:any");
  const mayVerify = may(ctx.actor, "verify:mentor:any");
  return { ...found, query, mayChange, mayVerify, perPage: pageSize, places: adminPlacesOf(ctx.actor) };
}

export const action = formAction(async ({ context: { ctx }, request }, form) => {
  const intent = textOf(form, "intent");
  const userId = textOf(form, "userId");
  if (intent === "verify") await verifyMentor(ctx, { userId });
  else if (intent === "unverify") await unverifyMentor(ctx, { userId });
  else await changeRoles(ctx, parseInput(changeRolesSchema, { userId, roles: form.getAll("roles") }));
  const next = new URL(request.url).searchParams;
  for (const name of ["index", "changed", "checked"]) next.delete(name);
  next.set(intent ? "checked" : "changed", userId);
  return redirect(`/admin?${next}`);
});

export const meta: MetaFunction = () => titled("People");

export default function People() {
  const { users, total, page, pages, perPage, query, mayChange, mayVerify, places } =
    useLoaderData<typeof loader>();
  const failed = useAnswer<typeof action>();
  const [params] = useSearchParams();
  const changed = failed ? undefined : users.find(({ id }) => id === params.get("changed"));
  const checked = failed ? undefined : users.find(({ id }) => id === params.get("checked"));
  const hrefOf = (to: number) =>
    `/admin?${new URLSearchParams({ ...(query && { q: query }), page: String(to) })}`;
  return (
    <Page
      className="pad-end"
      notice={
        (changed && (
          <Notice>
            {changed.name} is now {changed.roles.join(", ")}. It holds at once.
          </Notice>
        )) ||
        (checked && (
          <Notice>
            {checked.verified
              ? `${checked.name} is shown as checked by us.`
              : `${checked.name} is not shown as checked any more.`}
          </Notice>
        ))
      }
      head={
        <>
          <PageHead title="People">
            {total >= 10_000 ? "More than 10,000 accounts" : `${total.toLocaleString("en")} accounts`}
            {query && ` with “${query}”`}.
          </PageHead>
          <AdminTabs places={places} current="people" />
        </>
      }
    >
      <Form role="search" className="find">
        <TextField
          name="q"
          type="search"
          label="Find by name or e-mail"
          defaultValue={query}
          maxLength={200}
        />
        <Button look="second">Find</Button>
      </Form>
      {users.length === 0 ? (
        <p className="lead">Nobody’s name or address holds “{query}”.</p>
      ) : (
        <PeopleTable users={users} mayChange={mayChange} mayVerify={mayVerify} failed={failed} />
      )}
      <Pages page={page} pages={pages} perPage={perPage} total={total} hrefOf={hrefOf} />
    </Page>
  );
}
