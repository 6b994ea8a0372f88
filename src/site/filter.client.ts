/**
 * Narrows the list of topics to those that hold the words being written. Without this script the list stands whole under
 * its headings. What is written stays in the page, and goes when the page is left.
 * Syntax and functions that Chrome 80 knows, for old telephones.
 */
import { element, find } from './dom.client.ts'

const topics = find('topics', HTMLElement)
const field = element('input', {
  type: 'search',
  id: 'filter',
  autocomplete: 'off',
  spellcheck: 'false',
  enterkeyhint: 'search',
})
const found = element('p', { role: 'status' })
topics.before(
  element('div', { class: 'filter' }, element('label', { for: 'filter' }, topics.dataset.filter ?? ''), field, found),
)
field.addEventListener('input', narrow)
// Browsers keep a page that was left, to show it again at "Back".
addEventListener('pagehide', () => {
  field.value = ''
  narrow()
})

function narrow(): void {
  const words = simplify(field.value).split(' ')
  let count = 0
  for (const section of topics.querySelectorAll('section')) {
    const heading = simplify(section.querySelector('h2')?.textContent ?? '')
    const items = [...section.querySelectorAll('li')]
    for (const item of items) {
      const text = `${heading} ${simplify(item.textContent ?? '')}`
      item.hidden = !words.every((word) => text.includes(word))
    }
    const shown = items.filter((item) => !item.hidden).length
    section.hidden = shown === 0
    count += shown
  }
  found.textContent = count === 0 ? (topics.dataset.none ?? '') : ''
}

/** As people type on a telephone: without accents, and with one form of each Arabic letter. */
function simplify(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
