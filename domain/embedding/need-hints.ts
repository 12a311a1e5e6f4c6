import { correctSpelling } from "./correct-spelling.ts";
import type { NeedHints } from "./schema.ts";
import type { StaticModel } from "./static-model.ts";

/** A skill is meant when its cosine with the need is at least `NEAR`, and `AHEAD` above every other skill's. */
const NEAR = 0.25;
const AHEAD = 0.05;

/**
 * What the taxonomy that is shipped beside the model (`npm run model:weights`) tells about a need.
 * @param skillsText a line a skill: slug, tab, name and aliases
 */
export function createNeedHints(model: StaticModel, skillsText: string): NeedHints {
  const skills = skillsText
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [slug = "", labels = ""] = line.split("\t");
      const ids = model.tokenIds(labels);
      return { slug, labels, vector: model.vector(ids, model.queryWeights(ids)) ?? [] };
    });
  const known = new Set(skills.flatMap(({ labels }) => labels.toLowerCase().match(/\p{L}+/gu) ?? []));
  const lexicon = { words: model.words, known: (word: string) => model.knows(word) || known.has(word) };

  return {
    correct: (text) => correctSpelling(text, lexicon),
    meantSkill(need) {
      let [best, second, slug] = [-1, -1, ""];
      for (const skill of skills) {
        const cosine = skill.vector.reduce((sum, x, i) => sum + x * need[i]!, 0);
        if (cosine > best) [best, second, slug] = [cosine, best, skill.slug];
        else second = Math.max(second, cosine);
      }
      return best >= NEAR && best - second >= AHEAD ? slug : null;
    },
  };
}
