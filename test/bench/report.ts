/** One figure of a bench: a JSON line with `--json`, a readable one without. Never decides whether a change is correct. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio: number | null;
  readonly against: string | null;
  readonly goal: string;
  readonly met: boolean;
};

export function report(figure: Figure): void {
  const rounded = { ...figure, value: round(figure.value), ratio: figure.ratio === null ? null : round(figure.ratio) };
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(rounded)}\n`);
  else
    process.stdout.write(
      `${figure.met ? 'met    ' : 'not met'}  ${figure.name}: ${rounded.value} ${figure.unit}${rounded.ratio === null ? '' : `, ${rounded.ratio}x ${figure.against}`} (goal ${figure.goal})\n`,
    );
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
