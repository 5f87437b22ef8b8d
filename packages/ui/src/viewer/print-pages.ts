/** Prints pictures, one a sheet of paper, and nothing else of the page. */

/** @param addresses blob addresses; those made for print are revoked afterwards */
export async function printImages(addresses: AsyncIterable<string> | readonly string[]): Promise<void> {
  const sheets = document.createElement('div');
  sheets.className = 'print-sheets';
  const made: string[] = [];
  for await (const address of addresses) {
    const image = document.createElement('img');
    image.alt = '';
    image.src = address;
    await image.decode().catch(() => undefined);
    sheets.append(image);
    if (!Array.isArray(addresses)) made.push(address);
  }
  document.body.append(sheets);
  document.documentElement.classList.add('printing-sheets');
  try {
    print();
  } finally {
    sheets.remove();
    document.documentElement.classList.remove('printing-sheets');
    for (const address of made) URL.revokeObjectURL(address);
  }
}
