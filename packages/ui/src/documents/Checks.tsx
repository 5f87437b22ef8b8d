/** Boxes to tick, in a filter. */
type Choice = {
  readonly key: string;
  readonly word: string;
  readonly on: boolean;
  readonly count: string | null;
  readonly choose: () => void;
};

/** Several of a few, each with how many documents it would leave. */
export function Checks({ title, choices }: { title: string; choices: readonly Choice[] }) {
  return (
    <fieldset class="checks">
      <legend class="vh">{title}</legend>
      {choices.map(({ key, word, on, count, choose }) => (
        <label class="check" key={key}>
          <input type="checkbox" checked={on} onChange={choose} />
          <span class="checkword cut">{word}</span>
          {count === null ? null : <span class="cap n">{count}</span>}
        </label>
      ))}
    </fieldset>
  );
}
