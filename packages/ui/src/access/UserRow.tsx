/** One user of a company: a row of the table where there is room, an item of the list on a phone (R194, R198). */
import { SHARED_BOXES } from '@navette/domain/granting';
import type { SecuredModule } from '@navette/domain/membership';
import type { Box } from '@navette/domain/boxes';
import type { AccessTexts } from '@navette/texts/access-texts';
import { Icon } from '../components/Icon.tsx';
import { Popover } from '../components/Popover.tsx';
import { initials } from '../dossiers.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import type { CompanyUser } from './UserForm.tsx';

export type UserActs = {
  edit(user: CompanyUser): void;
  remove(user: CompanyUser): void;
  resend(user: CompanyUser): void;
  deactivate(user: CompanyUser): void;
  reactivate(user: CompanyUser): void;
};

export type UserRowProps = {
  readonly t: AccessTexts;
  readonly of: CompanyUser;
  /** Of the person who looks. */
  readonly own: boolean;
  readonly administrator: 'first' | 'to-confirm' | null;
  /** False while there is no network. */
  readonly may: boolean;
  readonly current: boolean;
  readonly acts: UserActs;
  nameRef(button: HTMLElement | null): void;
};

export function UserRow(props: UserRowProps) {
  const { t, of, current } = props;
  const { right } = of.user;
  return (
    <tr class={`${current ? 'is-on is-cur' : ''}${of.user.state === 'off' ? ' gone' : ''}`}>
      <th scope="row">
        <Who {...props} />
      </th>
      <td>
        <Boxes t={t} boxes={right.deposit} />
        <Beyond t={t} of={of} />
      </td>
      <td>
        <Given t={t} on={right.accounts !== 'none'} word={t.accountsLevel[right.accounts]} secured={isSecured(of, 'accounts')} />
      </td>
      <td>
        <Boxes t={t} boxes={right.archive} secured={isSecured(of, 'archive')} />
      </td>
      <td>
        <Given t={t} on={right.admin} word={t.yes} />
      </td>
      <td class="rowacts">
        <Acts {...props} />
      </td>
    </tr>
  );
}

export function UserItem(props: UserRowProps) {
  const { t, of } = props;
  const { right } = of.user;
  const lines: readonly (readonly [string, boolean, string])[] = [
    [t.columns.deposit, right.deposit.length > 0, boxWords(t, right.deposit)],
    [t.modules.read, readBeyond(t, of) !== '', readBeyond(t, of)],
    [t.columns.accounts, right.accounts !== 'none', t.accountsLevel[right.accounts]],
    [t.columns.archive, right.archive.length > 0, boxWords(t, right.archive)],
    [t.columns.admin, right.admin, t.yes],
  ];
  return (
    <li class={of.user.state === 'off' ? 'gone' : ''}>
      <Who {...props} />
      <dl class="rights">
        {lines.map(([word, on, detail]) =>
          on ? (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{detail}</dd>
            </div>
          ) : null,
        )}
      </dl>
      <div class="row">
        <Acts {...props} />
      </div>
    </li>
  );
}

function Who({ t, of, own, administrator, may, acts, nameRef }: UserRowProps) {
  const { f } = useSurroundings();
  const now = useNow();
  const { name, email, state, linkUntil, secondFactor } = of.user;
  const link = linkUntil === undefined ? null : linkUntil > now ? f.shortDay(linkUntil, now) : 'over';
  return (
    <span class="who">
      <span class="mono2" aria-hidden="true">
        {initials(name)}
      </span>
      <span class="grow">
        <button type="button" class="rowname" ref={nameRef} onClick={() => may && acts.edit(of)} aria-disabled={!may}>
          {name}
        </button>
        {own ? <span class="ink3"> ({t.you})</span> : null}
        <small class="blk cut">{email}</small>
        <span class="marks">
          {state === 'invited' ? (
            <span class="tag">
              <Icon name="mail" size="s" />
              {link === null || link === 'over' ? t.invitedOver : t.invitedUntil(link)}
            </span>
          ) : null}
          {state === 'off' ? (
            <span class="tag">
              <Icon name="lock" size="s" />
              {t.state.off}
            </span>
          ) : null}
          {state === 'active' && link !== null && link !== 'over' ? <span class="tag">{t.linkUntil(link)}</span> : null}
          {administrator === null ? null : (
            <span class={`tag${administrator === 'to-confirm' ? ' decide' : ''}`}>
              {administrator === 'first' ? t.firstAdministrator : t.toConfirm}
            </span>
          )}
          {secondFactor ? <span class="tag">{t.factor}</span> : null}
        </span>
      </span>
    </span>
  );
}

function Acts({ t, of, may, acts }: UserRowProps) {
  const { name, state } = of.user;
  return (
    <>
      <button type="button" class="btn sm" aria-label={t.of(t.edit, name)} disabled={!may} onClick={() => acts.edit(of)}>
        {t.edit}
      </button>
      <button type="button" class="btn sm" aria-label={t.of(t.remove, name)} disabled={!may} onClick={() => acts.remove(of)}>
        {t.remove}
      </button>
      <Popover
        buttonClass="btn icon quiet"
        label={t.of(t.more, name)}
        title={t.of(t.more, name)}
        look="rowmenu"
        button={<Icon name="dots" />}
      >
        {(close) => (
          <ul class="choices">
            {state === 'off' ? null : <Choice word={t.resend} hint={t.resendHint} may={may} onChoose={() => (close(), acts.resend(of))} />}
            {state === 'active' ? (
              <Choice word={t.deactivate} hint={t.deactivateHint} may={may} onChoose={() => (close(), acts.deactivate(of))} />
            ) : null}
            {state === 'off' ? <Choice word={t.reactivate} may={may} onChoose={() => (close(), acts.reactivate(of))} /> : null}
          </ul>
        )}
      </Popover>
    </>
  );
}

function Choice({ word, hint, may, onChoose }: { word: string; hint?: string; may: boolean; onChoose: () => void }) {
  return (
    <li>
      <button type="button" class="choice" disabled={!may} onClick={onChoose}>
        <span class="grow">
          {word}
          {hint === undefined ? null : <small class="blk">{hint}</small>}
        </span>
      </button>
    </li>
  );
}

/** What is read without being deposited into. */
function Beyond({ t, of }: { t: AccessTexts; of: CompanyUser }) {
  const words = readBeyond(t, of);
  return words === '' ? null : <small class="blk">{t.reads(words)}</small>;
}

function readBeyond(t: AccessTexts, { user: { right } }: CompanyUser): string {
  return boxWords(
    t,
    right.read.filter((box) => !box.startsWith('own-') && !right.deposit.includes(box)),
  );
}

function Boxes({ t, boxes, secured = false }: { t: AccessTexts; boxes: readonly Box[]; secured?: boolean }) {
  return <Given t={t} on={boxes.length > 0} word={boxWords(t, boxes)} secured={secured} />;
}

function Given({ t, on, word, secured = false }: { t: AccessTexts; on: boolean; word: string; secured?: boolean }) {
  if (!on)
    return (
      <span class="z">
        <span aria-hidden="true">·</span>
        <span class="vh">{t.no}</span>
      </span>
    );
  return (
    <span class="given">
      <Icon name="check" size="s" />
      <span>
        {word}
        {secured ? (
          <small class="blk">
            <Icon name="lock" size="s" />
            {t.securedShort}
          </small>
        ) : null}
      </span>
    </span>
  );
}

function boxWords(t: AccessTexts, boxes: readonly Box[]): string {
  const shared = SHARED_BOXES.filter((box) => boxes.includes(box)).map((box) => t.boxes[box]);
  return [...shared, ...(boxes.some((box) => box.startsWith('own-')) ? [t.boxes.own] : [])].join(', ');
}

function isSecured({ user }: CompanyUser, module: SecuredModule): boolean {
  return user.right.secured?.includes(module) === true;
}
