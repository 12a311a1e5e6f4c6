import { html, raw } from "hono/html";
import type { OpenAPIV3_1 } from "openapi-types";

type Document = OpenAPIV3_1.Document;
type Operation = OpenAPIV3_1.OperationObject;

const methods = ["get", "post", "put", "patch", "delete"] as const;

/** The API's papers as one page of HTML, from the same document as `/api/openapi.json`; nothing comes from elsewhere. */
export function docsPage(
  document: Document,
  codes: Record<string, { status: number; title: string }>,
  nonce: string,
) {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => (item?.[method] ? [{ path, method, operation: item[method] }] : [])),
  );
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? "Other");
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>API · ATAS</title>
        <style nonce="${nonce}">${raw(styles)}</style>
      </head>
      <body>
        <header><a href="/">ATAS</a></header>
        <main>
          <h1>API</h1>
          <p>${document.info.description}</p>
          <p>For machines: <a href="/api/openapi.json">openapi.json</a>.</p>
          <nav aria-label="Groups">
            ${[...groups.keys()].map((tag) => html`<a href="#${slug(tag)}">${tag}</a> `)} <a href="#errors">Errors</a>
          </nav>
          ${[...groups].map(
            ([tag, members]) => html`<section id="${slug(tag)}">
              <h2>${tag}</h2>
              ${members.map(operationPart)}
            </section>`,
          )}
          <section id="errors">
            <h2>Errors</h2>
            <p>Every refusal is <code>application/problem+json</code> with one of these codes, which never change.</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Codes"><table>
              <thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Means</th></tr></thead>
              <tbody>
                ${Object.entries(codes).map(
                  ([code, { status, title }]) =>
                    html`<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`,
                )}
              </tbody>
            </table></div>
          </section>
        </main>
      </body>
    </html>`;
}

const slug = (tag: string) => tag.toLowerCase().replaceAll(" ", "-");

function operationPart({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const body =
    operation.requestBody && "content" in operation.requestBody ? operation.requestBody.content : {};
  return html`<article>
    <h3>${operation.summary}</h3>
    <p class="call"><code>${method.toUpperCase()} ${path}</code>${operation.security?.length ? "" : " · no sign-in needed"}</p>
    ${operation.description ? html`<p>${withCode(operation.description)}</p>` : ""}
    ${parameterList(operation)}
    ${Object.values(body).map((media) => schemaPart("Body", media.schema))}
    ${Object.entries(operation.responses ?? {}).map(([status, response]) => {
      if ("$ref" in response) return "";
      const [media] = Object.entries(response.content ?? {});
      return html`<p><strong>${status}</strong> ${withCode(response.description)}</p>
        ${media && media[0] === "application/json" ? schemaPart(`Answer ${status}`, media[1].schema) : ""}`;
    })}
  </article>`;
}

/** Words between backticks are code, as in the document's Markdown. */
const withCode = (text: string) =>
  text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));

function parameterList(operation: Operation) {
  const parameters = (operation.parameters ?? []).filter((parameter) => "name" in parameter);
  if (parameters.length === 0) return "";
  return html`<ul>
    ${parameters.map(
      (parameter) =>
        html`<li><code>${parameter.name}</code> in ${parameter.in}${parameter.required ? "" : ", if you like"}${parameter.description ? html`: ${parameter.description}` : ""}</li>`,
    )}
  </ul>`;
}

const schemaPart = (title: string, schema: unknown) =>
  html`<details><summary>${title}</summary><pre tabindex="0"><code>${JSON.stringify(schema, null, 2)}</code></pre></details>`;

const styles = `
:root{color-scheme:light dark;--ground:light-dark(oklch(.978 .006 165),oklch(.285 .038 166));--raised:light-dark(oklch(.94 .014 165),oklch(.335 .042 166));--ink:light-dark(oklch(.25 .03 170),oklch(.955 .01 150));--sign:oklch(.4 .088 162)}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.5 Overpass,Arial,sans-serif}
header{background:var(--sign);padding:1rem 1.5rem;font-weight:800}header a{color:oklch(.985 .008 160);text-decoration:none}
main{max-width:60rem;margin:0 auto;padding:1.5rem}a{color:inherit}nav a{display:inline-block;padding:.625rem .5rem .625rem 0}
article{padding-block:1rem;border-top:1px solid light-dark(oklch(.86 .016 165),oklch(.42 .036 166))}
h3{margin:0}code,pre{font-family:"Overpass Mono",ui-monospace,monospace;font-size:.9375rem}
pre,.call{background:var(--raised);padding:.5rem;overflow:auto}.call{overflow-wrap:anywhere}summary{min-height:2.75rem;line-height:2.75rem;cursor:pointer}
.scroll{overflow:auto}table{border-collapse:collapse}td,th{text-align:start;padding:.5rem 1rem .5rem 0;vertical-align:top}`;
