/** The request of an operation, filled in with a small query: its fields, its samples, and the answer to it. */
import { useMemo, useRef, useState } from "preact/hooks";
import { type Answer, getAnswer } from "./answer.js";
import { CodeBlock } from "./code-block.js";
import type { Operation } from "./openapi-document.js";
import { ParameterFields } from "./parameter-fields.js";
import { buildRequestUrl, buildSamples, findFirstQuery, type Values } from "./request.js";
import { Samples } from "./samples.js";

interface RequestFormProps {
  readonly operation: Operation;
  readonly language: string;
  readonly onLanguage: (language: string) => void;
}

type Result = { readonly answer: Answer } | { readonly failure: string } | "waiting" | null;

export function RequestForm({ operation, language, onLanguage }: RequestFormProps) {
  const { id, path } = operation;
  const first = useMemo(() => findFirstQuery(operation), [operation]);
  const [values, setValues] = useState<Values>(first);
  const url = buildRequestUrl(path, values);
  const { result, send } = useAnswer(url);
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
      <AnswerView id={id} result={result} />
    </>
  );
}

/** The answer to the last request that was sent; one that comes late is dropped. */
function useAnswer(url: string): { result: Result; send: () => void } {
  const [result, setResult] = useState<Result>(null);
  const lastRequest = useRef(0);
  const send = async () => {
    const request = ++lastRequest.current;
    setResult("waiting");
    const next = await getAnswer(url).then(
      (answer) => ({ answer }),
      (error: Error) => ({ failure: `There was no response (${error.message}).` }),
    );
    if (request === lastRequest.current) setResult(next);
  };
  return { result, send };
}

function AnswerView({ id, result }: { readonly id: string; readonly result: Result }) {
  const answer = result !== null && typeof result === "object" && "answer" in result ? result.answer : null;
  return (
    <>
      <p role="status" class={answer === null || answer.isOk ? "status" : "status failed"}>
        {describe(result)}
      </p>
      {answer?.text && <CodeBlock label={`Response to ${id}`} code={answer.text} />}
    </>
  );
}

function describe(result: Result): string {
  if (result === null) return "";
  if (result === "waiting") return "Waiting…";
  if ("failure" in result) return result.failure;
  const { status, contentType, text, sizeBytes, isCut, total } = result.answer;
  const size = `${isCut ? "the first " : ""}${sizeBytes.toLocaleString("en-US")} bytes`;
  const rows = total === null ? "" : `; ${Number(total).toLocaleString("en-US")} rows in all`;
  const binary = text === null ? "; no text to show" : "";
  return `${status}: ${size} of ${contentType.split(";")[0]}${rows}${binary}`;
}
