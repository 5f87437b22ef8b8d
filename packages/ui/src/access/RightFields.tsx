/** The modules of a person, ticked one by one (R196); what the giver does not hold cannot be ticked and says so (R107). */
import { useId } from 'preact/hooks';
import { SHARED_BOXES, type Giver, type SharedBox } from '@navette/domain/granting';
import type { ClientRight, SecuredModule } from '@navette/domain/membership';
import type { WantedRight } from '@navette/protocol/access-administration';
import type { AccessTexts } from '@navette/texts/access-texts';
import { profileFor, toggled, type ProfileName } from './ticked-right.ts';

type Props = {
  readonly t: AccessTexts;
  readonly giver: Giver;
  /** What the person had: it stays tickable whoever gives. */
  readonly before: ClientRight | null;
  readonly ticked: WantedRight;
  /** Newcomers are never administrators. */
  readonly withoutAdmin?: boolean;
  onTick(next: WantedRight): void;
};

const PROFILE_NAMES: readonly ProfileName[] = ['deposit', 'colleague', 'manager'];
type Boxed = 'deposit' | 'read' | 'archive';

export function RightFields({ t, giver, before, ticked, withoutAdmin = false, onTick }: Props) {
  const holds = (of: Boxed, box: SharedBox) => giver === 'firm' || giver[of].includes(box) || before?.[of].includes(box) === true;
  const mayBoxes = (of: Boxed) => SHARED_BOXES.filter((box) => holds(of, box));
  const mayAccounts = giver === 'firm' || giver.accounts !== 'none' || (before !== null && before.accounts !== 'none');
  const mayWrite = giver === 'firm' || giver.accounts === 'write' || before?.accounts === 'write';
  const set = (change: Partial<WantedRight>) => onTick({ ...ticked, ...change });
  /** A module that is ticked begins with what is asked for most. */
  const module = (of: Boxed, on: boolean) => {
    const first = mayBoxes(of)[0];
    const start = of === 'deposit' ? (first === undefined ? ['own' as const] : [first]) : first === undefined ? [] : [first];
    set({ [of]: on ? start : [] });
  };
  const boxes = (of: Boxed, own: boolean) => (
    <Boxes
      t={t}
      label={t.modules[of]}
      shown={[...SHARED_BOXES, ...(own ? (['own'] as const) : [])]}
      ticked={ticked[of]}
      // Whoever puts documents into a compartment reads it.
      bound={of === 'read' ? ticked.deposit : []}
      may={(box) => box === 'own' || holds(of, box)}
      onTick={(box, on) =>
        of === 'archive' ? set({ archive: toggled(ticked.archive, box as SharedBox, on) }) : set({ [of]: toggled(ticked[of], box, on) })
      }
    />
  );
  const secured = (name: SecuredModule) => (
    <label class="check">
      <input
        type="checkbox"
        checked={ticked.secured.includes(name)}
        disabled={mustBeSecured(giver, before, name)}
        onChange={(event) => set({ secured: toggled(ticked.secured, name, event.currentTarget.checked) })}
      />
      <span>
        {t.moduleHints.secured} <small>{t.moduleHints.securedHint}</small>
      </span>
    </label>
  );
  const reads = ticked.read.filter((box) => box !== 'own').length > 0 || ticked.deposit.some((box) => box !== 'own');
  return (
    <fieldset class="modules">
      <legend class="label must">{t.fields.modules}</legend>
      <p class="profiles">
        <span class="cap">{t.fields.profile}</span>
        {PROFILE_NAMES.map((name) => (
          <button type="button" class="linklike" key={name} onClick={() => onTick(profileFor(name, giver))}>
            {t.profiles[name]}
          </button>
        ))}
      </p>
      <Module t={t} word={t.modules.deposit} on={ticked.deposit.length > 0} may onTick={(on) => module('deposit', on)}>
        {boxes('deposit', true)}
        {ticked.deposit.includes('own') ? <p class="hint">{t.moduleHints.own}</p> : null}
      </Module>
      <Module
        t={t}
        word={t.modules.read}
        on={reads}
        may={mayBoxes('read').length > 0}
        bound={ticked.deposit.some((box) => box !== 'own')}
        onTick={(on) => module('read', on)}
      >
        {boxes('read', false)}
      </Module>
      <Module
        t={t}
        word={t.modules.accounts}
        on={ticked.accounts !== 'none'}
        may={mayAccounts}
        onTick={(on) =>
          set({
            accounts: on ? 'read' : 'none',
            ...(on && mustBeSecured(giver, before, 'accounts') ? { secured: toggled(ticked.secured, 'accounts', true) } : {}),
          })
        }
      >
        {mayWrite ? (
          <div class="boxes" role="radiogroup" aria-label={t.modules.accounts}>
            {(['read', 'write'] as const).map((level) => (
              <label class="check" key={level}>
                <input type="radio" checked={ticked.accounts === level} onChange={() => set({ accounts: level })} />
                {t.accountsLevel[level]}
              </label>
            ))}
          </div>
        ) : null}
        {secured('accounts')}
      </Module>
      <Module
        t={t}
        word={t.modules.archive}
        on={ticked.archive.length > 0}
        may={mayBoxes('archive').length > 0}
        onTick={(on) => module('archive', on)}
      >
        {boxes('archive', false)}
        {secured('archive')}
      </Module>
      {withoutAdmin ? null : (
        <Module t={t} word={t.modules.admin} on={ticked.admin} may={giver === 'firm' || giver.admin} onTick={(on) => set({ admin: on })} />
      )}
    </fieldset>
  );
}

/** A module that the giver opens with a second factor only is given so. */
function mustBeSecured(giver: Giver, before: ClientRight | null, name: SecuredModule): boolean {
  const free =
    before !== null &&
    before.secured?.includes(name) !== true &&
    (name === 'accounts' ? before.accounts !== 'none' : before.archive.length > 0);
  return giver !== 'firm' && giver.secured?.includes(name) === true && !free;
}

function Module({
  t,
  word,
  on,
  may,
  bound = false,
  onTick,
  children,
}: {
  t: AccessTexts;
  word: string;
  on: boolean;
  may: boolean;
  bound?: boolean;
  onTick: (on: boolean) => void;
  children?: preact.ComponentChildren;
}) {
  return (
    <div class={`module${on ? ' on' : ''}`}>
      <label class="check">
        <input type="checkbox" checked={on} disabled={bound || (!may && !on)} onChange={(event) => onTick(event.currentTarget.checked)} />
        <span>
          {word}
          {may ? null : <small class="blk">{t.moduleHints.notHeld}</small>}
        </span>
      </label>
      {on && children ? <div class="moduleparts">{children}</div> : null}
    </div>
  );
}

function Boxes({
  t,
  label,
  shown,
  ticked,
  bound,
  may,
  onTick,
}: {
  t: AccessTexts;
  label: string;
  shown: readonly (SharedBox | 'own')[];
  ticked: readonly string[];
  bound: readonly string[];
  may: (box: SharedBox | 'own') => boolean;
  onTick: (box: SharedBox | 'own', on: boolean) => void;
}) {
  const id = useId();
  return (
    <div class="boxes" role="group" aria-labelledby={id}>
      <span class="vh" id={id}>
        {label}, {t.fields.where}
      </span>
      {shown.map((box) => (
        <label class="check" key={box}>
          <input
            type="checkbox"
            checked={ticked.includes(box) || bound.includes(box)}
            disabled={bound.includes(box) || (!may(box) && !ticked.includes(box))}
            onChange={(event) => onTick(box, event.currentTarget.checked)}
          />
          {t.boxesFull[box]}
        </label>
      ))}
      {shown.some((box) => !may(box)) ? <p class="hint">{t.moduleHints.notAllHeld}</p> : null}
    </div>
  );
}
