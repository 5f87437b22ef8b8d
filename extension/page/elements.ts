/** Builds elements without markup text: nodes and text nodes only (M4). */
type Attributes = Readonly<Record<string, string>>;

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A stroked drawing, hidden from assistive technology. */
export function drawing(size: number, viewBox: string, ...paths: readonly string[]): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [key, value] of Object.entries({ width: String(size), height: String(size), viewBox, 'aria-hidden': 'true' }))
    svg.setAttribute(key, value);
  for (const path of paths) {
    const made = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    made.setAttribute('d', path);
    svg.append(made);
  }
  return svg;
}

/** Two curves and a slot, turned by 28 degrees: the shuttle. */
export function shuttle(size: number): SVGSVGElement {
  const svg = drawing(
    size,
    '0 0 24 24',
    'M.8 12C5.5 6.2 18.5 6.2 23.2 12 18.5 17.8 5.5 17.8.8 12z',
    'M8.7 10.3h6.6a1.7 1.7 0 0 1 0 3.4H8.7a1.7 1.7 0 0 1 0-3.4z',
  );
  for (const path of svg.children) path.setAttribute('transform', 'rotate(-28 12 12)');
  return svg;
}

/** A closed shadow root with its own style; nothing of the page's comes in, nothing of ours goes out. */
export function closedRoot(host: HTMLElement, css: string): ShadowRoot {
  const root = host.attachShadow({ mode: 'closed' });
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Firefox keeps page and script worlds apart here; an element does the same.
    root.append(element('style', {}, css));
  }
  return root;
}
