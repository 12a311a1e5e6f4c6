import { Form, useNavigation } from "@remix-run/react";
import { Button } from "../ui/button.tsx";

/** What the reader wants of this conversation, for themselves alone; a form, so that it works before the page is alive. */
export function RoomWishes({ muted, archived }: { muted: boolean; archived: boolean }) {
  const { formData } = useNavigation();
  const asked = formData?.get("wish");
  return (
    <Form method="post" className="under" aria-label="For you alone">
      <Button
        look="quiet"
        className="plain"
        name="wish"
        value={muted ? "unmute" : "mute"}
        pending={asked === "mute" || asked === "unmute"}
      >
        {muted ? "Notify me again" : "Mute"}
      </Button>
      <Button
        look="quiet"
        className="plain"
        name="wish"
        value={archived ? "bring-back" : "archive"}
        pending={asked === "archive" || asked === "bring-back"}
      >
        {archived ? "Bring back" : "Archive"}
      </Button>
      {muted && <p className="soft small">You hear of messages that name you, and of no others.</p>}
    </Form>
  );
}
