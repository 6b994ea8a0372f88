/** The secretariat's dashboard on a running service: with its content, its understanding and the printer that is there. */
import { createDashboard } from './admin/dashboard.ts'
import type { DirectoryParts } from './admin/directory-parts.ts'
import { findPrinter } from './admin/pdf.ts'
import type { AdminView } from './admin/view.ts'
import { createNgoViews, type NgoParts } from './admin/views/ngo.ts'
import { createOwnServiceViews } from './admin/views/own-services.ts'
import { createProposalViews } from './admin/views/proposals.ts'
import type { Brain } from './brain.ts'
import type { TopicId } from './message.ts'

interface DashboardOptions
  extends Pick<NgoParts, 'disclosure' | 'now' | 'words' | 'style' | 'store' | 'reach' | 'seal'>,
    Pick<DirectoryParts, 'directory' | 'readText' | 'audit'> {
  readonly brain: Brain
  /** Path of a Chromium, where one is named. */
  readonly chromium?: string | undefined
}

export function openDashboard({ brain, chromium, ...parts }: DashboardOptions): readonly AdminView[] {
  const print = findPrinter(chromium)
  const all = {
    ...parts,
    library: brain.library,
    content: brain.content,
    answers: (text: string) => findAnswer(brain, text),
    ...(print && { print }),
  }
  return [...createDashboard(all), ...createNgoViews(all), ...createOwnServiceViews(all), ...createProposalViews(all)]
}

/** The topic that a text alone would be answered with, where one is sure. */
async function findAnswer(brain: Brain, text: string): Promise<TopicId | undefined> {
  const { questions } = await brain.understander().understand(text)
  const decision = questions[0]?.decision
  return decision?.kind === 'answer' ? decision.topic : undefined
}
