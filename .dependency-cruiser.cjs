/** Who may import whom (ARCHITECTURE.md): app, worker, party → domain → db → nothing of ours. */
const product = "^(app|worker|party|domain|db)/";
module.exports = {
  forbidden: [
    {
      name: "db-knows-nobody",
      severity: "error",
      from: { path: "^db/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(app|worker|party|domain|local|testing|scripts)/" },
    },
    {
      name: "domain-knows-db-only",
      severity: "error",
      from: { path: "^domain/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(app|worker|party|local|testing|scripts)/" },
    },
    {
      name: "app-knows-domain-only",
      severity: "error",
      from: { path: "^app/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^(worker|party|db|local|testing|scripts)/" },
    },
    {
      name: "objects-know-domain-and-connections",
      severity: "error",
      from: { path: "^party/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(app|worker|local|testing|scripts)/|^db/(?!connect-)" },
    },
    {
      name: "edge-knows-domain-and-connections",
      severity: "error",
      from: { path: "^worker/", pathNot: "(\\.test\\.ts|^worker/index\\.ts)$" },
      to: { path: "^(app|party|local|testing|scripts|build)/|^db/(?!connect-)" },
    },
    {
      name: "index-composes",
      severity: "error",
      from: { path: "^worker/index\\.ts$" },
      to: { path: "^(app|local|testing|scripts)/" },
    },
    {
      name: "product-without-tools",
      severity: "error",
      from: { path: product, pathNot: "\\.test\\.tsx?$" },
      to: { path: "^(local|testing|scripts)/" },
    },
    {
      name: "browser-imports-schemas-only",
      comment:
        "Components and hooks run in the browser: of the domain they may see schemas, protocols, what is pure beside them, and types.",
      severity: "error",
      from: { path: "^app/(components|hooks)/", pathNot: "\\.test\\.tsx?$" },
      to: {
        path: "^domain/",
        pathNot: "/(schema|protocol|apply-event|find-mentions)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "schemas-stay-pure",
      severity: "error",
      from: { path: "^domain/.*/(schema|protocol|apply-event|find-mentions)\\.ts$" },
      to: {
        pathNot: "^(domain/.*(schema|protocol)\\.ts|domain/(ids|storable)\\.ts|node_modules/(zod|uuid)/.*)$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "no-circles",
      severity: "error",
      from: { path: product },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, path: product, pathNot: "\\.d\\.ts$" },
      to: {},
    },
    {
      name: "not-to-unresolvable",
      severity: "error",
      from: { pathNot: "^worker/index\\.ts$" },
      to: { couldNotResolve: true, pathNot: "^(cloudflare:|node:|virtual:)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(build|node_modules/.cache)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      extensions: [".ts", ".tsx", ".js", ".json", ".d.ts"],
      conditionNames: ["import", "types", "workerd", "node", "default"],
    },
  },
};
