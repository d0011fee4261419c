/** The fields of an operation's parameters, in groups; each is labelled with the name of its parameter. */
import {
  type Field,
  formatExample,
  groupParameters,
  type Operation,
  type Parameter,
} from "./openapi-document.js";
import type { Values } from "./request.js";
import { Inline } from "./text.js";

interface FieldsProps {
  readonly operation: Operation;
  readonly values: Values;
  readonly onChange: (name: string, value: string) => void;
}

export function ParameterFields(props: FieldsProps) {
  const { filters, moreFilters, result } = groupParameters(props.operation.parameters);
  const count = moreFilters.reduce((sum, { exact, bounds }) => sum + bounds.length + (exact ? 1 : 0), 0);
  return (
    <>
      <Group title="Filters" fields={filters} {...props} />
      {moreFilters.length > 0 && (
        <details>
          <summary>
            Filters by {moreFilters.length} more columns, {count} parameters
          </summary>
          <Group title="More filters" fields={moreFilters} {...props} />
        </details>
      )}
      <Group title="Result" fields={result} {...props} />
    </>
  );
}

function Group({ title, fields, ...props }: FieldsProps & { title: string; fields: readonly Field[] }) {
  if (fields.length === 0) return null;
  return (
    <fieldset class="group">
      <legend>{title}</legend>
      {fields.map((field) => (
        <FieldRow key={field.name} field={field} {...props} />
      ))}
    </fieldset>
  );
}

/** One parameter with its bounds and its description. */
function FieldRow({ field: { exact, bounds }, ...props }: FieldsProps & { field: Field }) {
  return (
    <div class={bounds.length > 0 ? "field bounded" : "field"}>
      <div class="inputs">
        {[...(exact === null ? [] : [exact]), ...bounds].map((parameter) => (
          <Input key={parameter.name} parameter={parameter} {...props} />
        ))}
      </div>
      {exact?.description !== undefined && (
        <p class="hint" id={idOf(props.operation, exact, "hint")}>
          <Inline text={exact.description} />
        </p>
      )}
    </div>
  );
}

function Input({ parameter, operation, values, onChange }: FieldsProps & { parameter: Parameter }) {
  const { name, schema, description } = parameter;
  const id = idOf(operation, parameter, "field");
  const isBound = name.includes("__");
  const attributes = {
    id,
    name,
    value: values[name] ?? "",
    ...(isBound ? { title: description } : { "aria-describedby": idOf(operation, parameter, "hint") }),
  };
  return (
    <div class={isBound ? "bound" : "exact"}>
      <label for={id}>
        <code>{name}</code>
      </label>
      {schema.enum === undefined ? (
        <input
          {...attributes}
          type="text"
          autocomplete="off"
          spellcheck={false}
          placeholder={formatExample(parameter) && `e.g. ${formatExample(parameter)}`}
          onInput={(event) => onChange(name, event.currentTarget.value)}
        />
      ) : (
        <select {...attributes} onChange={(event) => onChange(name, event.currentTarget.value)}>
          <option value="">default</option>
          {schema.enum.map((value) => (
            <option key={value}>{String(value)}</option>
          ))}
        </select>
      )}
    </div>
  );
}

function idOf({ id }: Operation, { name }: Parameter, kind: string): string {
  return `${id}-${name}-${kind}`;
}
