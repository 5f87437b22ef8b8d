/** Prints a copy of one element, and nothing else of the page. */
export function printElement(element: Element): void {
  const sheets = document.createElement('div');
  sheets.className = 'print-sheets';
  sheets.append(element.cloneNode(true));
  document.body.append(sheets);
  document.documentElement.classList.add('printing-sheets');
  try {
    print();
  } finally {
    sheets.remove();
    document.documentElement.classList.remove('printing-sheets');
  }
}
