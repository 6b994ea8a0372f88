/** Tables for translators' spreadsheets. */
import { describe, expect, test } from 'vitest'
import { formatCsv, parseCsv } from '../../src/knowledge/csv.ts'

const rowsOf = (text: string) => {
  const parsed = parseCsv(text)
  return parsed.ok ? parsed.rows : parsed.problem
}

describe('a table', () => {
  test('comes back letter by letter, whatever its cells hold', () => {
    const rows = [
      ['id', 'a "quote"', 'a, comma; and a tab\t'],
      ['two\nlines', ' space around ', "l'apostrophe"],
      ['نص عربي', '', '«»'],
      ['=1+1', '-2', "'=quoted"],
    ]
    expect(rowsOf(formatCsv(rows))).toEqual(rows)
  })

  test('begins with the mark by which spreadsheets know UTF-8, and ends lines as RFC 4180 wants', () => {
    expect(
      formatCsv([
        ['a', 'b'],
        ['c, d', 'e'],
      ]),
    ).toBe('\ufeffa,b\r\n"c, d",e\r\n')
  })

  test.each(['=HYPERLINK("x")', '+212', '-1', '@SUM', '\tx'])(
    'holds no cell that a spreadsheet would run: %j',
    (cell) => {
      expect(formatCsv([[cell]]).replaceAll('"', '')).toMatch(/^\ufeff'/)
    },
  )

  test('is read with semicolons or tabs between cells, as spreadsheets in French write it', () => {
    expect(rowsOf('id;section\nx;"a;b"\n')).toEqual([
      ['id', 'section'],
      ['x', 'a;b'],
    ])
    expect(rowsOf('\ufeffid\tsection\r\nx\ta, b\r\n')).toEqual([
      ['id', 'section'],
      ['x', 'a, b'],
    ])
  })

  test('with a quotation mark that is not closed is refused', () => {
    expect(rowsOf('id,section\nx,"open\n')).toMatch(/not closed/)
  })
})
