import { type Choices, channels, topics } from "#domain/preferences/schema.ts";
import type { FormState } from "../forms/use-form.ts";
import { channelWords, topicWords } from "./preference-words.ts";

interface Props {
  form: FormState;
  choices: Choices;
  /** Without it nothing is said of devices, and what was chosen for them stays. */
  withPush: boolean;
}

/**
 * One box for each topic and way to hear of it: `topic:channel` in the form's list `on[]`. Which topics have boxes says
 * its list `topics[]`, since a box that is not there is sent like one that is empty.
 */
export function PreferenceMatrix({ form, choices, withPush }: Props) {
  const shown = channels.filter((channel) => channel !== "push" || withPush);
  const saved = topics.flatMap((topic) =>
    channels.filter((channel) => choices[topic][channel]).map((channel) => `${topic}:${channel}`),
  );
  const asked: readonly string[] = form.values?.topics ? form.list("topics") : topics;
  // what an older page had no boxes for stands here as it is saved
  const on = [
    ...form.list("on", saved),
    ...saved.filter((box) => !asked.includes(box.slice(0, box.indexOf(":")))),
  ];
  return (
    <table className="data-table matrix">
      <caption className="sr-only">What you hear of, and by which way</caption>
      <thead>
        <tr>
          <td />
          {shown.map((channel) => (
            <th key={channel} scope="col">
              {channelWords[channel]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {topics.map((topic) => (
          <tr key={topic}>
            <th scope="row">
              {topicWords[topic]}
              <input type="hidden" name="topics[]" value={topic} />
              {!withPush && on.includes(`${topic}:push`) && (
                <input type="hidden" name="on[]" value={`${topic}:push`} />
              )}
            </th>
            {shown.map((channel) => (
              <td key={channel}>
                <label className="check">
                  <input
                    type="checkbox"
                    name="on[]"
                    value={`${topic}:${channel}`}
                    defaultChecked={on.includes(`${topic}:${channel}`)}
                    aria-label={`${topicWords[topic]}: ${channelWords[channel]}`}
                  />
                </label>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
