import { TabLinks } from "../ui/tabs.tsx";

/** The place of conversations has two parts: those one is in, and those one may join. */
export const ConversationTabs = () => (
  <TabLinks
    label="Conversations"
    tabs={[
      { to: "/conversations", label: "Yours" },
      { to: "/communities", label: "Communities" },
    ]}
  />
);
