/** For authors at work: each answer ends with the file it comes from. Not for people who ask. */
import type { Library } from '../knowledge/library.ts'
import type { TopicId } from '../message.ts'
import type { Turn } from './turn.ts'

/** @param library asked anew for every message, because content is replaced while we run */
export function withFileNames(turn: Turn, library: () => Library): Turn {
  return {
    ...turn,
    async take(message, talk) {
      const result = await turn.take(message, talk)
      const [outcome] = result.outcomes
      const topic = outcome?.result === 'answered' ? library().topics.get(outcome.topic as TopicId) : undefined // 'unknown' finds nothing
      if (!topic) return result
      const { reply } = result
      const file = `${topic.folder}/${reply.language}.md`
      return { ...result, reply: { ...reply, blocks: [...reply.blocks, { kind: 'note', text: [file] }] } }
    },
  }
}
