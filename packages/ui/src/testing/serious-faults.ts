/** What axe finds serious or critical on the page as it stands, once nothing moves any more: one line a rule, with the places. */
import axe from 'axe-core';

export async function seriousFaults(): Promise<string[]> {
  // One that is taken away before its end is over too.
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
