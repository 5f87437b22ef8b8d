/** The firm's terms of retention: read by its staff, changed by its administrators; what is not confirmed says so (G16). */
import type { RetentionTable } from '@navette/domain/retention';
import { changeRetentionRules, retentionRules } from '@navette/protocol/retention';
import { archiveTexts } from '@navette/texts/archive-texts';
import { useState } from 'preact/hooks';
import { ruleWord } from '../archive/parts.ts';
import { commandSentence } from '../command-sentence.ts';
import { Problems } from '../components/DropZone.tsx';
import '../style/archive.css';
import { useSurroundings } from '../surroundings.tsx';
import { Unanswered } from './Unanswered.tsx';
import { useCommand } from './use-command.ts';

const NOTHING = {};

export function RetentionSection() {
  const [asked, ask] = useCommand(retentionRules, NOTHING);
  if (asked.state !== 'answered') return <Unanswered asked={asked} onAgain={() => void ask()} />;
  return <Terms rules={asked.value.rules} mayChange={asked.value.mayChange} />;
}

function Terms({ rules, mayChange }: { rules: RetentionTable; mayChange: boolean }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = archiveTexts(language).retention;
  const [written, write] = useState(rules.map((rule) => ({ ...rule, text: rule.years === null ? '' : String(rule.years) })));
  const [said, say] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const change = (id: string, by: { readonly text?: string; readonly confirmed?: boolean }) => {
    say('');
    write(written.map((rule) => (rule.id === id ? { ...rule, ...by } : rule)));
  };
  const save = async () => {
    setProblem(null);
    const table = written.map(({ text, ...rule }) => ({ ...rule, years: text.trim() === '' ? null : Number(text) }));
    if (table.some(({ years }) => years !== null && !(Number.isInteger(years) && years >= 1 && years <= 100)))
      return setProblem(t.badYears);
    const given = await doors.commands.ask(changeRetentionRules, { rules: table });
    if (given.ok) say(t.saved);
    else setProblem(commandSentence(surroundings, given.refusal));
  };
  return (
    <form noValidate onSubmit={(event) => (event.preventDefault(), void save())}>
      <p class="cap2 ink2 pad8">{t.tableLead}</p>
      {mayChange ? null : <p class="cap2 ink2">{t.adminOnly}</p>}
      <table class="retable">
        <thead>
          <tr>
            <th scope="col">{t.rule}</th>
            <th scope="col">{t.years}</th>
            <th scope="col">{t.confirm}</th>
          </tr>
        </thead>
        <tbody>
          {written.map((rule) => (
            <tr key={rule.id}>
              <th scope="row">
                {ruleWord(archiveTexts(language), rule.id)}
                <small class="blk">{[t.from[rule.from], rule.law].filter((word) => word !== '').join(' · ')}</small>
              </th>
              <td>
                {mayChange ? (
                  <input
                    class="input years"
                    inputMode="numeric"
                    maxLength={3}
                    value={rule.text}
                    placeholder={t.unlimited}
                    aria-label={`${t.years}, ${ruleWord(archiveTexts(language), rule.id)}`}
                    onInput={(event) => change(rule.id, { text: event.currentTarget.value })}
                  />
                ) : (
                  <span class="n">{rule.text === '' ? t.unlimited : rule.text}</span>
                )}
              </td>
              <td>
                {mayChange ? (
                  <label class="check">
                    <input
                      type="checkbox"
                      checked={rule.confirmed}
                      onChange={(event) => change(rule.id, { confirmed: event.currentTarget.checked })}
                    />
                    {rule.confirmed ? t.confirmed : t.toConfirm}
                  </label>
                ) : rule.confirmed ? (
                  t.confirmed
                ) : (
                  <span class="tag">{t.toConfirm}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Problems sentences={problem === null ? [] : [problem]} />
      {mayChange ? (
        <p class="row acts">
          <button type="submit" class="btn primary">
            {t.save}
          </button>
          <span role="status" class="cap2 ink2">
            {said}
          </span>
        </p>
      ) : null}
    </form>
  );
}
