import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { BackLink, Page, PageHead } from "#app/components/layout/page.tsx";
import { Section } from "#app/components/layout/section.tsx";
import { Monogram } from "#app/components/people/monogram.tsx";
import { PeopleChoice } from "#app/components/room/people-choice.tsx";
import { counted } from "#app/components/time/calendar.ts";
import { Button } from "#app/components/ui/button.tsx";
import { formAction } from "#app/form-action.server.ts";
import { useReader } from "#app/hooks/use-reader.ts";
import { titled } from "#app/titles.ts";
import { addMembers } from "#domain/groups/add-members.ts";
import { removeMember } from "#domain/groups/remove-member.ts";
import { loadRoomPeople } from "#domain/rooms/load-room-people.ts";

export const loader = ({ context: { ctx }, params }: LoaderFunctionArgs) =>
  loadRoomPeople(ctx, { roomId: params.roomId ?? "" });

export const action = formAction(async ({ context: { ctx }, params }, form) => {
  const roomId = params.roomId ?? "";
  const memberId = form.get("remove");
  if (memberId !== null) await removeMember(ctx, { roomId, memberId });
  else await addMembers(ctx, { roomId, memberIds: form.getAll("memberIds[]").map(String) });
  return redirect(`/conversations/${roomId}/people`);
});

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titled(data ? `People: ${data.header.title}` : "Not found");

export default function RoomPeoplePage() {
  const { header, members, addable } = useLoaderData<typeof loader>();
  const form = useForm();
  return (
    <Page
      className="pad-end"
      head={
        <PageHead
          title={header.title}
          back={<BackLink to={`/conversations/${header.roomId}`}>The conversation</BackLink>}
        >
          {counted(members.length, "member")}
        </PageHead>
      }
    >
      <ErrorSummary problem={form.problem} />
      {addable.length > 0 && (
        <Section id="add" title="Add people">
          <Form method="post" className="form">
            <PeopleChoice people={addable} form={form} />
            <Button look="second" pending={form.pending} pendingWords="Adding">
              Add them
            </Button>
          </Form>
        </Section>
      )}
      <Section id="members" title="Who is in it">
        <ul className="rows" aria-label="Members">
          {members.map(({ userId, name }) => (
            <li key={userId} className="member">
              <Monogram name={name} size={40} />
              <span dir="auto">{name}</span>
              <Removal userId={userId} name={name} />
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  );
}

function Removal({ userId, name }: { userId: string; name: string }) {
  const { header } = useLoaderData<typeof loader>();
  const { user } = useReader();
  const pending = useNavigation().formData?.get("remove") === userId;
  if (header.kind !== "group" || !header.mayRemoveMembers || userId === user?.id) return null;
  return (
    <Form method="post" preventScrollReset>
      <Button look="quiet" name="remove" value={userId} pending={pending} pendingWords="Removing">
        Remove<span className="sr-only"> {name}</span>
      </Button>
    </Form>
  );
}
