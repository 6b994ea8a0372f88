/**
 * Answers as channels send them: what does not fit into Telegram's messages is left out, and nobody sees it but the
 * person. Every topic and card in every language that has it, for every situation, and with the services of the city
 * that has most.
 */
import { renderReply } from '../channels/telegram/render.ts'
import { createReplies } from '../conversation/replies.ts'
import type { Finding } from '../errors.ts'
import type { Library } from '../knowledge/library.ts'
import { citiesWithServices } from '../knowledge/services.ts'
import { replyLanguages } from '../languages.ts'
import type { Reply } from '../message.ts'

/** What of a reply did not fit is told by this, at its end (`telegram/markup.ts`). */
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

/** @returns at most one finding: the longest reply decides */
function judge(replies: readonly Reply[], file: string, library: Library): Finding[] {
  const rendered = replies.map((reply) => renderReply(reply, library.say))
  if (rendered.some((messages) => messages.some(({ plain }) => cutEnd.test(plain))))
    return [
      {
        level: 'error',
        file,
        problem: 'on Telegram the end of the answer is left out',
        remedy: 'shorten it, or name fewer services',
      },
    ]
  const most = Math.max(...rendered.map((messages) => messages.length))
  return most > 1
    ? [
        {
          level: 'warning',
          file,
          problem: `on Telegram the answer needs ${most} messages of 4,096 characters`,
          remedy: 'shorten it, so that its first lines are not pushed off the screen',
        },
      ]
    : []
}
