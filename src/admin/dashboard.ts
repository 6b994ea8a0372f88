/**
 * The secretariat's pages: what people ask, in which language and region, what goes unanswered and what changes. Every
 * number comes from `signals/disclose`; nothing here can see a count that stands for fewer than ten conversations.
 */
import type { DashboardParts } from './dashboard-parts.ts'
import type { AdminView } from './view.ts'
import { createContentView } from './views/content.ts'
import { createExportViews } from './views/exports.ts'
import { createOverview } from './views/overview.ts'
import { createReferralViews } from './views/referrals.ts'
import { createReportViews } from './views/report.ts'
import { createTopicViews } from './views/topic.ts'
import { createUnansweredView } from './views/unanswered.ts'

export function createDashboard(parts: DashboardParts): readonly AdminView[] {
  return [
    createOverview(parts),
    ...createTopicViews(parts),
    createUnansweredView(parts),
    createContentView(parts),
    ...createReferralViews(parts),
    ...createReportViews(parts),
    ...createExportViews(parts),
  ]
}
