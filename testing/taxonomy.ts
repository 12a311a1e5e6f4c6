import { readFile } from "node:fs/promises";
import pg from "pg";

const read = async (name: string): Promise<string> =>
  `[${(await readFile(new URL(`../data/${name}.jsonl`, import.meta.url), "utf8")).trim().split("\n").join(",")}]`;

/** The skill taxonomy of data/, ready to be put into an empty migrated database. */
export async function loadTaxonomyRows() {
  const [clusters, skills] = await Promise.all([read("clusters"), read("skills")]);
  return {
    rows: clusters + skills,
    async insert(url: string): Promise<void> {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(
        "INSERT INTO clusters (slug, name, about) SELECT slug, name, about FROM jsonb_to_recordset($1::jsonb) AS c(slug text, name text, about text)",
        [clusters],
      );
      await client.query(
        `INSERT INTO skills (slug, name, cluster_slug, aliases, related)
         SELECT slug, name, cluster, aliases, related
         FROM jsonb_to_recordset($1::jsonb) AS s(slug text, name text, cluster text, aliases text[], related text[])`,
        [skills],
      );
      await client.end();
    },
  };
}
