import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

declare module "@remix-run/cloudflare" {
  interface Future {
    v3_singleFetch: true;
  }
}

/**
 * The server build leaves `#domain/…` and `#db/…` as imports, which wrangler resolves through package.json:
 * one copy of the domain serves pages and API, so `instanceof DomainError` holds and no library is bundled twice.
 */
const sharedWithWorker = [/^#domain\//, /^#db\//];

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    tailwindcss(),
    remix({
      future: {
        v3_fetcherPersist: true,
        v3_lazyRouteDiscovery: true,
        v3_relativeSplatPath: true,
        v3_singleFetch: true,
        v3_throwAbortReason: true,
      },
      ignoredRouteFiles: ["**/*.test.{ts,tsx}"],
    }),
  ],
  ssr: {
    target: "webworker",
    resolve: { conditions: ["workerd", "worker", "browser"], externalConditions: ["workerd", "worker"] },
  },
  build: {
    minify: true,
    rollupOptions: isSsrBuild ? { external: sharedWithWorker } : {},
  },
}));
