/** The reference page: every operation of the OpenAPI document, ready to send a small query. */
import { useEffect, useState } from "preact/hooks";
import { getJson } from "../client/index.js";
import { listOperations, type OpenApiDocument } from "./openapi-document.js";
import { OperationSection } from "./operation-section.js";
import { Text } from "./text.js";

const DOCUMENT_PATH = "/api/openapi.json";

export function Page() {
  const [document, setDocument] = useState<OpenApiDocument | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    getJson<OpenApiDocument>(DOCUMENT_PATH, {}).then(setDocument, (error: Error) =>
      setFailure(error.message),
    );
  }, []);
  return (
    <>
      <a class="skip" href="#operations">
        Skip to the operations
      </a>
      <header class="top">
        <nav aria-label="Site">
          <a href="/">Explorer</a>
          <a href={DOCUMENT_PATH}>OpenAPI document</a>
          <a href="/client.js">Client module</a>
        </nav>
      </header>
      {document === null ? (
        <main>
          <h1>API reference</h1>
          <p role={failure === null ? "status" : "alert"}>
            {failure === null ? "Loading…" : `The OpenAPI document could not be loaded: ${failure}`}
          </p>
        </main>
      ) : (
        <Reference document={document} />
      )}
    </>
  );
}

function Reference({ document }: { readonly document: OpenApiDocument }) {
  const [language, setLanguage] = useState("curl");
  const operations = listOperations(document);
  const tags = document.tags.filter(({ name }) => operations.get(name)?.length);
  useScrollToHash();
  return (
    <div class="columns">
      <nav aria-label="Operations" class="contents">
        {tags.map(({ name }) => (
          <div key={name}>
            <p class="tag">{name}</p>
            <ul>
              {operations.get(name)?.map(({ id, path }) => (
                <li key={id}>
                  <a href={`#${id}`}>{path}</a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <main id="operations" tabIndex={-1}>
        <h1>
          {document.info.title} <small>{document.info.version}</small>
        </h1>
        <Text text={document.info.description} />
        {tags.map(({ name, description }) => (
          <div key={name} class="tag-section">
            <h2 id={`tag-${name}`}>{name}</h2>
            <Text text={description} />
            {operations.get(name)?.map((operation) => (
              <OperationSection
                key={operation.id}
                document={document}
                operation={operation}
                language={language}
                onLanguage={setLanguage}
              />
            ))}
          </div>
        ))}
      </main>
    </div>
  );
}

/** A link to an operation works although the operations come after the page. */
function useScrollToHash(): void {
  useEffect(() => {
    window.document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, []);
}
