/** A few alternatives side by side, of which one is chosen: radio buttons that look like one control. */
import { useId } from "preact/hooks";

interface ChoiceProps<Name extends string> {
  readonly legend: string;
  readonly options: readonly (readonly [name: Name, label: string])[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}

export function Choice<Name extends string>({ legend, options, chosen, onChoose }: ChoiceProps<Name>) {
  const group = useId();
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class="choice-options">
        {options.map(([name, label]) => (
          <label key={name}>
            <input type="radio" name={group} checked={name === chosen} onChange={() => onChoose(name)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
