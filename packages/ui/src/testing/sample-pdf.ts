/** PDFs with a few lines of text a page, written by hand: enough for a viewer to draw, to leaf through and to search. */
export function samplePdf(lines: readonly string[]): Blob {
  return samplePages([lines]);
}

/** @param pages the lines of each; a page without lines is a scan: it holds no text */
export function samplePages(pages: readonly (readonly string[])[]): Blob {
  const first = 4;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages.map((_, index) => `${first + 2 * index} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((lines, index) => {
      const body = bodyOf(lines);
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${first + 2 * index + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${body.length} >>\nstream\n${body}\nendstream`,
      ];
    }),
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new Blob([text], { type: 'application/pdf' });
}

function bodyOf(lines: readonly string[]): string {
  const drawn = lines.map((line, index) => `BT /F1 ${index === 0 ? 22 : 12} Tf 60 ${770 - index * 28} Td (${escaped(line)}) Tj ET`);
  return `${drawn.join('\n')}\n60 730 m 535 730 l S 60 300 m 535 300 l S`;
}

/** Letters of WinAnsi as octal escapes, so that every character of the file is one byte; what is not among them is a space. */
function escaped(text: string): string {
  return [...text.replace(/[\u2019\u2018]/g, "'").replace(/[()\\]/g, ' ')]
    .map((letter) => {
      const code = letter.codePointAt(0) ?? 32;
      if (code >= 32 && code < 127) return letter;
      return code >= 160 && code <= 255 ? `\\${code.toString(8)}` : ' ';
    })
    .join('');
}
