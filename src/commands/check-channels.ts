/**
 * Answers as channels send them: what does not fit into Telegram's or WhatsApp's messages is left out, and nobody sees
 * it but the person. Every topic and card in every language that has it, for every situation, and with the services of the city
 * that has most.
 */
import type { ChannelWords } from '../channels/channel.ts'
import { renderReply } from '../channels/telegram/render.ts'
import { renderWhatsApp } from '../channels/whatsapp/render.ts'
import { createReplies } from '../conversation/replies.ts'
import type { Finding } from '../errors.ts'
import type { Library } from '../knowledge/library.ts'
import { citiesWithServices } from '../knowledge/services.ts'
import { replyLanguages } from '../languages.ts'
import type { Reply } from '../message.ts'

/** Each as the texts that it sends. */
const channels: readonly { readonly name: string; render(reply: Reply, words: ChannelWords): readonly string[] }[] = [
  { name: 'Telegram', render: (reply, words) => renderReply(reply, words).map(({ plain }) => plain) },
  { name: 'WhatsApp', render: renderWhatsApp },
]

/** What of a reply did not fit is told by this, at its end (`channels/packing.ts`). */
const cutEnd = /\n…$/

export function checkChannels(library: Library): Finding[] {
  const findings: Finding[] = []
  for (const language of replyLanguages) {
    const replies = createReplies(library, language)
    for (const topic of library.topics.values()) {
      if (!topic.answers.has(language)) continue
      const [city] = citiesWithServices(library, topic.id)
      const shown = [
        replies.answer(topic.id, { askSituation: true, ...(city && { city: city.id }) }),
        ...topic.situations.map((situation) => replies.answer(topic.id, { situation })),
      ]
      findings.push(...judge(shown, `${topic.folder}/${language}.md`, library))
    }
    for (const [kind, card] of library.urgent)
      if (card.answers.has(language))
        findings.push(...judge([replies.urgentCard(kind)], `content/urgent/${kind}/${language}.md`, library))
  }
  return findings
}

/** @returns at most one finding: the longest reply decides, on the first channel that cannot show it whole */
function judge(replies: readonly Reply[], file: string, library: Library): Finding[] {
  const shown = channels.map(({ name, render }) => ({
    name,
    rendered: replies.map((reply) => render(reply, library.say)),
  }))
  const cut = shown.find(({ rendered }) => rendered.flat().some((text) => cutEnd.test(text)))
  if (cut)
    return [
      {
        level: 'error',
        file,
        problem: `on ${cut.name} the end of the answer is left out`,
        remedy: 'shorten it, or name fewer services',
      },
    ]
  const most = (messages: readonly (readonly string[])[]) => Math.max(...messages.map(({ length }) => length))
  const long = shown.find(({ rendered }) => most(rendered) > 1)
  return long
    ? [
        {
          level: 'warning',
          file,
          problem: `on ${long.name} the answer needs ${most(long.rendered)} messages of 4,096 characters`,
          remedy: 'shorten it, so that its first lines are not pushed off the screen',
        },
      ]
    : []
}
