/** How a person finds things in browser tests: by what is said of them, never by where they stand. */
import { expect, vi } from 'vitest';

/** The first element of that kind whose name, spoken or written, is this one or matches it. */
export function named<E extends HTMLElement = HTMLElement>(root: ParentNode, selector: string, name: string | RegExp): E | undefined {
  return [...root.querySelectorAll<E>(selector)].find((element) => {
    const said = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
    return typeof name === 'string' ? said === name : name.test(said);
  });
}

/** Presses a button once it is there; `selector` where it is a link or another thing to press. */
export async function click(root: ParentNode, name: string | RegExp, selector = 'button'): Promise<void> {
  await vi.waitFor(() => expect(named(root, selector, name), String(name)).toBeDefined(), { timeout: 10_000 });
  named(root, selector, name)?.click();
  // A person never acts twice within one drawing.
  await new Promise((resolve) => setTimeout(resolve, 30));
}

/** The field a label belongs to. */
export function field(root: ParentNode, label: string | RegExp): HTMLElement | null {
  const found = named(root, 'label', label);
  return found === undefined ? null : document.getElementById(found.getAttribute('for') ?? '');
}

/** Types into a field, or chooses in a list; refuses what is neither. */
export function type(into: Element | null | undefined, text: string): void {
  if (!(into instanceof HTMLInputElement || into instanceof HTMLTextAreaElement || into instanceof HTMLSelectElement))
    throw new Error('no field');
  into.value = text;
  into.dispatchEvent(new Event(into instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
}
