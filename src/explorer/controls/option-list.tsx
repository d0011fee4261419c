/** A searchable list of checkboxes in groups, with counts. The list is one tab stop; arrow keys move inside it. */
import type { RefObject, TargetedKeyboardEvent } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { formatCount } from "../number-format.js";

export interface Option {
  readonly value: string;
  readonly count: number;
  /** Searched as well as the value. */
  readonly keywords: string;
  readonly color?: string;
}

export interface OptionGroup {
  readonly name: string;
  readonly options: readonly Option[];
}

interface OptionListProps {
  readonly title: string;
  readonly groups: readonly OptionGroup[];
  readonly selected: readonly string[];
  /** Shown while nothing is selected. */
  readonly emptyNote: string;
  /** The unit of the counts, in the singular. */
  readonly unit?: string;
  /** The largest number of selected values. */
  readonly max?: number;
  /** Whether the selection is the default, so that there is nothing to reset. */
  readonly isDefault: boolean;
  readonly onSelect: (values: readonly string[]) => void;
}

export function OptionList(props: OptionListProps) {
  const { title, groups, selected, unit = "row", max = Number.POSITIVE_INFINITY, onSelect } = props;
  const [search, setSearch] = useState("");
  const listRef = useRef<HTMLDivElement>(null);
  const id = useId();
  useScrollToSelected(listRef, groups.length > 0);
  const found = filterGroups(groups, search);
  const foundCount = found.reduce((sum, { options }) => sum + options.length, 0);
  const active = findTabStop(found, selected);
  const isFull = selected.length >= max;
  const toggle = (value: string) => {
    if (selected.includes(value)) onSelect(selected.filter((each) => each !== value));
    else if (!isFull) onSelect([...selected, value]);
  };
  const onSearchKey = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    if (event.key === "ArrowDown") focusBox(event, listRef.current, 0);
    if (event.key === "Escape") setSearch("");
    if (event.key === "Enter" && search !== "" && foundCount > 0) onSelect([found[0].options[0].value]);
  };
  return (
    <section class="picker" aria-labelledby={id}>
      <div class="picker-head">
        <h2 id={id}>{title}</h2>
        <ResetButton {...props} />
      </div>
      <input
        type="search"
        placeholder={`Search ${title.toLowerCase()}`}
        aria-label={`Search ${title.toLowerCase()}; Enter selects only the first match`}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={onSearchKey}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll in every browser */}
      <div class="picker-list" role="group" aria-labelledby={id} ref={listRef}>
        {foundCount === 0 && (
          <p class="picker-empty">{search === "" ? "No options yet." : `No match for “${search}”.`}</p>
        )}
        {found.map((group) => (
          <GroupRows
            key={group.name}
            group={group}
            unit={unit}
            title={title}
            selected={selected}
            isFull={isFull}
            tabStop={active}
            onToggle={toggle}
            onOnly={(value) => onSelect([value])}
            onMove={(event, step) => moveFocus(event, listRef.current, step)}
          />
        ))}
      </div>
      {isFull && <p class="picker-note">You can select up to {max}.</p>}
    </section>
  );
}

function ResetButton({ title, isDefault, emptyNote, onSelect }: OptionListProps) {
  if (isDefault) return <span class="picker-note">{emptyNote}</span>;
  return (
    <button type="button" class="link" onClick={() => onSelect([])}>
      Reset <span class="visually-hidden">{title}</span>
    </button>
  );
}

interface GroupRowsProps {
  readonly group: OptionGroup;
  readonly unit: string;
  readonly title: string;
  readonly selected: readonly string[];
  readonly isFull: boolean;
  readonly tabStop: string | undefined;
  readonly onToggle: (value: string) => void;
  readonly onOnly: (value: string) => void;
  readonly onMove: OptionRowProps["onMove"];
}

function GroupRows({
  group,
  unit,
  title,
  selected,
  isFull,
  tabStop,
  onToggle,
  onOnly,
  onMove,
}: GroupRowsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll in every browser
    <div class="picker-group" role="group" aria-label={group.name || title}>
      {group.name !== "" && (
        <p class="picker-group-name" aria-hidden="true">
          {group.name}
        </p>
      )}
      {group.options.map((option) => (
        <OptionRow
          key={option.value}
          option={option}
          unit={unit}
          isSelected={selected.includes(option.value)}
          isDisabled={isFull && !selected.includes(option.value)}
          isTabStop={option.value === tabStop}
          onToggle={() => onToggle(option.value)}
          onOnly={() => onOnly(option.value)}
          onMove={onMove}
        />
      ))}
    </div>
  );
}

/** `1 row`, `350 rows`. */
function formatRows(count: number, unit: string): string {
  return `${formatCount(count)} ${unit}${count === 1 ? "" : "s"}`;
}

interface OptionRowProps {
  readonly option: Option;
  readonly unit: string;
  readonly isSelected: boolean;
  readonly isDisabled: boolean;
  readonly isTabStop: boolean;
  readonly onToggle: () => void;
  readonly onOnly: () => void;
  readonly onMove: (event: TargetedKeyboardEvent<HTMLInputElement>, step: number) => void;
}

function OptionRow({
  option,
  unit,
  isSelected,
  isDisabled,
  isTabStop,
  onToggle,
  onOnly,
  onMove,
}: OptionRowProps) {
  const { value, count, color } = option;
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) onMove(event, steps[event.key]);
    if (event.key === "Home") onMove(event, Number.NEGATIVE_INFINITY);
    if (event.key === "End") onMove(event, Number.POSITIVE_INFINITY);
    if (event.key === "Enter") onOnly();
  };
  return (
    <div class={`option${count === 0 ? " is-empty" : ""}`}>
      <label title={value}>
        <input
          type="checkbox"
          checked={isSelected}
          disabled={isDisabled}
          tabIndex={isTabStop ? 0 : -1}
          onChange={onToggle}
          onKeyDown={onKeyDown}
        />
        {color !== undefined && <Swatch color={color} />}
        <span class="option-name">{value}</span>
        <span class="option-count" title={formatRows(count, unit)}>
          {formatCount(count)}
          <span class="visually-hidden">{formatRows(count, unit).slice(formatCount(count).length)}</span>
        </span>
      </label>
      <button type="button" class="option-only" tabIndex={-1} aria-label={`Only ${value}`} onClick={onOnly}>
        only
      </button>
    </div>
  );
}

/** A patch of a recipe's color; always shown next to its name. */
export function Swatch({ color }: { readonly color: string }) {
  return <span class="swatch" aria-hidden="true" style={{ "--swatch": color }} />;
}

/** Scrolls to the first selected option once the list has options. */
function useScrollToSelected(listRef: RefObject<HTMLElement | null>, hasOptions: boolean): void {
  useLayoutEffect(() => {
    const list = listRef.current;
    const row = list?.querySelector("input:checked")?.closest<HTMLElement>(".option");
    if (!hasOptions || list == null || row == null) return;
    list.scrollTop = row.offsetTop - list.offsetTop - list.clientHeight / 2;
  }, [listRef, hasOptions]);
}

function filterGroups(groups: readonly OptionGroup[], search: string): OptionGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups.filter(({ options }) => options.length > 0);
  return groups
    .map(({ name, options }) => ({
      name,
      options: options.filter(({ value, keywords }) => {
        const text = `${value} ${keywords} ${name}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ options }) => options.length > 0);
}

/** The first selected value that is listed, otherwise the first. */
function findTabStop(groups: readonly OptionGroup[], selected: readonly string[]): string | undefined {
  const values = groups.flatMap(({ options }) => options.map(({ value }) => value));
  return values.find((value) => selected.includes(value)) ?? values[0];
}

function moveFocus(event: TargetedKeyboardEvent<HTMLInputElement>, list: HTMLElement | null, step: number) {
  const boxes = findBoxes(list);
  focusBox(event, list, boxes.indexOf(event.currentTarget) + step);
}

function focusBox(event: KeyboardEvent, list: HTMLElement | null, index: number) {
  const boxes = findBoxes(list);
  event.preventDefault();
  boxes[Math.min(Math.max(index, 0), boxes.length - 1)]?.focus();
}

function findBoxes(list: HTMLElement | null): HTMLInputElement[] {
  return [...(list?.querySelectorAll<HTMLInputElement>("input:not(:disabled)") ?? [])];
}
