CREATE FUNCTION skill_labels(name text, aliases text[]) RETURNS text[]
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN array(SELECT lower(label) FROM unnest(aliases || name) label);
--> statement-breakpoint
CREATE INDEX "skills_labels_idx" ON "skills" USING gin (skill_labels("name", "aliases")) WITH (fastupdate=false);
