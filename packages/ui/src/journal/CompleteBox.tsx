/** One of many accounts or third parties, found by a few letters of its number or its name; what was chosen stands there until removed. */
import { useId, useMemo, useState } from 'preact/hooks';
import { plainText } from '@navette/domain/ledger/lines';
import { journalTexts } from '@navette/texts/journal-texts';
import { Icon } from '../components/Icon.tsx';
import type { Named } from '../ledger/use-lists.ts';
import { useSurroundings } from '../surroundings.tsx';
import { likeOnes } from './like-ones.ts';

type Props = {
  readonly id?: string;
  readonly label: string;
  readonly hint: string;
  readonly choices: readonly Named[];
  /** A position among the choices. */
  readonly chosen: number | null;
  readonly onChoose: (at: number | null) => void;
};

export function CompleteBox({ id: own, label, hint, choices, chosen, onChoose }: Props) {
  const { language } = useSurroundings();
  const t = journalTexts(language);
  const id = useId();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [cursor, setCursor] = useState(0);
  const plain = useMemo(
    () => choices.map(({ code, label: name }) => ({ code: plainText(code), all: plainText(`${code} ${name}`) })),
    [choices],
  );
  const found = useMemo(() => (open ? likeOnes(plain, typed) : []), [plain, typed, open]);
  if (chosen !== null) {
    const named = choices[chosen];
    const word = [named?.code, named?.label].filter((one) => one).join(' ') || label;
    return (
      <button type="button" class="filter on chosenone" aria-label={t.remove(word)} onClick={() => onChoose(null)}>
        <span class="cut">{word}</span>
        <Icon name="close" size="s" />
      </button>
    );
  }
  const at = Math.min(cursor, found.length - 1);
  const choose = (position: number | undefined) => {
    if (position === undefined) return;
    setTyped('');
    setOpen(false);
    onChoose(position);
  };
  return (
    <div class="search goto complete">
      <Icon name="search" size="s" />
      <input
        {...(own === undefined ? {} : { id: own })}
        class="input sm"
        type="text"
        role="combobox"
        autocomplete="off"
        aria-label={label}
        aria-expanded={open}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        {...(open && found.length > 0 ? { 'aria-activedescendant': `${id}${at}` } : {})}
        placeholder={hint}
        maxLength={100}
        value={typed}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setOpen(true);
          setCursor(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            setCursor(Math.max(0, Math.min(found.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
          } else if (event.key === 'Enter') choose(found[at]);
        }}
      />
      <ul class="menu gotolist" id={`${id}list`} role="listbox" aria-label={label} hidden={!open}>
        {found.map((position, index) => (
          <li
            key={position}
            id={`${id}${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={(event) => (event.preventDefault(), choose(position))}
          >
            <span class="n">{choices[position]?.code}</span>
            <span class="grow cut">{choices[position]?.label}</span>
          </li>
        ))}
        {found.length === 0 ? (
          <li role="option" aria-selected="false" aria-disabled="true">
            {t.nothingLike}
          </li>
        ) : null}
      </ul>
    </div>
  );
}
