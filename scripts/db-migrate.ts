import { applyMigrations } from "./apply-migrations.ts";

/** `npm run db:migrate`: applies the pending migrations to the database that DATABASE_URL names. */
const url = process.env.DATABASE_URL;
if (!url) {
  console.error("Say which database: DATABASE_URL=postgres://… npm run db:migrate");
  process.exit(2);
}
const applied = await applyMigrations({ url, onApplied: (tag) => console.log(`applied ${tag}`) });
console.log(applied.length === 0 ? "Nothing to apply." : `${applied.length} applied.`);
