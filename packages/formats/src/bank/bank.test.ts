import { describe, expect, test } from 'vitest';
import { bankBalances, bankSums } from './bank-statement.ts';
import { bankJson } from './bank-json.ts';
import { readBankFile } from './read-bank-file.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
function read(text: string | Uint8Array) {
  const found = readBankFile(typeof text === 'string' ? bytes(text) : text);
  if (!found.ok) throw new Error(found.refusal.tag);
  return found.value;
}

describe('OFX', () => {
  const sgml = `OFXHEADER:100
DATA:OFXSGML
VERSION:102
ENCODING:USASCII
CHARSET:1252

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>99999<BRANCHID>00012<ACCTID>00012345678<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261101<DTEND>20261130
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261103120000[+1:CET]<TRNAMT>-1234,50<FITID>A1<NAME>SCIERIE DU VUACHE<MEMO>FACT F-1187</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261105<TRNAMT>+200.00<FITID>A2<NAME>COMMUNE &amp; CIE</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>1518.81<DTASOF>20261130</LEDGERBAL><AVAILBAL><BALAMT>99</AVAILBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
  test('whose tags are not closed is read as one whose tags are', () => {
    const [statement] = read(sgml).statements;
    expect(statement).toMatchObject({
      account: '00012345678',
      bank: '99999',
      currency: 'EUR',
      closing: { amount: '1518.81', date: '2026-11-30' },
    });
    expect(statement?.movements).toMatchObject([
      { booked: '2026-11-03', amount: '-1234.50', label: 'SCIERIE DU VUACHE FACT F-1187', bankId: 'A1' },
      { booked: '2026-11-05', amount: '200.00', label: 'COMMUNE & CIE' },
    ]);
    const closed = sgml.replaceAll(/<([A-Z]+)>([^<\r\n]+)/g, '<$1>$2</$1>');
    expect(bankJson(read(closed), bytes(''))).toEqual(bankJson(read(sgml), bytes('')));
  });
  test('an amount that is none is counted as unreadable, and moves nothing', () => {
    const sums = bankSums(read(sgml.replace('-1234,50', '$120')).statements[0]?.movements ?? []);
    expect([sums.unreadable, sums.debit, sums.credit]).toEqual([1, 0, 20_000]);
  });
  test('with an error instead of a statement tells the bank’s words', () => {
    const found = readBankFile(
      bytes(
        '<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Signon invalid</STATUS></SONRS></SIGNONMSGSRSV1></OFX>',
      ),
    );
    expect(found).toMatchObject({ ok: false, refusal: { tag: 'no-statement', code: '15500', message: 'Signon invalid' } });
  });
});

describe('CFONB120', () => {
  const record = (parts: Record<number, string>) => {
    const line = Array.from({ length: 120 }, () => ' ');
    for (const [from, text] of Object.entries(parts)) [...text].forEach((character, i) => (line[Number(from) - 1 + i] = character));
    return line.join('');
  };
  const account = { 3: '30087', 12: '33608', 17: 'EUR2', 22: '00012345601' };
  const opening = record({ 1: '01', ...account, 35: '011126', 91: '0000000010000{' });
  const movement = record({
    1: '04',
    ...account,
    33: 'B1',
    35: '031126',
    43: '031126',
    49: 'PRLV SEPA',
    91: '0000000000322J',
    105: 'REF77',
  });
  const detail = record({ 1: '05', ...account, 46: 'NPY', 49: 'OPERATEUR FICTIF' });
  const closing = record({ 1: '07', ...account, 35: '301126', 91: '0000000009677I' });

  test('adds up from the opening balance to the closing one, the sign in the last character', () => {
    const [statement] = read([opening, movement, detail, closing].join('\r\n')).statements;
    expect(statement).toMatchObject({ account: '30087-33608-00012345601', opening: { amount: '1000.00' }, closing: { amount: '967.79' } });
    expect(statement?.movements).toMatchObject([
      { amount: '-32.21', booked: '2026-11-03', counterparty: 'OPERATEUR FICTIF', references: ['REF77'] },
    ]);
    expect(statement && bankBalances(statement)).toBe(true);
  });
  test('is read without line breaks, and with trailing spaces cut', () => {
    expect(read(opening + movement + closing).statements[0]?.movements).toHaveLength(1);
    expect(read([opening, movement, closing].map((line) => line.trimEnd()).join('\n')).statements[0]?.movements).toHaveLength(1);
  });
  test.each([
    ['a movement before the opening', [movement, opening, closing], 'movement-outside'],
    ['a detail before any movement', [opening, detail, closing], 'detail-outside'],
    ['a closing without an opening', [closing, opening, closing], 'closing-outside'],
    ['an opening without a closing', [opening, movement], 'closing-missing'],
    ['an amount that is none', [opening, movement.replace('0000000000322J', 'XXXXXXXXXXXXXX'), closing], 'bad-amount'],
  ])('with %s keeps what can be read and names the line', (_what, lines, problem) => {
    const { faults } = read(lines.join('\n'));
    expect(faults.map((fault) => fault.problem)).toContain(problem);
    expect(faults.every(({ line }) => line >= 1 && line <= lines.length)).toBe(true);
  });
});

describe('CAMT', () => {
  const camt = (
    version: string,
    status: string,
  ) => `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><Stmt><Id>S1</Id>
    <Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>
    <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">18.15</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-02</Dt></Dt></Bal>
    <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">27</Amt><CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2026-11-03</Dt></Dt></Bal>
    <Ntry><Amt Ccy="EUR">45.15</Amt><CdtDbtInd>DBIT</CdtDbtInd>${status}<BookgDt><DtTm>2026-11-03T10:00:00+01:00</DtTm></BookgDt>
     <NtryDtls><TxDtls><Refs><EndToEndId>E2E</EndToEndId></Refs><RltdPties><Cdtr><Nm>Moulin d’Arvanne</Nm></Cdtr></RltdPties><RmtInf><Ustrd>Farine T65</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
    </Stmt></BkToCstmrStmt></Document>`;
  test.each([
    ['02', '<Sts>BOOK</Sts>'],
    ['08', '<Sts><Cd>BOOK</Cd></Sts>'],
  ])('of version %s gives account, signed balances and who was paid', (version, status) => {
    const [statement] = read(camt(version, status)).statements;
    expect(statement).toMatchObject({ account: 'FR7630006000011234567890189', opening: { amount: '18.15' }, closing: { amount: '-27' } });
    expect(statement?.movements).toMatchObject([
      { amount: '-45.15', booked: '2026-11-03', counterparty: 'Moulin d’Arvanne', label: 'Farine T65', references: ['E2E'] },
    ]);
    expect(statement && bankBalances(statement)).toBe(true);
  });
});

describe('QIF and MT940', () => {
  test('QIF days and months are told apart by the whole file, French where nothing settles it', () => {
    const qif = (...days: string[]) => `!Type:Bank\n${days.map((day) => `D${day}\nT1,234.56\nPX\n^`).join('\n')}`;
    expect(read(qif('03/04/2026')).statements[0]?.movements[0]).toMatchObject({ booked: '2026-04-03', amount: '1234.56' });
    expect(read(qif('03/04/2026', '03/25/2026')).statements[0]?.movements[0]?.booked).toBe('2026-03-04');
  });
  test('MT940 reads marks, reversals and the counterparty’s name', () => {
    const text = [
      ':20:R1',
      ':25:99999/123',
      ':60F:C261101EUR100,00',
      ':61:2611031103D40,5NTRFREF1//B1',
      ':86:166?20Facture 12?32OPERATEUR',
      ':61:261104RD10,00NTRF',
      ':62F:C261104EUR69,50',
      '-',
    ].join('\r\n');
    const [statement] = read(text).statements;
    expect(statement?.movements).toMatchObject([
      { amount: '-40.5', booked: '2026-11-03', bankId: 'B1', label: 'Facture 12', counterparty: 'OPERATEUR' },
      { amount: '10.00', valued: '2026-11-04' },
    ]);
    expect(statement && bankBalances(statement)).toBe(true);
  });
  test('what is none of these is said to be none', () => {
    for (const text of ['', 'Date;Libellé;Montant\n', '<html></html>', '%PDF-1.4', 'INVALIDOFXFILE'])
      expect(readBankFile(bytes(text))).toEqual({ ok: false, refusal: { tag: 'not-a-bank-file' } });
  });
});
