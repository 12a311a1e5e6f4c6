import { Form, useNavigation } from "@remix-run/react";
import { accountRoles } from "#domain/accounts/schema.ts";
import type { FormProblem } from "../../form-action.server.ts";
import { useReader } from "../../hooks/use-reader.ts";
import { ErrorSummary } from "../forms/error-summary.tsx";
import { shortDay } from "../time/calendar.ts";
import { Button } from "../ui/button.tsx";
import { Checkbox, Choices } from "../ui/choice.tsx";
import { Cell, Table } from "../ui/table.tsx";

export interface PeopleTableProps {
  users: {
    id: string;
    name: string;
    email: string;
    emailVerified: boolean;
    roles: string[];
    createdAt: Date;
    verified: boolean | null;
  }[];
  /** Whether the reader may change roles. */
  mayChange: boolean;
  /** Whether the reader may say that a mentor has been checked. */
  mayVerify: boolean;
  failed: FormProblem | undefined;
}

/** Accounts, one a row, with what each may be. */
export function PeopleTable({ users, mayChange, mayVerify, failed }: PeopleTableProps) {
  const { timeZone, now } = useReader();
  const heads = [
    { label: "Name" },
    { label: "E-mail" },
    { label: "Since" },
    { label: "Checked" },
    { label: "Roles" },
  ];
  return (
    <Table caption="People" heads={heads}>
      {users.map((user) => (
        <tr key={user.id}>
          <th scope="row" dir="auto">
            {user.name}
          </th>
          <Cell head="E-mail" className="address">
            <span>
              {user.email}
              {!user.emailVerified && <span className="soft small"> (not confirmed)</span>}
            </span>
          </Cell>
          <Cell head="Since">{shortDay(user.createdAt, timeZone, now)}</Cell>
          <Cell head="Checked">
            <Checked user={user} mayVerify={mayVerify} />
          </Cell>
          <Cell head="Roles" className="roles">
            {mayChange ? (
              <RolesForm user={user} failed={failed?.values.userId === user.id ? failed : undefined} />
            ) : (
              user.roles.join(", ")
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

/** Whether somebody of the staff has checked who a mentor is; it shows on their page. */
function Checked({ user, mayVerify }: { user: PeopleTableProps["users"][number]; mayVerify: boolean }) {
  const { formData } = useNavigation();
  if (user.verified === null) return <span className="soft">no mentor</span>;
  if (!mayVerify) return user.verified ? "yes" : "no";
  const intent = user.verified ? "unverify" : "verify";
  const saving = formData?.get("userId") === user.id && formData.get("intent") === intent;
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="userId" value={user.id} />
      <Button look="quiet" pending={saving} pendingWords="Saving">
        {user.verified ? "Take the check back" : "Mark as checked"}
        <span className="sr-only">: {user.name}</span>
      </Button>
    </Form>
  );
}

function RolesForm({
  user,
  failed,
}: {
  user: PeopleTableProps["users"][number];
  failed: FormProblem | undefined;
}) {
  const saving = useNavigation().formData?.get("userId") === user.id;
  const chosen = failed ? [failed.values.roles].flat() : user.roles;
  return (
    <details className="unfold" open={failed !== undefined} key={user.roles.join()}>
      <summary className="unfold-quiet">
        {user.roles.join(", ") || "none"}
        <span className="sr-only">: change the roles of {user.name}</span>
      </summary>
      <Form method="post" className="form" preventScrollReset>
        <ErrorSummary problem={failed && { message: failed.message }} />
        <input type="hidden" name="userId" value={user.id} />
        <Choices
          legend={<span className="sr-only">Roles of {user.name}</span>}
          error={failed?.fields.roles}
          down
        >
          {accountRoles.map((role) => (
            <Checkbox
              key={role}
              name="roles"
              value={role}
              label={role}
              defaultChecked={chosen.includes(role)}
            />
          ))}
        </Choices>
        <div>
          <Button look="second" pending={saving} pendingWords="Saving">
            Save roles
          </Button>
        </div>
      </Form>
    </details>
  );
}
