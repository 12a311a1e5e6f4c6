import { Form } from "@remix-run/react";
import { Page } from "../layout/page.tsx";
import { Here, Line, Stop } from "../line/line.tsx";
import { Way, type WayProps } from "../line/way.tsx";
import { submitOnEnter } from "../mentors/need-field.tsx";
import { Actions } from "../ui/actions.tsx";
import { AskLink } from "../ui/ask.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";

interface Story {
  who: string;
  need: string;
  way: WayProps;
  /** What came of it, after the mentor's name. */
  outcome: string;
}

/** Three ways that people went, made of the people of the seed. */
const stories: Story[] = [
  {
    who: "Brianna",
    need: "My team goes quiet when I sit down at the lunch table.",
    way: { name: "Margaret Oyelaran", degree: 2, through: [{ name: "Kofi Asante" }] },
    outcome: ", who leads five hospitals and remembers how cold that was. They met eleven times.",
  },
  {
    who: "Giorgio",
    need: "I was told to make everything accessible by June and I do not know where to begin.",
    way: { name: "Marit Solheim", degree: 1, through: [] },
    outcome: ", a blind web developer. In their first hour she let him hear his own page.",
  },
  {
    who: "Deborah",
    need: "I flew for thirty years. Now I want to write it down for my grandchildren.",
    way: { name: "Oksana Levadna", degree: null, through: [] },
    outcome: ", novelist in Lviv. Nobody introduced them; a good first letter was enough.",
  },
];

/** For strangers: the question is the page. Below it, how far three others had to go. */
export function Landing() {
  return (
    <Page head={<Question />} bandClassName="first">
      <Line ends className="pt-12">
        <Here plain>And this is how far three others had to go.</Here>
        {stories.map((story) => (
          <StoryOnTheLine key={story.who} story={story} />
        ))}
      </Line>
      <section className="section pb-8" aria-labelledby="how">
        <h2 id="how">What happens when you ask</h2>
        <p className="text">
          You see who can help, why we think so, and the data behind each reason. You write to one person.
          They answer within seven days, yes or no. Then you talk, here, for as long as it helps.
        </p>
        <Actions className="mt-4">
          <AskLink to="/sign-up">Make an account</AskLink>
          <ButtonLink look="quiet" to="/sign-up">
            Offer your help instead
          </ButtonLink>
        </Actions>
      </section>
    </Page>
  );
}

function Question() {
  return (
    <Form method="get" action="/mentors" role="search" className="question">
      <h1>
        <label htmlFor="need">What do you need?</label>
      </h1>
      <textarea
        className="area"
        id="need"
        name="q"
        rows={2}
        dir="auto"
        maxLength={1000}
        aria-describedby="need-hint"
        placeholder="Say it the way you would to a friend"
        onKeyDown={submitOnEnter}
      />
      <Actions className="mt-6">
        <Button>See who can help</Button>
        <p id="need-hint">No account needed to look. Your words stay with you until you ask somebody.</p>
      </Actions>
    </Form>
  );
}

function StoryOnTheLine({ story: { who, need, way, outcome } }: { story: Story }) {
  return (
    <>
      <Stop as="div" className="mt-8 pb-4">
        <p className="soft">{who} wrote</p>
        <p className="lead">“{need}”</p>
      </Stop>
      <Way {...way} words={`${who} found ${way.name}${throughWords(way)}`} />
      <p className="text">
        <b>{way.name}</b>
        {outcome}
      </p>
    </>
  );
}

function throughWords({ degree, through }: WayProps): string {
  if (degree === null) return ", whom nobody they knew knew yet";
  return through[0] ? ` through ${through[0].name}` : ", whom they knew";
}
