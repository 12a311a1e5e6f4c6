import { useReader } from "#app/hooks/use-reader.ts";
import { ThemeForm } from "./theme-form.tsx";

/** For strangers, under every page; the signed-in find the theme in their profile. */
export function Footer() {
  const { user } = useReader();
  if (user) return null;
  return (
    <footer className="wrap foot">
      <ul>
        <li>
          <a href="/api/docs">API</a>
        </li>
        <li>
          <a href="/health">Status</a>
        </li>
        <li>
          <ThemeForm />
        </li>
      </ul>
    </footer>
  );
}
