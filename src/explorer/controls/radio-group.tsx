/** A segmented control: radio buttons side by side. */
import { useId } from "preact/hooks";

interface RadioGroupProps<Name extends string> {
  readonly legend: string;
  readonly options: readonly (readonly [name: Name, label: string])[];
  readonly selected: Name;
  readonly onSelect: (name: Name) => void;
}

export function RadioGroup<Name extends string>({
  legend,
  options,
  selected,
  onSelect,
}: RadioGroupProps<Name>) {
  const group = useId();
  return (
    <fieldset class="radio-group">
      <legend>{legend}</legend>
      <div class="radio-group-options">
        {options.map(([name, label]) => (
          <label key={name}>
            <input type="radio" name={group} checked={name === selected} onChange={() => onSelect(name)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
