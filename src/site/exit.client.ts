/**
 * Leaving at once, for somebody who is watched: the button, or Escape three times. As GOV.UK's "Exit this page"
 * (https://design-system.service.gov.uk/components/exit-this-page/), but with Escape, which nothing else here uses.
 */
import type { Words } from './words.client.ts'

/** Presses further apart than this are not meant together. */
const withinMillis = 5000
const pressesNeeded = 3

/**
 * @param erase has the server forget the talk
 * @param hint says how many presses are left
 */
export function watchForExit(button: HTMLAnchorElement, hint: HTMLElement, words: Words, erase: () => void): void {
  let presses: readonly number[] = []
  let timer: number | undefined

  button.addEventListener('click', (event) => {
    event.preventDefault()
    leave()
  })
  // A link works before this script has come; with its role of a button it must take the space bar too.
  button.addEventListener('keydown', (event) => {
    if (event.key !== ' ') return
    event.preventDefault()
    leave()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.repeat) return
    const now = event.timeStamp
    presses = [...presses.filter((press) => now - press < withinMillis), now]
    if (presses.length >= pressesNeeded) return leave()
    hint.textContent = words.say(presses.length === 1 ? 'exitTwoMore' : 'exitOneMore')
    clearTimeout(timer)
    timer = window.setTimeout(() => {
      hint.textContent = ''
    }, withinMillis)
  })

  function leave(): void {
    // First what can be seen, then the rest, which may take time or fail.
    document.body.textContent = ''
    document.title = ''
    try {
      erase()
    } finally {
      // The chat is one entry of the history, and this takes its place: of the whole page, where it is in a frame.
      ;(top ?? window).location.replace(button.href)
    }
  }
}
