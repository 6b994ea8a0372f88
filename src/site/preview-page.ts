/**
 * For authors, while they write: every answer in every language and situation, as a chat gives it, with what
 * `dalil check` finds about it. In English like the commands, because only authors see it: the server has it in
 * development only.
 */
import type { Finding } from '../errors.ts'
import { composeAnswer, composeSmalltalk, composeSources, composeUrgent, titleOf } from '../knowledge/compose.ts'
import type { Answers, Library } from '../knowledge/library.ts'
import { directionOf, type ReplyLanguage, replyLanguages } from '../languages.ts'
import type { Block, TopicId } from '../message.ts'
import type { Assets } from './assets.ts'
import { renderBlocks, wordsIn } from './blocks.ts'
import { icon, tagOf } from './document.ts'
import { html, type Markup } from './markup.ts'
import { menuTopics } from './page-list.ts'

export interface Preview {
  renderList(): string
  /** @returns undefined where there is no such answer */
  render(id: string, language: ReplyLanguage): string | undefined
}

interface Previewed {
  /** `health.care`, `bot.greeting`, `urgent.medical`. */
  readonly id: string
  readonly group: string
  readonly folder: string
  /** Further files that belong to it. */
  readonly files: readonly string[]
  readonly answers: Answers
  /** What a chat says, once for each situation in which it differs. */
  replies(language: ReplyLanguage): readonly { readonly when: string; readonly blocks: readonly Block[] }[]
}

/** @param check takes a second or two, so it runs once for each version of the content */
export function createPreview(library: () => Library, check: () => readonly Finding[], assets: Assets): Preview {
  let checked: { readonly of: Library; readonly findings: readonly Finding[] } | undefined
  const findings = () => {
    const now = library()
    if (checked?.of !== now) checked = { of: now, findings: check() }
    return checked.findings
  }
  return {
    renderList: () => renderList(listAnswers(library()), findings(), assets),
    render(id, language) {
      const all = listAnswers(library())
      const at = all.findIndex((one) => one.id === id)
      const answer = all[at]
      return answer && renderAnswer(library(), answer, language, [all[at - 1], all[at + 1]], findings(), assets)
    },
  }
}

function listAnswers(library: Library): Previewed[] {
  const topics = menuTopics(library).flatMap((id): Previewed[] => {
    const topic = library.topics.get(id)
    if (!topic) return []
    const { programme, folder, answers } = topic
    const replies = (language: ReplyLanguage) => [
      {
        when: 'anybody',
        blocks: [...composeAnswer(library, { topic: id, language }), ...composeSources(library, topic, language)],
      },
      ...topic.situations.map((situation) => ({
        when: situation,
        blocks: composeAnswer(library, { topic: id, language, situation }),
      })),
    ]
    return [{ id, group: programme, folder, files: [`intents/${programme}/${id}.yaml`], answers, replies }]
  })
  const smalltalk = [...library.smalltalk].map(
    ([id, answers]): Previewed => ({
      id,
      group: 'smalltalk',
      folder: `content/smalltalk/${id}`,
      files: [`intents/smalltalk/${id}.yaml`],
      answers,
      replies: (language) => [{ when: 'anybody', blocks: composeSmalltalk(library, id, language) }],
    }),
  )
  const urgent = [...library.urgent].map(
    ([kind, { answers }]): Previewed => ({
      id: `urgent.${kind}`,
      group: 'emergency cards',
      folder: `content/urgent/${kind}`,
      files: [],
      answers,
      replies: (language) => [{ when: 'anybody', blocks: composeUrgent(library, kind, language) }],
    }),
  )
  return [...topics, ...smalltalk, ...urgent]
}

function renderList(answers: readonly Previewed[], findings: readonly Finding[], assets: Assets): string {
  const groups = [...new Set(answers.map(({ group }) => group))]
  const lists = groups.map((group) => {
    const items = answers
      .filter((answer) => answer.group === group)
      .map((answer) => {
        const count = findings.filter((finding) => concerns(finding, answer)).length
        return html`<li>${answer.id}${count > 0 && html` <strong>findings: ${count}</strong>`}<br>${renderLanguageLinks(answer)}</li>\n`
      })
    return html`<section><h2>${group}</h2><ul>${items}</ul></section>\n`
  })
  const others = findings.filter((finding) => !answers.some((answer) => concerns(finding, answer)))
  return renderPage(
    'Preview',
    html`<h1>Preview</h1>
<p>Findings of <code>dalil check</code>: ${findings.length}. A language in brackets is not written yet.</p>
${lists}
<section><h2>Other files</h2>${renderFindings(others)}</section>`,
    assets,
  )
}

function renderAnswer(
  library: Library,
  answer: Previewed,
  language: ReplyLanguage,
  [before, after]: readonly (Previewed | undefined)[],
  findings: readonly Finding[],
  assets: Assets,
): string {
  const say = wordsIn(library, language)
  const own = findings.filter((finding) => concerns(finding, answer) && !isOfOtherLanguage(finding, answer, language))
  const shown = answer.replies(language).map(
    ({ when, blocks }) => html`<section><h2>${when}</h2>
<div class="said" lang="${tagOf(language)}" dir="${directionOf(language)}">${renderBlocks(blocks, say)}</div></section>\n`,
  )
  const title = titleOf(library, answer.id as TopicId, language) // an id of an emergency card is no topic and stays as it is
  const link = (other: Previewed | undefined, sign: string) =>
    other && html`<a href="/preview/${other.id}/${language}">${sign} ${other.id}</a> `
  return renderPage(
    `${answer.id} ${language}`,
    html`<p class="way"><a href="/preview">Preview</a> ${link(before, '←')}${link(after, '→')}</p>
<h1>${answer.id}</h1>
<p>${renderLanguageLinks(answer, language)}</p>
<p><code>${answer.folder}/${language}.md</code>${!answer.answers.has(language) && html` <strong>is not written; this is what people read instead</strong>`}</p>
<p lang="${tagOf(language)}" dir="${directionOf(language)}"><strong>${title}</strong></p>
${renderFindings(own)}
${shown}`,
    assets,
  )
}

function renderLanguageLinks({ id, answers }: Previewed, current?: ReplyLanguage): Markup[] {
  return replyLanguages.map((language) => {
    const label = answers.has(language) ? language : `(${language})`
    return html`<a class="tab" href="/preview/${id}/${language}"${language === current && html` aria-current="page"`}>${label}</a> `
  })
}

function renderFindings(findings: readonly Finding[]): Markup | undefined {
  if (findings.length === 0) return undefined
  const items = findings.map(
    ({ level, file, line, problem, remedy }) =>
      html`<li><strong>${level}</strong> <code>${file}${line !== undefined && `:${line}`}</code> ${problem} → ${remedy}</li>\n`,
  )
  return html`<ul class="findings">${items}</ul>`
}

function concerns({ file }: Finding, answer: Previewed): boolean {
  return file.startsWith(`${answer.folder}/`) || answer.files.includes(file)
}

function isOfOtherLanguage({ file }: Finding, { folder }: Previewed, language: ReplyLanguage): boolean {
  return replyLanguages.some((other) => other !== language && file === `${folder}/${other}.md`)
}

function renderPage(title: string, main: Markup, assets: Assets): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${assets.publicStyle}">
</head>
<body class="preview"><main>${main}</main></body>
</html>
`.text
}
