import { describe, expect, test } from 'vitest';
import { idsIn, idsOf, printedTable, ruleTable, withoutTest } from './rule-table.ts';
import { testTitles } from './test-titles.ts';

const titles = (source: string) => testTitles(source).map(({ title }) => title);

describe('the titles of a test file', () => {
  test('are those of its calls, with their lines, whatever the quotes', () => {
    const source =
      "import { test } from 'vitest';\n\ndescribe('A2 codes', () => {\n  test(\"R060 one\", () => {});\n  it(`R061 ${two} and`, async () => {});\n});";
    expect(testTitles(source)).toEqual([
      { title: 'A2 codes', line: 3 },
      { title: 'R060 one', line: 4 },
      { title: 'R061 ', line: 5 },
    ]);
  });

  test('stand after a table, a type and options too', () => {
    const source = [
      "test.each([['a)', '(b'], [f('x'), `${g({ a: '}' })}`]] as const)('R045 %s', () => {});",
      "it.each`\n  a | b\n`('R046 $a', () => {});",
      "test.concurrent.for<string>(rows())('R047 for', () => {});",
      "describe.each(screens)('R048 %s', { timeout: 20_000 }, () => {});",
    ].join('\n');
    expect(titles(source)).toEqual(['R045 %s', 'R046 $a', 'R047 for', 'R048 %s']);
  });

  test('are not those of comments, of texts, of regular expressions, of other objects, nor of tests that are not run', () => {
    const source = [
      "// test('R001 in a comment')",
      "/* it('R002') */",
      `const text = "test('R003')";`,
      "const odd = /test\\('R004'/.test(\"it's\");",
      "pattern.test('R005 is a method');",
      "test.skip('R006', () => {}); it.todo('R007');",
      "test(name, () => {}); test(`it's R008`.length);",
      "test('R009 after all of it', () => {});",
    ].join('\n');
    expect(titles(source)).toEqual(["it's R008", 'R009 after all of it']);
  });
});

describe('the numbers a title begins with', () => {
  test.each([
    ['R045 the key comes back by itself', ['R045']],
    ['R062 R066 are added', ['R062', 'R066']],
    ['A7 G21 the guess that succeeds', ['A7', 'G21']],
    ['M4: its page holds no script', ['M4']],
    ['P4, M3: the build', ['P4', 'M3']],
    ['R001-R003 the whole of it', ['R001', 'R002', 'R003']],
    ['a rule such as R045 in the middle', []],
    ['I am no number', []],
  ])('of “%s” are %j', (title, ids) => {
    expect(idsOf(title)).toEqual(ids);
  });
});

describe('the table', () => {
  const shown = (title: string, line = 1) => ({ title, line, file: 'a.test.ts' });

  test('has every rule that was asked for, in order, with its tests and without', () => {
    const table = ruleTable([shown('R002 R003 both'), shown('R003 again', 9), shown('R009 other')], idsIn('R001-R003') ?? []);
    expect([...table].map(([id, tests]) => [id, tests.length])).toEqual([
      ['R001', 0],
      ['R002', 1],
      ['R003', 2],
    ]);
    expect(withoutTest(table)).toEqual(['R001']);
    expect(printedTable(table).split('\n')).toEqual([
      'R001   -',
      'R002   1  R002 R003 both  a.test.ts:1',
      'R003   2  R002 R003 both  a.test.ts:1 (+1)',
      '',
      '2 of 3 rules have a test. Without one: R001',
    ]);
  });

  test('takes ranges of rules, of decisions and of threats, and nothing else', () => {
    expect(idsIn('R072-R073,R107')).toEqual(['R072', 'R073', 'R107']);
    expect(idsIn('G20-G22 A2')).toEqual(['G20', 'G21', 'G22', 'A2']);
    for (const wrong of ['R073-R072', 'R1-G3', 'rules', 'R001-', 'R000-R9999']) expect(idsIn(wrong)).toBeUndefined();
  });
});
