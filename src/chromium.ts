/** Where Chromium is, which prints reports and holds WhatsApp Web: named by CHROMIUM_PATH, or where systems put it. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

/** Not in the search path: macOS, and Linux packages that bring their own folder. */
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * @param named by the operator; nothing else is tried then, so that a misspelt path is seen
 * @param searchPath as in the environment's PATH
 * @returns undefined where there is none that can be run
 */
export function findChromium(named: string | undefined, searchPath = process.env.PATH ?? ''): string | undefined {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '')
  const places = named
    ? [named]
    : [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...elsewhere]
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
