/** Building and finding elements. Text goes in as text nodes only, so nothing that was written can become markup. */

type Attributes = Readonly<Record<string, string | boolean | undefined>>

/**
 * @param attributes `true` sets an empty attribute, `false` and `undefined` leave it out
 * @param children strings become text
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') made.setAttribute(name, value)
    else if (value) made.setAttribute(name, '')
  }
  made.append(...children)
  return made
}

/** An element that `page.ts` puts on every page. */
export function find<Kind extends HTMLElement>(id: string, kind: { new (): Kind }): Kind {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`)
  return found
}

/** What only a screen reader says. */
export function hidden(text: string): HTMLElement {
  return element('span', { class: 'visually-hidden' }, text)
}
