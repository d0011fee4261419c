/** An operation: what it is, its request, and what it may answer. */
import { CodeBlock } from "./code-block.js";
import type { OpenApiDocument, Operation } from "./openapi-document.js";
import { RequestForm } from "./request-form.js";
import { formatTypes } from "./schema-type.js";
import { Inline, Text } from "./text.js";

interface OperationProps {
  readonly document: OpenApiDocument;
  readonly operation: Operation;
  readonly language: string;
  readonly onLanguage: (language: string) => void;
}

export function OperationSection({ document, operation, ...languages }: OperationProps) {
  const { id, path, summary, description, extensions } = operation;
  const endings = extensions.map((extension) => `.${extension}`).join(", ");
  return (
    <section id={id} aria-labelledby={`${id}-title`} class="operation">
      <h3 id={`${id}-title`}>{summary}</h3>
      <p class="path">
        <code>GET {path}</code>
        {endings !== "" && <span class="hint"> also with {endings}</span>}
      </p>
      <Text text={description} />
      <RequestForm operation={operation} {...languages} />
      <Responses document={document} operation={operation} />
    </section>
  );
}

function Responses({ document, operation }: Pick<OperationProps, "document" | "operation">) {
  const { id, responses, headers } = operation;
  const schema = responses.find(([status]) => status === "200")?.[1].content?.["application/json"]?.schema;
  return (
    <details>
      <summary>
        Responses<span class="visually-hidden"> of {id}</span>
      </summary>
      <dl>
        {responses.map(([status, { description, content = {} }]) => (
          <div key={status}>
            <dt>{status}</dt>
            <dd>
              <Text text={description} />
              {status === "200" && <p class="hint">{Object.keys(content).join(", ")}</p>}
            </dd>
          </div>
        ))}
        {headers.map(({ name, description = "" }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              Request header: <Inline text={description} />
            </dd>
          </div>
        ))}
      </dl>
      {schema !== undefined && (
        <CodeBlock label={`Types of the response to ${id}`} code={formatTypes(document, schema)} />
      )}
    </details>
  );
}
