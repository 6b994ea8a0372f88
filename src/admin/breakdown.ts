/** The values of one dimension as bars. */
import type { Library } from '../knowledge/library.ts'
import type { Dimension, Measured } from '../signals/disclose.ts'
import type { Markup } from '../site/markup.ts'
import { renderBars } from './charts.ts'
import type { AdminLocale } from './locale.ts'
import { valueName } from './names.ts'

/** The most asked first, those that are hidden last. */
export async function renderBreakdown(
  dimension: Dimension,
  breakdown: readonly { readonly value: string; readonly measured: Measured }[],
  library: Library,
  locale: AdminLocale,
): Promise<Markup> {
  const rank = ({ measured: { conversations } }: { readonly measured: Measured }) =>
    conversations.kind === 'count' ? conversations.value : conversations.kind === 'withheld' ? 0 : -1
  return renderBars(
    {
      title: locale.say(`dimension.${dimension}`),
      of: locale.say(`dimension.${dimension}`),
      unit: locale.say('figure.conversations'),
      bars: [...breakdown]
        .sort((a, b) => rank(b) - rank(a))
        .map(({ value, measured }) => ({
          name: valueName(dimension, value, library, locale),
          figure: measured.conversations,
        })),
    },
    locale,
  )
}
