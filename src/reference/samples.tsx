/** The request as a program, in the language that the reader chose for the whole page. */
import { CodeBlock } from "./code-block.js";
import type { Sample } from "./request.js";

interface SamplesProps {
  readonly id: string;
  readonly samples: readonly Sample[];
  readonly language: string;
  readonly onLanguage: (language: string) => void;
}

export function Samples({ id, samples, language, onLanguage }: SamplesProps) {
  const shown = samples.find(({ name }) => name === language) ?? samples[0];
  return (
    <div>
      <fieldset class="languages">
        <legend class="visually-hidden">Language of the sample</legend>
        {samples.map(({ name }) => (
          <label key={name}>
            <input
              type="radio"
              name={`${id}-language`}
              checked={name === shown.name}
              onChange={() => onLanguage(name)}
            />
            {name}
          </label>
        ))}
      </fieldset>
      <CodeBlock label={`${shown.name} sample of ${id}`} code={shown.code} isWrapped />
    </div>
  );
}
