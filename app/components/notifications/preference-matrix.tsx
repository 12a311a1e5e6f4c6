import { type Choices, channels, topics } from "#domain/preferences/schema.ts";
import type { FormState } from "../forms/use-form.ts";
import { channelWords, topicWords } from "./preference-words.ts";

interface Props {
  form: FormState;
  choices: Choices;
  /** Without it nothing is said of devices, and what was chosen for them stays. */
  withPush: boolean;
}

/** One box for each topic and way to hear of it: `topic:channel` in the form's list `on[]`. */
export function PreferenceMatrix({ form, choices, withPush }: Props) {
  const shown = channels.filter((channel) => channel !== "push" || withPush);
  const saved = topics.flatMap((topic) =>
    channels.filter((channel) => choices[topic][channel]).map((channel) => `${topic}:${channel}`),
  );
  const on = form.list("on", saved);
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
