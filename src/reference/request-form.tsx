/** The request of an operation, filled in with a small query: its fields, its samples, and the response. */
import { useMemo, useRef, useState } from "preact/hooks";
import { CodeBlock } from "./code-block.js";
import type { Operation } from "./openapi-document.js";
import { ParameterFields } from "./parameter-fields.js";
import { buildRequestUrl, buildSamples, findFirstQuery, type Values } from "./request.js";
import { fetchResponseText, type ResponseText } from "./response-text.js";
import { Samples } from "./samples.js";

interface RequestFormProps {
  readonly operation: Operation;
  readonly language: string;
  readonly onLanguage: (language: string) => void;
}

type Result = { readonly response: ResponseText } | { readonly failure: string } | "waiting" | null;

export function RequestForm({ operation, language, onLanguage }: RequestFormProps) {
  const { id, path } = operation;
  const first = useMemo(() => findFirstQuery(operation), [operation]);
  const [values, setValues] = useState<Values>(first);
  const url = buildRequestUrl(path, values);
  const { result, send } = useResponse(url);
  const setValue = (name: string, value: string) => setValues((before) => ({ ...before, [name]: value }));
  const submit = (event: Event) => {
    event.preventDefault();
    send();
  };
  return (
    <>
      <form onSubmit={submit} aria-label={`Request of ${id}`}>
        <ParameterFields operation={operation} values={values} onChange={setValue} />
        <Samples
          id={id}
          samples={buildSamples(operation, values, location.origin)}
          language={language}
          onLanguage={onLanguage}
        />
        {"limit" in first && !values.limit && (
          <p class="warning">
            Without a limit, a response may have hundreds of megabytes. This page reads only its start.
          </p>
        )}
        <p class="buttons">
          <button type="submit">
            Send<span class="visually-hidden"> {id}</span>
          </button>
          <button type="button" class="plain" onClick={() => setValues(first)}>
            Reset<span class="visually-hidden"> {id}</span>
          </button>
          <a href={url}>
            Open<span class="visually-hidden"> {id}</span>
          </a>
        </p>
      </form>
      <ResponseView id={id} result={result} />
    </>
  );
}

/** The response to the latest request; late responses to earlier ones are dropped. */
function useResponse(url: string): { result: Result; send: () => void } {
  const [result, setResult] = useState<Result>(null);
  const lastRequest = useRef(0);
  const send = async () => {
    const request = ++lastRequest.current;
    setResult("waiting");
    const next = await fetchResponseText(url).then(
      (response) => ({ response }),
      (error: Error) => ({ failure: `There was no response (${error.message}).` }),
    );
    if (request === lastRequest.current) setResult(next);
  };
  return { result, send };
}

function ResponseView({ id, result }: { readonly id: string; readonly result: Result }) {
  const response =
    result !== null && typeof result === "object" && "response" in result ? result.response : null;
  return (
    <>
      <p role="status" class={response === null || response.isOk ? "status" : "status failed"}>
        {describe(result)}
      </p>
      {response?.text && <CodeBlock label={`Response to ${id}`} code={response.text} />}
    </>
  );
}

function describe(result: Result): string {
  if (result === null) return "";
  if (result === "waiting") return "Waiting…";
  if ("failure" in result) return result.failure;
  const { status, contentType, text, sizeBytes, isCut, total } = result.response;
  const size = `${isCut ? "the first " : ""}${sizeBytes.toLocaleString("en-US")} bytes`;
  const rows = total === null ? "" : `; ${Number(total).toLocaleString("en-US")} rows in all`;
  const binary = text === null ? "; no text to show" : "";
  return `${status}: ${size} of ${contentType.split(";")[0]}${rows}${binary}`;
}
